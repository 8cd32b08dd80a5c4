import type { Queryable } from '@ashlar/postgres';
import type { ExpandedLinks, LinkedItem, Placed } from '../domain/entities.ts';
import { directOf, isLinkType, reversed, type Stage, stageAfter, targetsIn } from '../domain/link-rules.ts';
import { linkedItem } from '../domain/linked-item.ts';
import { createLinkReader, type LinkReader } from './link-reader.ts';

/** What links are expanded for: a document with the edition that is shown, or a content id and a locale alone. */
export interface Root {
  readonly contentId: string;
  readonly locale: string;
  readonly shown?: Placed | undefined;
}

/** Whose links, and what they may lead to. `site` is the address that links' own addresses begin with. */
export interface ExpansionAsk {
  readonly department: string;
  readonly withDrafts: boolean;
  readonly site: string;
}

/** Beyond so many links of one item no further step is taken. */
const mostLinks = 5000;

/**
 * Expands the links of items, all of them together one step after the other: two or three statements a step, however many items there are. What the roots
 * show counts as stored already. A path ends where it would come to a page a second time. Answers one for each root, in their order.
 */
export async function expandLinks(
  db: Queryable,
  ask: ExpansionAsk,
  roots: readonly Root[],
): Promise<ExpandedLinks[]> {
  const reader = createLinkReader(db, ask, roots);
  const items = roots.map((root) => ({ root, links: {} as ExpandedLinks, count: 0 }));
  let nodes = await expandRoots(reader, ask, items);
  while (nodes.length > 0) nodes = await expandStep(reader, ask, nodes);
  return items.map(({ links }) => links);
}

interface Expanding {
  readonly root: Root;
  readonly links: ExpandedLinks;
  count: number;
}

/** A place in the links of an item, to be expanded further. */
interface Node {
  readonly of: Expanding;
  readonly contentId: string;
  readonly stage: Stage;
  /** What lies between the root and here, this included. */
  readonly passed: readonly string[];
  readonly links: ExpandedLinks;
}

async function expandRoots(
  reader: LinkReader,
  ask: ExpansionAsk,
  items: readonly Expanding[],
): Promise<Node[]> {
  const ids = items.map(({ root }) => root.contentId);
  const named = (types: readonly string[]) =>
    ids.flatMap((contentId) => types.map((linkType) => ({ contentId, linkType })));
  await reader.loadLinks(named(['*']), named(reversed.flatMap(directOf)));
  const found = items.map((item) => ({ item, groups: rootGroups(reader, item.root) }));
  await reader.loadEditions(
    found.flatMap(({ item, groups }) => [
      item.root.contentId,
      ...groups.flatMap(({ ends }) => ends.map(({ contentId }) => contentId)),
    ]),
  );
  return found.flatMap(({ item, groups }) => {
    const { root, links } = item;
    const nodes = groups.flatMap(({ linkType, ends }) =>
      attach(reader, ask, { of: item, links, passed: [] }, { linkType, ends, stage: stageAfter(linkType) }),
    );
    mirror(reader, ask, root, links);
    const translations = reader
      .all(root.contentId)
      .filter(({ state }) => state !== 'unpublished')
      .map((edition) => linkedItem(edition, 'available_translations', ask.site));
    if (translations.length > 0) links.available_translations = translations;
    return nodes;
  });
}

interface Group {
  readonly linkType: string;
  readonly ends: readonly { readonly contentId: string; readonly ofEdition: boolean }[];
}

/** What a root links to: its edition's links win over those of its link set, and both over what links to it. */
function rootGroups(reader: LinkReader, { contentId, locale, shown }: Root): Group[] {
  const groups = new Map<string, Group>();
  const put = (group: Group) => {
    if (group.ends.length > 0) groups.set(group.linkType, group);
  };
  for (const name of reversed) {
    put({
      linkType: name,
      ends: reader.to(contentId, name).filter((end) => end.locale === null || end.locale === locale),
    });
  }
  for (const [linkType, ends] of reader.from(contentId)) put({ linkType, ends });
  for (const [linkType, targets] of Object.entries(shown?.edition.content.links ?? {})) {
    if (!isLinkType(linkType)) continue;
    put({ linkType, ends: targetsIn(targets).map((contentId) => ({ contentId, ofEdition: true })) });
  }
  return [...groups.values()];
}

/** What is shown from its other end shows the root itself as what it links to. */
function mirror(reader: LinkReader, { site }: ExpansionAsk, root: Root, links: ExpandedLinks): void {
  for (const name of reversed) {
    const itself = links[name] && reader.find(root.contentId, root.locale, name);
    if (!itself) continue;
    for (const one of links[name] ?? []) {
      for (const linkType of directOf(name)) one.links[linkType] = [linkedItem(itself, linkType, site)];
    }
  }
}

async function expandStep(reader: LinkReader, ask: ExpansionAsk, nodes: readonly Node[]): Promise<Node[]> {
  const ends = nodes.flatMap(({ contentId, stage }) =>
    [...stage.next.keys()].map((linkType) => ({ contentId, linkType })),
  );
  await reader.loadLinks(
    ends.filter(({ linkType }) => !reversed.includes(linkType)),
    ends.flatMap(({ contentId, linkType }) =>
      directOf(linkType).map((type) => ({ contentId, linkType: type })),
    ),
  );
  const found = nodes.map((node) => ({ node, groups: groupsOf(reader, node) }));
  await reader.loadEditions(
    found.flatMap(({ groups }) => groups.flatMap((group) => group.ends.map(({ contentId }) => contentId))),
  );
  return found.flatMap(({ node, groups }) => groups.flatMap((group) => attach(reader, ask, node, group)));
}

/** Beyond the first step only link sets are followed. */
function groupsOf(reader: LinkReader, { contentId, stage, passed }: Node): (Group & { stage: Stage })[] {
  return [...stage.next].map(([linkType, next]) => {
    const ends = reversed.includes(linkType)
      ? reader.to(contentId, linkType).filter(({ ofEdition }) => !ofEdition)
      : (reader.from(contentId).get(linkType) ?? []);
    return { linkType, stage: next, ends: ends.filter((end) => !passed.includes(end.contentId)) };
  });
}

/** Puts what a group leads to into the links of its parent; answers what is to be expanded further. */
function attach(
  reader: LinkReader,
  { site }: ExpansionAsk,
  parent: Pick<Node, 'of' | 'links' | 'passed'>,
  { linkType, ends, stage }: Group & { stage: Stage },
): Node[] {
  const { of, passed } = parent;
  const shown: LinkedItem[] = [];
  const nodes: Node[] = [];
  for (const { contentId, ofEdition } of ends) {
    const edition = reader.find(contentId, of.root.locale, linkType);
    if (!edition || of.count >= mostLinks) continue;
    of.count += 1;
    const item = linkedItem(edition, linkType, site);
    shown.push(item);
    if (ofEdition || stage.next.size === 0) continue;
    nodes.push({ of, contentId, stage, passed: [...passed, contentId], links: item.links });
  }
  if (shown.length > 0) parent.links[linkType] = shown;
  return nodes;
}
