import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Notification, Status } from '../domain/entities.ts';
import { automatic } from '../domain/failover.ts';
import { laneShares, lanes } from '../domain/lanes.ts';
import { eventType } from '../domain/notification.ts';
import { notificationFact } from '../events/facts.ts';
import { callbackFor } from './callback-work.ts';
import { noted } from './noted.ts';
import { type NotificationRow, notificationColumns, openNotification } from './notifications.ts';
import { oursOf } from './ours.ts';
import { type NewSuppression, suppressing, suppressionParameters } from './suppressions.ts';
import type { Vault } from './vault.ts';

/** Until when a worker has what it takes in hand, and how much it takes. */
export interface Lease {
  readonly now: Date;
  readonly until: Date;
  readonly limit: number;
}

/** A notification as its id and the try that is meant. */
export type Try = Pick<Notification, 'id' | 'attempt'>;

const free = '(not_before is null or not_before <= $1::timestamptz)';

// Drawn by lot, by the weights as they are at this moment: -ln(u)/w is least for one with the chance of its weight (Efraimidis and Spirakis, 2006).
// The provider that has just failed the message comes last.
const drawnProvider = `(select provider.id from provider
  where provider.channel = notification.type and provider.weight > 0 and provider.id = any ($4::text[])
  order by notification.attempt > 0 and provider.id = notification.provider, -ln(1 - random()) / provider.weight limit 1)`;

// A try with an unknown outcome binds a message to its provider; else it goes where its service wants it now.
const providerOfTry = `case when notification.in_flight or notification.key_type = 'test' or notification.type not in ('email', 'sms')
  then notification.provider
  else (select case when wanted.id = '${automatic}' then coalesce(${drawnProvider}, wanted.id) else wanted.id end
          from (select case notification.type when 'email' then owner.email_provider else owner.sms_provider end as id
                  from messaging_service as owner where owner.id = notification.service_id) as wanted)
  end`;

const shares = lanes.map((lane, number) => `when ${number} then ${laneShares[lane]}.0`).join(' ');

/**
 * Takes up to `limit` notifications in hand to send them. Services take turns, and who has much in hand comes late, so that one that sends a great deal
 * slows no other; urgent lanes have more turns than others. It counts the try and says by which provider: one of `providers`, where their service leaves it
 * to us. Those that another worker has are passed over. One whose last try has an unknown outcome is counted as a repeat.
 */
export async function leaseToSend(
  db: Queryable,
  vault: Vault,
  lease: Lease & { providers: readonly string[] },
): Promise<Notification[]> {
  const { rows } = await db.query<NotificationRow>({
    name: 'lease-to-send',
    text: `with recursive waiting as (
             (select lane, service_id from notification where status = 'created' and not held order by lane, service_id limit 1)
             union all
             select next.lane, next.service_id from waiting cross join lateral (
               select lane, service_id from notification
                where status = 'created' and not held and (lane, service_id) > (waiting.lane, waiting.service_id) order by lane, service_id limit 1
             ) as next
           ), busy as materialized (
             select lane, service_id, count(*) as held from notification
              where status = 'created' and in_flight and not_before > $1::timestamptz group by lane, service_id
           ), candidate as (
             select first.id, (coalesce(busy.held, 0) + first.turn) / (case waiting.lane ${shares} end) as rank
               from (select * from waiting where primary_here(department_of_service(service_id))) as waiting
                    left join busy using (lane, service_id) cross join lateral (
                 select id, row_number() over (order by id) as turn from (
                   select id from notification as mine
                    where status = 'created' and not held and lane = waiting.lane and service_id = waiting.service_id and ${free}
                    order by id limit $3 for update skip locked
                 ) as locked
               ) as first
           ), due as (
             select notification.id, notification.department from notification
              where notification.id = any (array(select id from candidate order by rank, id limit $3))
           ), ${oursOf('due')}, leased as (
             update notification
                set attempt = attempt + 1, repeats = repeats + in_flight::integer, in_flight = true, not_before = $2::timestamptz,
                    provider = ${providerOfTry}, sequence = sequence + 1
               from due join ours using (department) where notification.id = due.id
             returning notification.*
           ), ${noted('leased', '$1')}
           select ${notificationColumns} from leased as notification order by id`,
    values: [lease.now, lease.until, lease.limit, lease.providers],
  });
  return rows.map((row) => openNotification(vault, row));
}

