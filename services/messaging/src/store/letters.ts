import { type Queryable, receiptSql } from '@ashlar/postgres';
import { eventType } from '../domain/notification.ts';
import { notificationFact } from '../events/facts.ts';
import type { Vault } from './vault.ts';
import { noted } from './work.ts';

/** Reads a letter's PDF; undefined while there is none. */
export async function readLetterPdf(db: Queryable, vault: Vault, id: string): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ pdf: Buffer }>({
    name: 'read-letter-pdf',
    text: 'select pdf from letter where notification_id = $1::uuid',
    values: [id],
  });
  return rows[0] && vault.openBytes(rows[0].pdf);
}

/** Stores the PDF that was made of a letter, once. */
export async function keepLetterPdf(
  db: Queryable,
  vault: Vault,
  { id, pdf, pages }: { id: string; pdf: Buffer; pages: number },
): Promise<void> {
  await db.query({
    name: 'keep-letter-pdf',
    text: `with kept as (
             insert into letter (notification_id, pdf)
             select id, $2::bytea from notification where id = $1::uuid and fenced(department, :fence) is not null
             on conflict (notification_id) do nothing
             returning notification_id
           ), moved as (
             update notification set pages = $3::integer, sequence = sequence + 1 from kept where notification.id = kept.notification_id
             returning notification.*
           ), ${noted('moved', 'clock_timestamp()')}
           select 1 from moved`,
    values: [id, vault.sealBytes(pdf), pages],
  });
}

/**
 * Cancels a letter that nobody has in hand to print, with its event. Undefined when the service has no such letter; false when it is too late, or it
 * was cancelled before.
 */
export async function cancelLetter(
  db: Queryable,
  { id, serviceId, at, traceparent }: { id: string; serviceId: string; at: Date; traceparent: string },
): Promise<boolean | undefined> {
  const { rows } = await db.query<{ cancelled: boolean }>({
    name: 'cancel-letter',
    text: `with moved as (
             update notification
                set status = 'cancelled', sequence = sequence + 1, completed_at = $3::timestamptz, not_before = null
              where id = $1::uuid and service_id = $2::uuid and type = 'letter' and status = 'created' and not in_flight
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), moved.id::text, moved.sequence, fenced(moved.department, :fence), moved.service, '${eventType('cancelled')}', $3::timestamptz,
                    ${notificationFact('moved')}, $4::text
               from moved
             returning ${receiptSql} as receipt
           )
           select exists (select from moved) as cancelled, (select receipt from logged) as receipt from notification
            where id = $1::uuid and service_id = $2::uuid and type = 'letter'`,
    values: [id, serviceId, at, traceparent],
  });
  return rows[0]?.cancelled;
}
