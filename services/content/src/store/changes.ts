import type { CreationKey } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Change } from '../domain/change.ts';
import type { Edition, Item, Publisher } from '../domain/entities.ts';
import { editionFact, eventType } from '../events/facts.ts';
import { reservationLog } from './paths.ts';
import { isRivalry } from './rivalry.ts';

/** Who changes something, when, in which trace, and under which Idempotency-Key: that of a change of the document with the id `of`. */
export interface Circumstances {
  readonly publisher: Publisher;
  readonly at: Date;
  readonly traceparent?: string | undefined;
  readonly once?: (CreationKey & { readonly of: string }) | undefined;
}

/**
 * Stores everything that a command changes, with its events and the items that it makes anew, in one statement. False when something that the command rests
 * on has changed since it was read: a document's lock version, a path's owner, what is at a path; or when the key was used before. Nothing is stored then.
 */
export async function storeChange(
  db: Queryable,
  change: Change,
  items: readonly Item[],
  { publisher, at, traceparent, once }: Circumstances,
): Promise<boolean> {
  const { reserve } = change;
  try {
    const { rowCount } = await db.query({
      name: 'store-change',
      text: statement,
      values: [
        publisher.department,
        publisher.service,
        at,
        traceparent ?? null,
        JSON.stringify(change.touched.map(touchedRow)),
        JSON.stringify(change.cleared),
        change.removed,
        JSON.stringify(change.stored.map((edition) => editionRow(edition, publisher.department))),
        reserve?.owned === true ? reserve.basePath : null,
        reserve?.owned === false ? reserve.basePath : null,
        reserve?.publishingApp ?? null,
        change.release?.basePath ?? null,
        JSON.stringify(items),
        change.hidden,
        change.release?.publishingApp ?? null,
        once?.scope ?? null,
        once?.key ?? null,
        once?.requestHash ?? null,
        once?.of ?? null,
      ],
    });
    return rowCount !== 0;
  } catch (error) {
    if (isRivalry(error)) return false;
    throw error;
  }
}

// In `go`, not before it, every document is locked as it was read: what follows changes it or nothing at all. Each step that could meet the row of
// an earlier one in a unique index counts that step's rows first, since PostgreSQL keeps no order among them otherwise.
const statement = `with asked as (
    select * from jsonb_to_recordset($5::jsonb)
      as asked(id uuid, content_id uuid, locale text, lock_version integer, type text, data jsonb)
  ), held as (
    select document.id from document join asked using (id)
     where document.lock_version = asked.lock_version order by document.id for update of document
  ), kept as (
    select 1 from path_reservation where department = $1 and base_path = $9 and publishing_app = $11 for share
  ), ready as (
    select 1 where (select count(*) from held) = (select count(*) from asked where lock_version > 0)
               and ($9::text is null or exists (select from kept))
  ), once as (
    insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
    select $16::text, $17::text, $18::bytea, $19::text, 200, $3::timestamptz from ready where $17::text is not null
    on conflict do nothing
    returning 1
  ), go as (
    select 1 from ready where $17::text is null or exists (select from once)
  ), made as (
    insert into document (id, department, service, content_id, locale, lock_version, payload_version, sequence, created_at)
    select id, $1, $2, content_id, locale, 1, nextval('payload_version'), 1, $3::timestamptz from asked, go where lock_version = 0
    returning *
  ), moved as (
    update document set lock_version = document.lock_version + 1, payload_version = nextval('payload_version'), sequence = document.sequence + 1
      from asked, go where document.id = asked.id and asked.lock_version > 0
    returning document.*
  ), written as (
    select * from made union all select * from moved
  ), cleared as (
    update edition set state = cleared.state, store = null, unpublishing = cleared.unpublishing, updated_at = $3::timestamptz
      from json_to_recordset($6::json) as cleared(id uuid, state text, unpublishing json), go where edition.id = cleared.id
    returning 1
  ), removed as (
    delete from edition using go where edition.id = any ($7::uuid[]) returning 1
  ), stored as (
    insert into edition
    select edition.* from json_populate_recordset(null::edition, $8::json) as edition, go,
           (select count(*) from cleared) as after_cleared, (select count(*) from removed) as after_removed,
           (select count(*) from written) as after_written
    on conflict (id) do update set state = excluded.state, store = excluded.store, base_path = excluded.base_path,
      document_type = excluded.document_type, update_type = excluded.update_type, content = excluded.content,
      unpublishing = excluded.unpublishing, schema_version = excluded.schema_version, first_published_at = excluded.first_published_at,
      public_updated_at = excluded.public_updated_at, published_at = excluded.published_at, updated_at = excluded.updated_at
  ), reserved as (
    insert into path_reservation (id, department, base_path, publishing_app, created_at, updated_at, sequence)
    select uuidv7(), $1, $10, $11, $3::timestamptz, $3::timestamptz, 1 from go where $10::text is not null
    returning *
  ), released as (
    delete from path_reservation using go
     where path_reservation.department = $1 and path_reservation.base_path = $12 and publishing_app = $15
       and not exists (select from edition where edition.department = $1 and edition.base_path = $12 and store is not null and id <> all ($7::uuid[])
                          and id not in (select id from json_populate_recordset(null::edition, $8::json)))
    returning path_reservation.*
  ), reserved_logged as (
    ${reservationLog('reserved', { service: '$2', sequence: 'reserved.sequence', at: '$3', change: 'reserved', trace: '$4' })}
  ), released_logged as (
    ${reservationLog('released', { service: '$2', sequence: 'released.sequence + 1', at: '$3', change: 'released', trace: '$4' })}
  ), hidden as (
    delete from content_item using go where department = $1 and base_path = any ($14::text[])
  ), shown as (
    insert into content_item (department, base_path, document_id, payload_version, status, body, exact_routes, prefix_routes)
    select $1, item."basePath", item."documentId", written.payload_version, item.status, item.body, item."exactRoutes", item."prefixRoutes"
      from json_to_recordset($13::json) as item("documentId" uuid, "basePath" text, status smallint, body text,
                                                "exactRoutes" text[], "prefixRoutes" text[])
      join written on written.id = item."documentId"
    on conflict (department, base_path) do update set document_id = excluded.document_id, payload_version = excluded.payload_version,
      status = excluded.status, body = excluded.body, exact_routes = excluded.exact_routes, prefix_routes = excluded.prefix_routes
  ), logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), written.id::text, written.sequence, fenced($1, :fence), written.service, asked.type, $3::timestamptz,
           asked.data || jsonb_build_object('payload_version', written.payload_version), $4::text
      from written join asked using (id)
    returning ${receiptSql} as receipt
  )
  select receipt from logged`;

function touchedRow(touched: Change['touched'][number]): Record<string, unknown> {
  const { document, event } = touched;
  return {
    id: document.id,
    content_id: document.contentId,
    locale: document.locale,
    lock_version: document.lockVersion,
    type: eventType(event),
    data: editionFact(touched),
  };
}

function editionRow(edition: Edition, department: string): Record<string, unknown> {
  return {
    id: edition.id,
    department,
    document_id: edition.documentId,
    version: edition.version,
    state: edition.state,
    store: edition.store,
    base_path: edition.basePath,
    document_type: edition.documentType,
    update_type: edition.updateType,
    content: edition.content,
    unpublishing: edition.unpublishing,
    schema_version: edition.schemaVersion,
    first_published_at: edition.firstPublishedAt,
    public_updated_at: edition.publicUpdatedAt,
    published_at: edition.publishedAt,
    created_at: edition.createdAt,
    updated_at: edition.updatedAt,
  };
}