/** Takes up to `limit` notifications in hand that their provider has, to ask what became of them. */
export async function leaseToSettle(db: Queryable, vault: Vault, lease: Lease): Promise<Notification[]> {
  const { rows } = await db.query<NotificationRow>({
    name: 'lease-to-settle',
    text: `with due as (
             select id, department from notification
              where status = 'sending' and ${free} and primary_here(department) order by id limit $3 for update skip locked
           ), ${oursOf('due')}, leased as (
             update notification set not_before = $2::timestamptz from due join ours using (department) where notification.id = due.id
             returning notification.*
           )
           select ${notificationColumns} from leased as notification order by id`,
    values: [lease.now, lease.until, lease.limit],
  });
  return rows.map((row) => openNotification(vault, row));
}

/**
 * Stores that the provider of a notification, which remembers no keys, is about to have it: from now on nobody knows whether it arrived until there is an answer. False
 * when another try was begun since, or it has ended.
 */
export async function recordHanding(db: Queryable, { id, attempt }: Try): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'record-handing',
    text: `with moved as (
             update notification set handed = handed + 1, sequence = sequence + 1
              where id = $1::uuid and attempt = $2 and status = 'created' and in_flight
             returning *
           ), ${noted('moved', 'clock_timestamp()')}
           select 1 from moved`,
    values: [id, attempt],
  });
  return rowCount === 1;
}

/** Lets go of a notification that was certainly not sent, until `notBefore`; `handed` are the notes of this try that it was. Without effect when another was begun since. */
export async function releaseUnsent(
  db: Queryable,
  { id, attempt }: Try,
  { notBefore, handed }: { notBefore: Date; handed: number },
): Promise<void> {
  await db.query({
    name: 'release-unsent',
    text: `with moved as (
             update notification
                set in_flight = false, handed = greatest(handed - $4::integer, 0), not_before = $3::timestamptz, sequence = sequence + 1
              where id = $1::uuid and attempt = $2 and status = 'created'
             returning *
           ), ${noted('moved', 'clock_timestamp()')}
           select 1 from moved`,
    values: [id, attempt, notBefore, handed],
  });
}

/** Lets go of a notification that was not tried after all, until `notBefore`: the try does not count. */
export async function giveBack(db: Queryable, { id, attempt }: Try, notBefore: Date): Promise<void> {
  await db.query({
    name: 'give-back',
    text: `with moved as (
             update notification
                set in_flight = repeats > 0, repeats = greatest(repeats - 1, 0), attempt = attempt - 1, not_before = $3::timestamptz,
                    sequence = sequence + 1
              where id = $1::uuid and attempt = $2 and status = 'created'
             returning *
           ), ${noted('moved', 'clock_timestamp()')}
           select 1 from moved`,
    values: [id, attempt, notBefore],
  });
}

/** Stores that the provider took a notification, with the event. Until `until` nobody else asks what became of it. */
export async function recordSent(db: Queryable, id: string, at: Date, until: Date): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'record-sent',
    text: `with moved as (
             update notification
                set status = 'sending', sequence = sequence + 1, sent_at = $2::timestamptz, in_flight = false, not_before = $3::timestamptz
              where id = $1::uuid and status = 'created'
             returning *
           ), ${logged('sending')}
           select receipt from logged`,
    values: [id, at, until],
  });
  return rowCount === 1;
}

