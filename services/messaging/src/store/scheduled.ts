import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { KeyType, Kind, Notification } from '../domain/entities.ts';
import { eventType } from '../domain/notification.ts';
import { notificationFact } from '../events/facts.ts';
import { noted } from './noted.ts';
import { type NotificationRow, notificationColumns, openNotification } from './notifications.ts';
import { oursOf } from './ours.ts';
import type { Vault } from './vault.ts';

/** Lets workers have up to `limit` notifications whose time has come. Returns how many. */
export async function releaseScheduled(db: Queryable, now: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'release-scheduled',
    text: `with due as (
             select id, department from notification where held and scheduled_for <= $1::timestamptz and primary_here(department)
              order by scheduled_for, id limit $2 for update skip locked
           ), ${oursOf('due')}, moved as (
             update notification set held = false, sequence = sequence + 1 from due join ours using (department)
              where notification.id = due.id
             returning notification.*
           ), ${noted('moved', '$1')}
           select 1 from moved`,
    values: [now, limit],
  });
  return rowCount ?? 0;
}

/**
 * Cancels a notification of one of `types` that no worker has in hand, with its event. Undefined when the service has no such notification; false when it is
 * too late, or it was cancelled before. A worker that wants it at the same moment waits for the row: one of the two gets it.
 */
export async function cancelNotification(
  db: Queryable,
  ask: { id: string; serviceId: string; types: readonly Kind[]; at: Date; traceparent: string },
): Promise<boolean | undefined> {
  const { rows } = await db.query<{ cancelled: boolean }>({
    name: 'cancel-notification',
    text: `with moved as (
             update notification
                set status = 'cancelled', sequence = sequence + 1, completed_at = $3::timestamptz, not_before = null, held = false
              where id = $1::uuid and service_id = $2::uuid and type = any ($5::text[]) and status = 'created' and not in_flight
             returning *
           ), logged as (${loggedCancel('$3', '$4')})
           select exists (select from moved) as cancelled, (select receipt from logged) as receipt from notification
            where id = $1::uuid and service_id = $2::uuid and type = any ($5::text[])`,
    values: [ask.id, ask.serviceId, ask.at, ask.traceparent, ask.types],
  });
  return rows[0]?.cancelled;
}

/** Cancels up to `limit` notifications of a bulk job that no worker has in hand, with their events. Returns how many. */
export async function cancelOfBulkJob(
  db: Queryable,
  ask: { id: string; at: Date; traceparent: string | null; limit: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'cancel-of-bulk-job',
    text: `with moved as (
             update notification
                set status = 'cancelled', sequence = sequence + 1, completed_at = $2::timestamptz, not_before = null, held = false
              where id in (select id from notification where bulk_job_id = $1::uuid and status = 'created' and not in_flight
                            order by id limit $4 for update skip locked)
             returning *
           ), logged as (${loggedCancel('$2', '$3')})
           select 1 from moved`,
    values: [ask.id, ask.at, ask.traceparent, ask.limit],
  });
  return rowCount ?? 0;
}

function loggedCancel(at: string, trace: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), moved.id::text, moved.sequence, fenced(moved.department, :fence), moved.service, '${eventType('cancelled')}', ${at}::timestamptz,
           ${notificationFact('moved')}, ${trace}::text
      from moved
    returning ${receiptSql} as receipt`;
}

/** Which notifications a page is of; null is no filter. `scheduled` are those whose time has not come. */
export interface SentFilter {
  readonly serviceId: string;
  readonly keyType: KeyType;
  readonly status: string | null;
  readonly type: Kind | null;
  readonly bulkJobId: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/** One page of a service's notifications, newest first. */
export async function listSentNotifications(
  db: Queryable,
  vault: Vault,
  filter: SentFilter,
): Promise<Notification[]> {
  const { rows } = await db.query<NotificationRow>({
    name: 'list-sent-notifications',
    text: `select ${notificationColumns} from notification
            where service_id = $1::uuid and key_type = $2
              and ($3::text is null or $3 = case when held then 'scheduled' else status end)
              and ($4::text is null or type = $4)
              and ($5::uuid is null or id < $5::uuid)
              and ($7::uuid is null or bulk_job_id = $7::uuid)
            order by id desc limit $6`,
    values: [
      filter.serviceId,
      filter.keyType,
      filter.status,
      filter.type,
      filter.before,
      filter.limit,
      filter.bulkJobId,
    ],
  });
  return rows.map((row) => openNotification(vault, row));
}
