import type { Queryable } from '@ashlar/postgres';
import type { Placed } from '../domain/entities.ts';
import { directOf, keepsWithdrawn, neverLinked } from '../domain/link-rules.ts';
import { detailed, type LinkedEdition, linkedEditionOf } from '../domain/linked-item.ts';
import { type LinkEnd, readLinkedEditions, readLinksFrom, readLinksTo } from '../store/links.ts';

/** What a link leads to. One of an edition is of that edition's locale. */
export interface Lead {
  readonly contentId: string;
  readonly ofEdition: boolean;
  readonly locale: string | null;
}

/** Links and what they show, read in a few statements for many items and remembered for as long as they are expanded. */
export interface LinkReader {
  /** Reads links; a type `*` stands for all. */
  loadLinks(from: readonly LinkEnd[], to: readonly LinkEnd[]): Promise<void>;
  loadEditions(contentIds: readonly string[]): Promise<void>;
  /** The links of a link set, by their types. */
  from(contentId: string): ReadonlyMap<string, readonly Lead[]>;
  /** What links to a content id and is shown there under a name, each once. */
  to(contentId: string, name: string): readonly Lead[];
  /** The edition that a link of a type shows to a reader of a locale. */
  find(contentId: string, locale: string, linkType: string): LinkedEdition | undefined;
  /** Every edition of a content id, by its locale. */
  all(contentId: string): readonly LinkedEdition[];
}

/** Reads a department's links. The editions that are given as shown take the place of what is stored of their documents. */
export function createLinkReader(
  db: Queryable,
  { department, withDrafts }: { department: string; withDrafts: boolean },
  given: readonly { readonly shown?: Placed | undefined }[],
): LinkReader {
  const own = new Map<string, Map<string, LinkedEdition | undefined>>();
  for (const { shown } of given) {
    if (!shown) continue;
    const { contentId, locale } = shown.document;
    within(own, contentId, () => new Map()).set(locale, linkedEditionOf(shown));
  }
  const readEnds = { from: new Set<string>(), to: new Set<string>() };
  const from = new Map<string, Map<string, Lead[]>>();
  const to = new Map<string, Map<string, Lead[]>>();
  const editions = new Map<string, LinkedEdition[]>();

  const keep = (into: typeof from, { contentId, linkType }: LinkEnd, lead: Lead) => {
    const kinds = within(into, contentId, () => new Map<string, Lead[]>());
    within(kinds, linkType, () => []).push(lead);
  };
  const unread = (ends: readonly LinkEnd[], read: Set<string>) =>
    ends.filter(({ contentId, linkType }) => {
      const key = `${contentId} ${linkType}`;
      if (read.has(key) || read.has(`${contentId} *`)) return false;
      read.add(key);
      return true;
    });

  return {
    async loadLinks(fromEnds, toEnds) {
      const [leading, coming] = await Promise.all([
        readLinksFrom(db, department, unread(fromEnds, readEnds.from)),
        readLinksTo(db, department, unread(toEnds, readEnds.to), withDrafts),
      ]);
      for (const link of leading) {
        keep(from, link, { contentId: link.leadsTo, ofEdition: false, locale: null });
      }
      for (const link of coming) {
        keep(to, link, { contentId: link.leadsTo, ofEdition: link.ofEdition, locale: link.locale });
      }
    },

    async loadEditions(contentIds) {
      const wanted = [...new Set(contentIds)].filter((id) => !editions.has(id));
      for (const id of wanted) {
        editions.set(
          id,
          [...(own.get(id)?.values() ?? [])].filter((one) => one !== undefined),
        );
      }
      const ask = { contentIds: wanted, withDrafts, but: neverLinked, detailed };
      for (const edition of await readLinkedEditions(db, department, ask)) {
        if (!own.get(edition.contentId)?.has(edition.locale)) editions.get(edition.contentId)?.push(edition);
      }
    },

    from: (contentId) => from.get(contentId) ?? new Map(),

    to(contentId, name) {
      const leads = directOf(name).flatMap((linkType) => to.get(contentId)?.get(linkType) ?? []);
      // Of a link set and an edition that say the same, the link set is followed further.
      const each = new Map<string, Lead>();
      for (const lead of leads) {
        const known = each.get(lead.contentId);
        if (!known || (known.ofEdition && !lead.ofEdition)) each.set(lead.contentId, lead);
      }
      return [...each.values()];
    },

    find(contentId, locale, linkType) {
      const may = (editions.get(contentId) ?? []).filter(
        (one) =>
          (one.locale === locale || one.locale === 'en') &&
          (one.state !== 'unpublished' || keepsWithdrawn(linkType)),
      );
      return may.sort((one, other) => rank(one, locale) - rank(other, locale))[0];
    },

    all: (contentId) =>
      (editions.get(contentId) ?? []).toSorted((one, other) => (one.locale < other.locale ? -1 : 1)),
  };
}

/** A draft comes before what is published, and that before what is withdrawn; of two the one in the reader's own language. */
function rank({ state, locale }: LinkedEdition, wanted: string): number {
  return ['draft', 'published', 'unpublished'].indexOf(state) * 2 + (locale === wanted ? 0 : 1);
}

function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