/** Stores how a notification ended, with the event, and why if its provider was not asked. False when it had ended before. */
export async function recordOutcome(
  db: Queryable,
  id: string,
  status: Status,
  at: Date,
  reason: string | null = null,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: `record-outcome-${status}`,
    text: `with ${ended(status, '$3::text')} select receipt from logged`,
    values: [id, at, reason],
  });
  return rowCount === 1;
}

/** Stores that an e-mail came back for good, with the event, and puts its address on its service's list. False when it had ended before. */
export async function recordBounce(
  db: Queryable,
  vault: Vault,
  id: string,
  at: Date,
  bounce: NewSuppression,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'record-bounce',
    text: `with ${ended('permanent-failure', 'null')}, ${suppressing('moved', 3, `(${requestTrace('suppressed.notification_id')})`)}
           select receipt from logged`,
    values: [id, at, ...suppressionParameters(vault, bounce)],
  });
  return rowCount === 1;
}

function ended(status: Status, reason: string): string {
  return `moved as (
      update notification
         set status = '${status}', sequence = sequence + 1, completed_at = $2::timestamptz, in_flight = false, not_before = null,
             failure_reason = ${reason}${sentBy(status)}
       where id = $1::uuid and status in ('created', 'sending')
      returning *
    ), ${logged(status)}, ${callbackFor('moved', 'delivery_status', '$2::timestamptz', `moved.type in ('email', 'sms')`)}`;
}

/** The provider of a notification, and whose it is; undefined when there is no such notification. */
export async function readProvider(
  db: Queryable,
  id: string,
): Promise<{ provider: string; department: string } | undefined> {
  const { rows } = await db.query<{ provider: string; department: string }>({
    name: 'read-provider',
    text: 'select provider, department from notification where id = $1::uuid',
    values: [id],
  });
  return rows[0];
}

/** What is past its time: kept for `keptS` seconds where its service says nothing of its channel. At most `limit` at a time. */
export interface Past {
  readonly now: Date;
  readonly keptS: number;
  readonly limit: number;
}

/** Deletes notifications that are past their time since they ended. Returns how many. */
export async function deleteFinished(db: Queryable, { now, keptS, limit }: Past): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-finished',
    text: `with old as (
             select past.id, past.department
               from messaging_service as owner cross join unnest(array['email', 'sms', 'letter']) as kind cross join lateral (
                 select id, department from notification
                  where service_id = owner.id and type = kind and completed_at < ${pastOf('owner', 'kind')}
                  order by completed_at limit $3 for update skip locked
               ) as past
              where primary_here(owner.department) limit $3
           ), ${oursOf('old')}, gone as (
             delete from notification using old join ours using (department) where notification.id = old.id
             returning notification.*
           ), ${noted('gone', 'clock_timestamp()', 'gone.sequence + 1')}, letters as (
             delete from letter where notification_id in (select id from gone)
           )
           select 1 from gone`,
    values: [now, keptS, limit],
  });
  return rowCount ?? 0;
}

/** Before when what ended is past its time, in a statement whose first parameters are `now` and `keptS`. */
export function pastOf(owner: string, kind: string): string {
  return `$1::timestamptz - make_interval(secs => coalesce((${owner}.retention_days ->> ${kind})::integer * 86400, $2::integer))`;
}

/** What arrived was sent, also where its receipt came before the provider's answer. */
function sentBy(status: Status): string {
  return status === 'delivered' ? ', sent_at = coalesce(sent_at, $2::timestamptz)' : '';
}

// The work of a request's notification belongs to the request's trace.
function requestTrace(id: string): string {
  return `select traceparent from change_log where aggregate = ${id}::text and sequence = 1`;
}

function logged(status: Status): string {
  return `logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), moved.id::text, moved.sequence, fenced(moved.department, :fence), moved.service, '${eventType(status)}', $2::timestamptz,
           ${notificationFact('moved')}, (${requestTrace('moved.id')})
      from moved
    returning ${receiptSql} as receipt
  )`;
}
