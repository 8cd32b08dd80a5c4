import type { Queryable } from '@ashlar/postgres';
import type { Item, Placed } from '../domain/entities.ts';
import { documentColumns, editionColumns, type PlacedRow, placed } from './editions.ts';

/** Links by which a change is seen from further away: those that paths follow after their first step, and those that are shown at their other end. */
export interface Reach {
  /** Types that are followed from the item on. */
  readonly forward: readonly string[];
  /** Types that are followed from their other end. */
  readonly backward: readonly string[];
  readonly reversible: readonly string[];
}

/**
 * Takes what has changed, `limit` at most, and notes every content id whose items may show it; too many are no harm, since what is unchanged is not written.
 * Answers how many changes it took. A department that is not ours keeps its own.
 */
export async function spreadChanges(db: Queryable, reach: Reach, limit: number): Promise<number> {
  const { rows } = await db.query<{ taken: number }>({
    name: 'spread-changes',
    text: `with recursive taken as (
             delete from presentation_change
              where id in (select id from presentation_change where primary_here(department) order by id limit $4::integer for update skip locked)
                and primary_held(department)
             returning department, content_id, link_type
           ), passed (department, content_id) as (
             select department, content_id from taken where link_type is null or link_type = any ($3::text[])
             union
             select link.department, case when link.target = passed.content_id and link.link_type = any ($1::text[]) then link.source else link.target end
               from passed join link on link.department = passed.department and link.edition_id is null
                and ((link.target = passed.content_id and link.link_type = any ($1::text[]))
                     or (link.source = passed.content_id and link.link_type = any ($2::text[])))
           ), shown as (
             select department, content_id from passed
             union
             select link.department, link.source from passed join link on link.department = passed.department and link.target = passed.content_id
             union
             select link.department, link.target from passed join link on link.department = passed.department and link.source = passed.content_id
                and link.link_type = any ($3::text[])
           ), noted as (
             insert into presentation_due (department, content_id)
             select department, content_id from shown
              where exists (select from document join edition on edition.document_id = document.id and edition.store = 'live'
                             where document.department = shown.department and document.content_id = shown.content_id)
              order by department, content_id
             on conflict do nothing
           )
           select count(*) as taken from taken`,
    values: [reach.forward, reach.backward, reach.reversible, limit],
  });
  return Number(rows[0]?.taken ?? 0);
}

/** Content ids of one department that are to be presented anew, `limit` at most; nobody else takes them before the transaction ends. */
export async function takeDue(
  db: Queryable,
  limit: number,
): Promise<{ id: number; department: string; contentId: string }[]> {
  const { rows } = await db.query<{ id: number; department: string; contentId: string }>({
    name: 'take-presentation-due',
    text: `select id, department, content_id as "contentId" from presentation_due
            where department = (select department from presentation_due where primary_here(department) order by id limit 1)
            order by id limit $1::integer for update skip locked`,
    values: [limit],
  });
  return rows;
}

/** Locks the documents of content ids, but for those that somebody changes right now; answers the ids of those that are locked, and which content ids are whole. */
export async function lockDocuments(
  db: Queryable,
  department: string,
  contentIds: readonly string[],
): Promise<{ documents: string[]; missed: Set<string> }> {
  const locked = await db.query<{ id: string }>({
    name: 'lock-documents',
    text: `select id, set_config('ashlar.presenting', 'on', true) from document
            where department = $1 and content_id = any ($2::uuid[]) for no key update skip locked`,
    values: [department, contentIds],
  });
  const documents = locked.rows.map(({ id }) => id);
  const missed = await db.query<{ contentId: string }>({
    name: 'list-documents-missed',
    text: `select content_id as "contentId" from document where department = $1 and content_id = any ($2::uuid[]) and id <> all ($3::uuid[])`,
    values: [department, contentIds, documents],
  });
  return { documents, missed: new Set(missed.rows.map(({ contentId }) => contentId)) };
}

/** What the public reads of documents: the live edition of each, and the item that was made of it. */
export async function readPresented(
  db: Queryable,
  department: string,
  documents: readonly string[],
): Promise<{ shown: Placed; body: string }[]> {
  const { rows } = await db.query<PlacedRow & { body: string }>({
    name: 'read-presented',
    text: `select ${documentColumns}, ${editionColumns}, item.body
             from document join edition on edition.document_id = document.id and edition.store = 'live'
             join content_item as item on item.department = $1 and item.base_path = edition.base_path and item.document_id = document.id
            where document.department = $1 and document.id = any ($2::uuid[])`,
    values: [department, documents],
  });
  return rows.map((row) => ({ shown: placed(row), body: row.body }));
}

/** Replaces the bodies of items, and ends what was to be done, unless the department is not ours any longer: then nothing is changed. */
export async function storePresented(
  db: Queryable,
  department: string,
  { items, done }: { items: readonly Item[]; done: readonly number[] },
): Promise<void> {
  await db.query({
    name: 'store-presented',
    text: `with held as (
             select 1 where primary_held($1)
           ), done as (
             delete from presentation_due using held where id = any ($3::bigint[])
           )
           update content_item set body = item.body, payload_version = nextval('payload_version')
             from json_to_recordset($2::json) as item("documentId" uuid, "basePath" text, body text), held
            where content_item.department = $1 and content_item.base_path = item."basePath" and content_item.document_id = item."documentId"`,
    values: [department, JSON.stringify(items), done],
  });
}
