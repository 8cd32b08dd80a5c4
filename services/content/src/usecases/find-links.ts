import { type Refusal, refuse } from '../domain/change.ts';
import type { DocumentName, ExpandedLinks, LinkSet, Placed } from '../domain/entities.ts';
import { hasLinks } from '../domain/item.ts';
import { readStanding } from '../store/editions.ts';
import { readItemLinks } from '../store/items.ts';
import {
  hasEdition,
  type Linkable,
  type ListedLinkChange,
  listLinkables,
  listLinkChanges,
  listLinked,
  readLinkSets,
} from '../store/link-sets.ts';
import type { Deps } from './deps.ts';
import { expandLinks } from './expand-links.ts';

/** The link sets of content ids, by these; one that has none is not there. */
export async function findLinkSets(
  deps: Pick<Deps, 'db'>,
  department: string,
  contentIds: readonly string[],
): Promise<Map<string, LinkSet>> {
  const found = await readLinkSets(deps.db, department, contentIds);
  return new Map(found.map((linkSet) => [linkSet.contentId, linkSet]));
}

/** Expanded links, when they were made, and the version of the link set; 0 without one. */
export interface FoundLinks {
  readonly links: ExpandedLinks;
  readonly generated: Date;
  readonly version: number;
}

/**
 * Finds what a document links to, expanded: as it is shown to the public, or (`generate`, or where the public is shown nothing) made now. With drafts it is
 * always made now, as the draft store does. Refuses where nothing is known of the content id.
 */
export async function findExpandedLinks(
  deps: Pick<Deps, 'db' | 'now' | 'siteOf'>,
  ask: { department: string; name: DocumentName; withDrafts: boolean; generate: boolean },
): Promise<FoundLinks | Refusal> {
  const { department, name, withDrafts, generate } = ask;
  const stored = withDrafts || generate ? undefined : await readItemLinks(deps.db, department, name);
  if (stored) return stored;
  const [standing, [linkSet]] = await Promise.all([
    readStanding(deps.db, department, name),
    readLinkSets(deps.db, department, [name.contentId]),
  ]);
  const { document, draft, live } = standing;
  const edition = (withDrafts ? draft : undefined) ?? live;
  const shown = document && edition && hasLinks(edition) ? { document, edition } : undefined;
  const site = deps.siteOf(department);
  const [links = {}] = await expandLinks(deps.db, { department, withDrafts, site }, [{ ...name, shown }]);
  if (!document && !linkSet && Object.keys(links).length === 0) {
    return refuse(404, `Could not find links for content_id: ${name.contentId}`);
  }
  return { links, generated: deps.now(), version: linkSet?.lockVersion ?? 0 };
}

const mostLinked = 5000;

/** Finds the pages whose link sets link to a content id. Refuses where that has no page, or where they are too many for one answer. */
export async function findLinked(
  deps: Pick<Deps, 'db'>,
  ask: { department: string; contentId: string; linkType: string },
): Promise<readonly Placed[] | Refusal> {
  const { department, contentId, linkType } = ask;
  if (!(await hasEdition(deps.db, department, contentId))) {
    return refuse(404, `No item with content_id: '${contentId}'`);
  }
  const found = await listLinked(deps.db, department, { contentId, linkType, limit: mostLinked + 1 });
  if (found.length <= mostLinked) return found;
  return refuse(
    422,
    `More than ${mostLinked} items link there; GET /v2/content with link_${linkType} tells them by pages`,
    {
      errorCode: 'parameter_missing_or_invalid',
    },
  );
}

/** Finds the pages of a type, to choose what to link to. */
export function findLinkables(
  deps: Pick<Deps, 'db'>,
  department: string,
  documentType: string,
): Promise<Linkable[]> {
  return listLinkables(deps.db, department, documentType);
}

/** Finds the newest changes of links. */
export function findLinkChanges(
  deps: Pick<Deps, 'db'>,
  department: string,
  ask: Parameters<typeof listLinkChanges>[2],
): Promise<ListedLinkChange[]> {
  return listLinkChanges(deps.db, department, ask);
}
