import type { Queryable } from '@ashlar/postgres';
import type { LinkedEdition } from '../domain/linked-item.ts';

/** Links of a type from or to a content id. */
export interface LinkEnd {
  readonly contentId: string;
  readonly linkType: string;
}

/** A link as it is followed: from one of the ends that were asked for to a content id. */
export interface FollowedLink extends LinkEnd {
  readonly leadsTo: string;
  /** Whether it is a link of an edition and not of a link set. */
  readonly ofEdition: boolean;
}

/** The links of the link sets of content ids, in their order; of all types where an end names `*`. */
export async function readLinksFrom(
  db: Queryable,
  department: string,
  ends: readonly LinkEnd[],
): Promise<FollowedLink[]> {
  if (ends.length === 0) return [];
  const { rows } = await db.query<FollowedLink>({
    name: 'read-links-from',
    text: `select link.source as "contentId", link.link_type as "linkType", link.target as "leadsTo", false as "ofEdition"
             from unnest($2::uuid[], $3::text[]) as asked(content_id, link_type)
             join link on link.department = $1 and link.source = asked.content_id
              and (asked.link_type = '*' or link.link_type = asked.link_type) and link.edition_id is null
            order by link.link_type, link.position, link.target`,
    values: [department, ends.map(({ contentId }) => contentId), ends.map(({ linkType }) => linkType)],
  });
  return rows;
}

/**
 * The links to content ids, of link sets and of what a store shows, drafts' only if `withDrafts`. One of an edition is of its locale. Of each type 5,000 at
 * most to each content id.
 */
export async function readLinksTo(
  db: Queryable,
  department: string,
  ends: readonly LinkEnd[],
  withDrafts: boolean,
): Promise<(FollowedLink & { readonly locale: string | null })[]> {
  if (ends.length === 0) return [];
  const { rows } = await db.query<FollowedLink & { readonly locale: string | null }>({
    name: 'read-links-to',
    text: `select asked.content_id as "contentId", asked.link_type as "linkType", coming.*
             from unnest($2::uuid[], $3::text[]) as asked(content_id, link_type)
             cross join lateral (
               select link.source as "leadsTo", link.edition_id is not null as "ofEdition", document.locale
                 from link left join edition on edition.id = link.edition_id left join document on document.id = edition.document_id
                where link.department = $1 and link.target = asked.content_id and link.link_type = asked.link_type
                  and (link.edition_id is null or edition.store = 'live' or $4::boolean)
                order by link.position, link.source limit 5000) as coming`,
    values: [
      department,
      ends.map(({ contentId }) => contentId),
      ends.map(({ linkType }) => linkType),
      withDrafts,
    ],
  });
  return rows;
}

/** The editions of content ids that a link may show: live and withdrawn ones, and drafts if `withDrafts`. */
export async function readLinkedEditions(
  db: Queryable,
  department: string,
  ask: {
    contentIds: readonly string[];
    withDrafts: boolean;
    /** Types that are never shown. */
    but: readonly string[];
    /** Types of which the details are wanted. */
    detailed: readonly string[];
  },
): Promise<LinkedEdition[]> {
  if (ask.contentIds.length === 0) return [];
  const { rows } = await db.query<LinkedEdition>({
    name: 'read-linked-editions',
    text: `select document.content_id as "contentId", document.locale, edition.state, edition.base_path as "basePath",
                  edition.document_type as "documentType", content ->> 'schema_name' as "schemaName", content ->> 'title' as title,
                  content ->> 'description' as description, content ->> 'analytics_identifier' as "analyticsIdentifier",
                  coalesce(content ->> 'phase', 'live') as phase,
                  coalesce(public_updated_at, (content ->> 'public_updated_at')::timestamptz) as "publicUpdatedAt",
                  case when edition.document_type = any ($5::text[]) then content -> 'details' end as details
             from document join edition on edition.document_id = document.id
            where document.department = $1 and document.content_id = any ($2::uuid[])
              and (edition.store = 'live' or (edition.store = 'draft' and $3::boolean))
              and edition.document_type <> all ($4::text[])
              and (edition.state <> 'unpublished' or edition.unpublishing ->> 'type' = 'withdrawal')
            order by document.content_id, document.locale`,
    values: [department, ask.contentIds, ask.withDrafts, ask.but, ask.detailed],
  });
  return rows;
}
