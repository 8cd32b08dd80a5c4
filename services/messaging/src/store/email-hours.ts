import type { AdminChange } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { EmailCounts } from '../domain/bounce-guard.ts';
import type { EmailState } from '../domain/entities.ts';

/** What a service's e-mails came to in an hour. */
export interface EmailHour extends EmailCounts {
  readonly serviceId: string;
  readonly hour: Date;
}

/** How a service stands: its counts, and what it was said to be last. */
export interface EmailStanding extends EmailCounts {
  readonly serviceId: string;
  readonly state: EmailState;
}

/**
 * Adds to hours, no two of which may be the same, and answers what each of their services has from `since` on, in all processes. Those of a department that
 * another implementation serves are left out.
 */
export async function addEmailHours(
  db: Queryable,
  hours: readonly EmailHour[],
  since: Date,
): Promise<EmailStanding[]> {
  const { rows } = await db.query<{ serviceId: string; state: EmailState; sent: string; bounced: string }>({
    name: 'add-email-hours',
    // In one order everywhere, so that two processes never wait for each other.
    text: `with added as (
             insert into email_hour (service_id, hour, sent, bounced)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[]) as one (service_id, hour, sent, bounced)
              where primary_held(department_of_service(service_id)) order by 1, 2
             on conflict (service_id, hour) do update set sent = email_hour.sent + excluded.sent, bounced = email_hour.bounced + excluded.bounced
             returning service_id, hour, sent, bounced
           )
           select service_id as "serviceId", email_state as state, sum(every.sent)::bigint as sent, sum(every.bounced)::bigint as bounced from (
             select * from added
             union all
             select service_id, hour, sent, bounced from email_hour
              where service_id in (select service_id from added) and (service_id, hour) not in (select service_id, hour from added)
           ) as every join messaging_service on messaging_service.id = service_id where hour >= $5::timestamptz group by service_id, email_state`,
    values: [
      hours.map(({ serviceId }) => serviceId),
      hours.map(({ hour }) => hour),
      hours.map(({ sent }) => sent),
      hours.map(({ bounced }) => bounced),
      since,
    ],
  });
  return rows.map((row) => ({ ...row, sent: Number(row.sent), bounced: Number(row.bounced) }));
}

/** What a service's e-mails come to from `since` on. */
export async function readEmailCounts(db: Queryable, serviceId: string, since: Date): Promise<EmailCounts> {
  const { rows } = await db.query<{ sent: string; bounced: string }>({
    name: 'read-email-counts',
    text: `select coalesce(sum(sent), 0) as sent, coalesce(sum(bounced), 0) as bounced from email_hour
            where service_id = $1::uuid and hour >= $2::timestamptz`,
    values: [serviceId, since],
  });
  return { sent: Number(rows[0]?.sent ?? 0), bounced: Number(rows[0]?.bounced ?? 0) };
}

/** Deletes hours before this one. */
export async function deleteEmailHours(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'delete-email-hours',
    text: `delete from email_hour
            where hour < $1::timestamptz and primary_here(department_of_service(service_id)) and primary_held(department_of_service(service_id))`,
    values: [before],
  });
}

const words: Readonly<Record<EmailState, string>> = {
  normal: 'bounce_rate_recovered',
  warned: 'bounce_rate_warned',
  suspended: 'email_suspended',
};

function logged(word: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), moved.id::text, moved.sequence, fenced(moved.department, :fence), moved.service, 'messaging.service.${word}.v1', $2::timestamptz,
           jsonb_build_object('messaging_service_id', moved.id, 'email_state', moved.email_state), $3::text
      from moved
    returning ${receiptSql} as receipt`;
}

/** Stores what a service's bounces make of it, with an event when that is new. One that is suspended stays so until an operator lifts it. */
export async function moveEmailState(
  db: Queryable,
  { serviceId, state, at }: { serviceId: string; state: EmailState; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: `move-email-state-${state}`,
    text: `with moved as (
             update messaging_service set email_state = '${state}', email_state_since = $2::timestamptz, sequence = sequence + 1
              where id = $1::uuid and email_state not in ('suspended', '${state}')
             returning *
           ), logged as (${logged(words[state])})
           select receipt from logged`,
    values: [serviceId, at, null],
  });
  return rowCount === 1;
}

/** Lets a suspended service send e-mails again, with an event, and begins to count anew. Without effect on one that is not suspended. */
export async function liftSuspension(db: Queryable, serviceId: string, change: AdminChange): Promise<void> {
  await db.query({
    name: 'lift-suspension',
    text: `with moved as (
             update messaging_service set email_state = 'normal', email_state_since = $2::timestamptz, sequence = sequence + 1
              where id = $1::uuid and email_state = 'suspended'
             returning *
           ), forgotten as (
             delete from email_hour where service_id in (select id from moved)
           ), logged as (${logged('email_resumed')})
           select receipt from logged`,
    values: [serviceId, change.at, change.traceparent ?? null],
  });
}
