import type { Content, Placed, Route } from './entities.ts';

/** Who reads drafts, as far as the caller's site knows: a person, the person's organisation, and the id by which a limit may be bypassed. */
export interface DraftReader {
  readonly user: string | undefined;
  readonly organisation: string | undefined;
  readonly bypassId: string | undefined;
}

/** The edition that a path leads to in the draft store, and whether the path is only a part of it. */
export interface Found {
  readonly placed: Placed;
  readonly isPart: boolean;
}

/**
 * Finds what the draft store shows at a path: a draft before a live edition, an edition's own path before a route of another, an exact route before
 * a prefix, and of prefixes the longest. `candidates` are editions at the path or above it.
 */
export function findAt(path: string, candidates: readonly Placed[]): Found | undefined {
  const ranked = candidates
    .flatMap((placed) => {
      const rank = rankOf(path, placed);
      return rank === undefined ? [] : [{ placed, rank }];
    })
    .sort((one, other) => other.rank - one.rank || isDraft(other.placed) - isDraft(one.placed));
  const [best] = ranked;
  return best && { placed: best.placed, isPart: best.placed.edition.basePath !== path };
}

/** Every path at which an edition with a route to `path` may be: the standard has routes below the base path only, after a slash or a full stop. */
export function basesOf(path: string): string[] {
  const within = path.slice(0, longestPath + 1);
  const ends = [...within.matchAll(/[/.]/g)].map(({ index }) => index);
  const above = ends.filter((at) => at > 0).map((at) => path.slice(0, at));
  return [...new Set(['/', ...above, ...(path.length <= longestPath ? [path] : [])])];
}

/** Whether a draft may be read: by anybody with access to drafts unless it is limited, else by those whom it names. */
export function mayRead(content: Content, reader: DraftReader): boolean {
  const { users = [], organisations = [] } = content.access_limited ?? {};
  if (users.length === 0 && organisations.length === 0) return true;
  if (reader.bypassId !== undefined && (content.auth_bypass_ids ?? []).includes(reader.bypassId)) return true;
  // The sign-in in front of the drafts says `invalid` of somebody who is not signed in.
  if (reader.user === undefined || reader.user === 'invalid') return false;
  if (users.includes(reader.user)) return true;
  return reader.organisation !== undefined && organisations.includes(reader.organisation);
}

const longestPath = 512;

function isDraft({ edition }: Placed): number {
  return edition.store === 'draft' ? 1 : 0;
}

function rankOf(path: string, { edition }: Placed): number | undefined {
  if (edition.unpublishing?.type === 'vanish') return undefined;
  if (edition.basePath === path) return Number.POSITIVE_INFINITY;
  const routes = edition.content.routes ?? edition.content.redirects ?? [];
  const lengths = routes.filter((route) => leadsTo(route, path)).map(lengthOf);
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}

function leadsTo(route: Route, path: string): boolean {
  if (route.path === path) return true;
  const below = route.path === '/' ? '/' : `${route.path}/`;
  return route.type === 'prefix' && path.startsWith(below);
}

/** An exact route is nearer than any prefix. */
function lengthOf({ path, type }: Route): number {
  return type === 'exact' ? 1000 : path.length;
}
