import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { DocumentName, Edition, LinkSet, Placed } from '../domain/entities.ts';
import type { LinkSetChange } from '../domain/patch-links.ts';
import type { Circumstances } from './changes.ts';
import { editionColumns } from './editions.ts';
import { isRivalry } from './rivalry.ts';

/** The link sets of content ids, of those that have one. */
export async function readLinkSets(
  db: Queryable,
  department: string,
  contentIds: readonly string[],
): Promise<LinkSet[]> {
  const { rows } = await db.query<LinkSet>({
    name: 'read-link-sets',
    text: `select id, content_id as "contentId", lock_version as "lockVersion", links from link_set
            where department = $1 and content_id = any ($2::uuid[])`,
    values: [department, contentIds],
  });
  return rows;
}

/** Stores a change of a link set with its event. Undefined when the link set is not as it was read any longer: nothing is stored then. */
export async function storeLinkSet(
  db: Queryable,
  { linkSet, changes, changedTypes }: LinkSetChange,
  { publisher, at, traceparent, user }: Circumstances & { user: string | undefined },
): Promise<{ version: number } | undefined> {
  try {
    const { rows } = await db.query<{ version: number }>({
      name: 'store-link-set',
      text: `with made as (
               insert into link_set (id, department, service, content_id, lock_version, sequence, links, created_at, updated_at)
               select $1::uuid, $2, $3, $4::uuid, 1, 1, $6::jsonb, $7::timestamptz, $7::timestamptz where $5::integer = 0
               returning *
             ), moved as (
               update link_set set links = $6::jsonb, lock_version = lock_version + 1, sequence = sequence + 1, updated_at = $7::timestamptz
                where id = $1::uuid and department = $2 and lock_version = $5::integer and $5::integer > 0
               returning *
             ), written as (
               select * from made union all select * from moved
             ), changed as (
               insert into link_change (id, link_set_id, link_type, target, change, user_uid, created_at)
               select uuidv7(), written.id, given."linkType", given.target, given.change, $9, $7::timestamptz
                 from written, jsonb_to_recordset($8::jsonb) as given("linkType" text, target uuid, change text)
             ), logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
               select uuidv7(), id::text, sequence, fenced(department, :fence), service, 'content.links.changed.v1', $7::timestamptz,
                      jsonb_build_object('content_id', content_id, 'version', lock_version, 'link_types', $10::jsonb,
                                         'payload_version', nextval('payload_version')), $11::text
                 from written
               returning ${receiptSql} as receipt
             )
             select lock_version as version, (select receipt from logged) as receipt from written`,
      values: [
        linkSet.id,
        publisher.department,
        publisher.service,
        linkSet.contentId,
        linkSet.lockVersion,
        JSON.stringify(linkSet.links),
        at,
        JSON.stringify(changes),
        user ?? null,
        JSON.stringify(changedTypes),
        traceparent ?? null,
      ],
    });
    return rows[0];
  } catch (error) {
    if (isRivalry(error)) return undefined;
    throw error;
  }
}

/** What a list of link changes tells of one, newest first. A page is its newest edition's, if it has one. */
export interface ListedLinkChange {
  readonly source: LinkChangeEnd | null;
  readonly target: LinkChangeEnd | null;
  readonly linkType: string;
  readonly change: 'add' | 'remove';
  readonly user: string | null;
  readonly createdAt: Date;
}

interface LinkChangeEnd {
  readonly title: string | null;
  readonly base_path: string | null;
  readonly content_id: string;
}

const mostChanges = 250;

/** The newest changes of links of the given types, 250 at most; null does not restrict. */
export async function listLinkChanges(
  db: Queryable,
  department: string,
  ask: {
    linkTypes: readonly string[];
    sources: readonly string[] | null;
    targets: readonly string[] | null;
    users: readonly string[] | null;
  },
): Promise<ListedLinkChange[]> {
  const end = (side: 'source' | 'target') => `(
    select json_build_object('title', content ->> 'title', 'base_path', edition.base_path, 'content_id', document.content_id)
      from document join edition on edition.document_id = document.id
     where document.department = $1 and document.content_id = newest.${side}
     order by document.locale = 'en' desc, document.locale, edition.version desc limit 1) as ${side}`;
  const { rows } = await db.query<ListedLinkChange>({
    name: 'list-link-changes',
    text: `select ${end('source')}, ${end('target')}, link_type as "linkType", change, user_uid as user, created_at as "createdAt"
             from (select link_change.*, link_set.content_id as source from link_change join link_set on link_set.id = link_change.link_set_id
                    where link_set.department = $1 and link_type = any ($2::text[]) and ($3::uuid[] is null or link_set.content_id = any ($3::uuid[]))
                      and ($4::uuid[] is null or target = any ($4::uuid[])) and ($5::text[] is null or user_uid = any ($5::text[]))
                    order by link_change.created_at desc, link_change.id desc limit ${mostChanges}) as newest
            order by created_at desc, id desc`,
    values: [department, ask.linkTypes, ask.sources, ask.targets, ask.users],
  });
  return rows;
}

/** Whether a content id has a draft or live edition. */
export async function hasEdition(db: Queryable, department: string, contentId: string): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'has-edition',
    text: `select exists (select from document join edition on edition.document_id = document.id
                           where document.department = $1 and document.content_id = $2::uuid and edition.state in ('draft', 'published')) as found`,
    values: [department, contentId],
  });
  return rows[0]?.found === true;
}

/** The newest shown edition of each document whose link set links to a content id, `limit` of them at most. */
export async function listLinked(
  db: Queryable,
  department: string,
  ask: { contentId: string; linkType: string; limit: number },
): Promise<Placed[]> {
  const { rows } = await db.query<Edition & DocumentName & { readonly lockVersion: number }>({
    name: 'list-linked',
    text: `select distinct on (document.content_id, document.locale) document.content_id as "contentId", document.locale,
                  document.lock_version as "lockVersion", ${editionColumns}
             from link join document on document.department = $1 and document.content_id = link.source
             join edition on edition.document_id = document.id and edition.store is not null
            where link.department = $1 and link.target = $2::uuid and link.link_type = $3 and link.edition_id is null
            order by document.content_id, document.locale, edition.store limit $4::integer`,
    values: [department, ask.contentId, ask.linkType, ask.limit],
  });
  return rows.map(({ contentId, locale, lockVersion, ...edition }) => ({
    document: { id: edition.documentId, contentId, locale, lockVersion },
    edition,
  }));
}

/** A page of a type, for people to choose what to link to. */
export interface Linkable {
  readonly title: string | null;
  readonly internal_name: string | null;
  readonly content_id: string;
  readonly publication_state: string;
  readonly base_path: string | null;
}

/** The pages of a type, and placeholders of it, in English: the published edition, else the draft. */
export async function listLinkables(
  db: Queryable,
  department: string,
  documentType: string,
): Promise<Linkable[]> {
  const { rows } = await db.query<Linkable>({
    name: 'list-linkables',
    text: `select distinct on (document.content_id) content ->> 'title' as title,
                  coalesce(content -> 'details' ->> 'internal_name', content ->> 'title') as internal_name, document.content_id,
                  edition.state as publication_state, edition.base_path
             from edition join document on document.id = edition.document_id
            where edition.department = $1 and edition.document_type in ($2, 'placeholder_' || $2) and edition.state in ('published', 'draft')
              and edition.store is not null and document.locale = 'en'
            order by document.content_id, edition.state = 'published' desc`,
    values: [department, documentType],
  });
  return rows;
}
