import type { Queryable } from '@ashlar/postgres';
import type { CallbackAttempt, CallbackMessage, CallbackSettings } from '../domain/callback.ts';
import { messageColumns } from './callbacks.ts';
import { oursOf } from './ours.ts';
import type { Vault } from './vault.ts';

/** A message that is about to be sent, and where to. */
export type DueCallback = CallbackMessage & {
  readonly settings: CallbackSettings;
  readonly department: string;
};

/**
 * The part of a statement that tells a service of a change, if it wants to hear of it and `condition` holds: `row` is a CTE with the columns id and
 * service_id.
 */
export function callbackFor(
  row: string,
  type: CallbackMessage['type'],
  at: string,
  condition = 'true',
): string {
  return `called as (
    insert into callback_message (id, service_id, type, subject_id, not_before, created_at)
    select uuidv7(), ${row}.service_id, '${type}', ${row}.id, ${at}, ${at} from ${row}
     where exists (select from service_callback where service_id = ${row}.service_id and type = '${type}') and ${condition}
  )`;
}

/** Takes messages in hand that are due, at most `each` of one service's callback, so that one slow receiver holds up no other. */
export async function leaseCallbacks(
  db: Queryable,
  vault: Vault,
  lease: { now: Date; until: Date; limit: number; each: number },
): Promise<DueCallback[]> {
  const { rows } = await db.query<Omit<DueCallback, 'settings'> & { settings: Buffer }>({
    name: 'lease-callbacks',
    text: `with busy as materialized (
             select service_id, type, count(*) as held from callback_message
              where status = 'pending' and in_hand and not_before > $1::timestamptz group by service_id, type
           ), due as (
             select next.id, callback.settings, next.turn, callback.department
               from (select *, department_of_service(service_id) as department from service_callback) as callback left join busy using (service_id, type) cross join lateral (
                 select id, row_number() over (order by not_before) as turn from (
                   select id, not_before from callback_message
                    where service_id = callback.service_id and type = callback.type and status = 'pending' and not_before <= $1::timestamptz
                    order by not_before limit greatest($4 - coalesce(busy.held, 0), 0) for update skip locked
                 ) as locked
               ) as next
              where primary_here(callback.department)
              order by next.turn, next.id limit $3
           ), ${oursOf('due')}
           update callback_message as message set in_hand = true, not_before = $2::timestamptz
             from due join ours using (department) where message.id = due.id
           returning ${messageColumns}, due.settings, due.department`,
    values: [lease.now, lease.until, lease.limit, lease.each],
  });
  return rows.map((row) => ({ ...row, settings: vault.open<CallbackSettings>(row.settings) }));
}

/** Logs an attempt and moves its message on, unless another sender has done so since. `nextAt` null: it has ended. */
export async function recordCallbackAttempt(
  db: Queryable,
  message: Pick<CallbackMessage, 'id' | 'tries'>,
  attempt: CallbackAttempt,
  end: { status: CallbackMessage['status']; nextAt: Date | null; at: Date },
): Promise<void> {
  await db.query({
    name: 'record-callback-attempt',
    text: `with ours as materialized (
             select id, fenced(department_of_service(service_id), :fence) as department from callback_message where id = $1::uuid
           ), logged as (
             insert into callback_attempt (message_id, started_at, duration_ms, status_code, result)
             select id, $3::timestamptz, $4::integer, $5::integer, $6 from ours
           )
           update callback_message
              set tries = tries + 1, in_hand = false, status = $7, not_before = coalesce($8::timestamptz, not_before),
                  ended_at = case when $7 = 'pending' then null else $9::timestamptz end
             from ours
            where callback_message.id = ours.id and tries = $2 and status = 'pending'`,
    values: [
      message.id,
      message.tries,
      attempt.startedAt,
      attempt.durationMs,
      attempt.statusCode,
      attempt.result,
      end.status,
      end.nextAt,
      end.at,
    ],
  });
}

/** Deletes up to `limit` messages that ended before then, with their attempts. Returns how many. */
export async function deleteCallbackMessages(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-callback-messages',
    text: `with old as (
             select id, department_of_service(service_id) as department from callback_message
              where ended_at < $1::timestamptz and primary_here(department_of_service(service_id)) limit $2 for update skip locked
           ), ${oursOf('old')}
           delete from callback_message using old join ours using (department) where callback_message.id = old.id`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
