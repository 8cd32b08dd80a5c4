import { type Change, lockRefusal, mayReplace, type Refusal, refuse } from './change.ts';
import type { Content, Document, Edition, PathStanding, Standing } from './entities.ts';

/** When a command is carried out, and where ids of new things come from. */
export interface Moment {
  readonly at: Date;
  /** A new UUID. */
  id(): string;
}

/** Decides what it takes to write a draft, or refuses. The content fits its schema already. */
export function putDraft(
  standing: Standing,
  path: PathStanding,
  command: { content: Content; schemaVersion: number; previousVersion: unknown },
  moment: Moment,
): Change | Refusal {
  const { content, schemaVersion } = command;
  const refusal =
    routesRefusal(content) ??
    ownerRefusal(content, path) ??
    lockRefusal(standing.document, command.previousVersion);
  if (refusal) return refusal;
  const document: Document = standing.document ?? { id: moment.id(), lockVersion: 0, ...standing.name };
  const edition = draftOf(standing, document, { content, schemaVersion }, moment);
  const rivals = path.others.filter((other) => other.edition.store === 'draft');
  const rival = rivals.find((other) => !mayReplace(edition, other.edition));
  if (rival) return pathTaken(rival.document.contentId, rival.document.locale, edition.basePath);
  const { draft: before, live } = standing;
  const left = before?.basePath;
  return {
    touched: [
      { document, event: 'drafted', edition },
      ...rivals.map((other) => ({ ...other, event: 'discarded' as const })),
    ],
    cleared: [],
    removed: rivals.map((other) => other.edition.id),
    stored: [edition],
    ...(edition.basePath !== null && {
      reserve: {
        basePath: edition.basePath,
        publishingApp: content.publishing_app,
        owned: path.owner !== undefined,
      },
    }),
    ...(left &&
      left !== edition.basePath &&
      left !== live?.basePath && {
        release: { basePath: left, publishingApp: before.content.publishing_app },
      }),
    shown: [],
    hidden: [],
  };
}

/** Another document is in the way at a path. */
export function pathTaken(contentId: string, locale: string, basePath: string | null): Refusal {
  const conflict = `conflicts with content_id=${contentId} and locale=${locale}`;
  return refuse(422, `base_path=${basePath} ${conflict}`, {
    errorCode: 'base_path_already_in_use',
    fields: { base_path: [conflict] },
  });
}

/** A path belongs to another publishing application. */
export function ownedBy(publishingApp: string): Refusal {
  const said = `is already in use by the '${publishingApp}' app`;
  return refuse(422, `base_path ${said}`, {
    errorCode: 'base_path_already_in_use',
    fields: { base_path: [said] },
  });
}

function draftOf(
  { draft, latest }: Standing,
  document: Document,
  { content, schemaVersion }: { content: Content; schemaVersion: number },
  { at, id }: Moment,
): Edition {
  return {
    id: draft?.id ?? id(),
    documentId: document.id,
    version: draft?.version ?? latest + 1,
    state: 'draft',
    store: 'draft',
    basePath: content.base_path ?? null,
    documentType: content.document_type,
    updateType: content.update_type ?? null,
    content,
    unpublishing: null,
    schemaVersion,
    firstPublishedAt: null,
    publicUpdatedAt: null,
    publishedAt: null,
    createdAt: draft?.createdAt ?? at,
    updatedAt: at,
  };
}

function ownerRefusal({ publishing_app: app }: Content, { owner }: PathStanding): Refusal | undefined {
  return owner !== undefined && owner !== app ? ownedBy(owner) : undefined;
}

/** The ways into a page are its base path and paths below it, each once. What redirects has to lead somewhere that a reader may be sent. */
export function routesRefusal({
  base_path: base,
  routes = [],
  redirects = [],
}: Pick<Content, 'base_path' | 'routes' | 'redirects'>): Refusal | undefined {
  if (typeof base !== 'string') return undefined;
  const paths = [...routes, ...redirects].map(({ path }) => path);
  const field = redirects.length > 0 && routes.length === 0 ? 'redirects' : 'routes';
  const say = (code: string, words: string) =>
    refuse(422, `${field} ${words}`, { errorCode: `${field}_${code}`, fields: { [field]: [words] } });
  if (paths.length === 0) return undefined;
  if (new Set(paths).size < paths.length) return say('must_be_unique', 'must have unique paths');
  if (!paths.includes(base)) return say('must_include_base_path', 'must include the base path');
  const root = base === '/' ? '/' : `${base}/`;
  // `/page.json` stands beside `/page` and is a way into it as well.
  const isBelow = (path: string) => path === base || path.startsWith(root) || path.startsWith(`${base}.`);
  if (!paths.every(isBelow)) return say('must_be_below_base_path', 'must be below the base path');
  return redirects.every(({ destination }) => isDestination(destination))
    ? undefined
    : badDestination('redirects');
}

/** Whether a reader may be sent there: a path of the site, or another site by https and without credentials in the address. */
export function isDestination(text: string): boolean {
  if (/^\/(?![/\\])/.test(text)) return true;
  const url = /^https:\/\//i.test(text) ? URL.parse(text) : null;
  return url !== null && url.username === '' && url.password === '';
}

/** A field leads where no reader is sent. */
export function badDestination(field: string): Refusal {
  const words = 'must lead to a path of the site or to an https address';
  return refuse(422, `${field} ${words}`, {
    errorCode: 'redirect_external_not_https',
    fields: { [field]: [words] },
  });
}
