import type { ChangeRow } from '@ashlar/events';
import type { Queryable } from '@ashlar/postgres';
import type { NewMessage } from './webhook-messages.ts';

/** Imported events of a department that its predecessor made no messages of. */
export interface Backlog {
  readonly department: string;
  readonly position: number;
}

/** One that is due here: its department is primary. Undefined when there is none. */
export async function findBacklog(db: Queryable): Promise<Backlog | undefined> {
  const { rows } = await db.query<Backlog>({
    name: 'find-webhook-backlog',
    text: 'select department, position from webhook_backlog where primary_here(department) limit 1',
  });
  return rows[0];
}

/** The next imported public events of a department after a position. */
export async function readBacklog(
  db: Queryable,
  { department, position }: Backlog,
  limit: number,
): Promise<ChangeRow[]> {
  const { rows } = await db.query<ChangeRow>({
    name: 'read-webhook-backlog',
    text: `select position, event_id as "eventId", aggregate, sequence, department, service, type, occurred_at as "occurredAt", data, traceparent
             from change_log where department = $1 and position > $2 and imported and type is not null order by position limit $3`,
    values: [department, position, limit],
  });
  return rows;
}

/** Stores messages and moves the backlog past their events, or ends it. False when it is no longer where the reader found it. */
export async function storeBacklog(
  db: Queryable,
  from: Backlog,
  to: number | undefined,
  messages: readonly NewMessage[],
): Promise<boolean> {
  const of = <Key extends keyof NewMessage>(key: Key) => messages.map((message) => message[key]);
  const { rowCount } = await db.query({
    name: 'store-webhook-backlog',
    text: `with moved as (
             update webhook_backlog set position = coalesce($3, position) where department = fenced($1, :fence) and position = $2 returning 1
           ), made as (
             insert into webhook_message (id, webhook_id, event_id, resource_id, event_type, event_date, sequence, refund_id, traceparent,
                                          body, send_at, created_at)
             select one.*, made_at from moved,
                    unnest($4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::timestamptz[], $10::bigint[], $11::text[],
                           $12::text[], $13::bytea[], $14::timestamptz[])
                      as one (id, webhook_id, event_id, resource_id, event_type, event_date, sequence, refund_id, traceparent, body, made_at)
             on conflict (webhook_id, event_id) do nothing
           )
           select 1 from moved`,
    values: [
      from.department,
      from.position,
      to ?? null,
      of('id'),
      of('webhookId'),
      of('eventId'),
      of('resourceId'),
      of('eventType'),
      of('eventDate'),
      of('sequence'),
      of('refundId'),
      of('traceparent'),
      of('body'),
      of('createdAt'),
    ],
  });
  return rowCount === 1;
}

/** Ends a backlog that is done. */
export async function endBacklog(db: Queryable, { department, position }: Backlog): Promise<void> {
  await db.query({
    name: 'end-webhook-backlog',
    text: 'delete from webhook_backlog where department = fenced($1, :fence) and position = $2',
    values: [department, position],
  });
}
