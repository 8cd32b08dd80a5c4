import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Publisher } from '../domain/entities.ts';
import type { PublishIntent } from '../domain/publish-intent.ts';
import { reservationLog } from './paths.ts';

/** Whose intent at which path is meant, when, in which trace. */
export interface IntentAsk {
  readonly publisher: Publisher;
  readonly basePath: string;
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

const columns = `base_path as "basePath", publish_time as "publishTime", content, exact_paths as "exactPaths", prefix_paths as "prefixPaths"`;

/** The private change-log row of an intent, with its receipt. All but `change` is SQL. */
function intentLog(from: string, log: { sequence: string; change: string }): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${log.sequence}, fenced(${from}.department, :fence), $2::text, null, $3::timestamptz,
           jsonb_build_object('publish_intent_id', ${from}.id, 'base_path', ${from}.base_path, 'change', '${log.change}'), $4::text
      from ${from}
    returning ${receiptSql} as receipt`;
}

/**
 * Stores an intent in place of an earlier one at the path, and reserves the path if it is free. False, with nothing stored, when the path belongs to
 * another publishing application.
 */
export async function putIntent(
  db: Queryable,
  intent: PublishIntent,
  { publisher, at, traceparent }: IntentAsk,
): Promise<boolean> {
  const { rows } = await db.query({
    name: 'put-publish-intent',
    text: `with held as (
             insert into path_reservation as held (id, department, base_path, publishing_app, created_at, updated_at, sequence)
             values (uuidv7(), $1, $5, $10, $3::timestamptz, $3::timestamptz, 1)
             on conflict (department, base_path) do update set publishing_app = excluded.publishing_app
               where held.publishing_app = excluded.publishing_app
             returning new.*, old.id is null as is_new
           ), reserved as (
             select * from held where is_new
           ), reserved_logged as (
             ${reservationLog('reserved', { service: '$2', sequence: 'reserved.sequence', at: '$3', change: 'reserved', trace: '$4' })}
           ), stored as (
             insert into publish_intent as kept (id, department, service, base_path, publish_time, content, exact_paths, prefix_paths, created_at, updated_at, sequence)
             select uuidv7(), $1, $2, $5, $6::timestamptz, $7::jsonb, $8::text[], $9::text[], $3::timestamptz, $3::timestamptz, 1 from held
             on conflict (department, base_path) do update
               set publish_time = excluded.publish_time, content = excluded.content, exact_paths = excluded.exact_paths,
                   prefix_paths = excluded.prefix_paths, updated_at = excluded.updated_at, sequence = kept.sequence + 1
             returning *
           ), logged as (
             ${intentLog('stored', { sequence: 'stored.sequence', change: 'put' })}
           )
           select receipt from logged`,
    values: [
      publisher.department,
      publisher.service,
      at,
      traceparent ?? null,
      intent.basePath,
      intent.publishTime,
      JSON.stringify(intent.content),
      intent.exactPaths,
      intent.prefixPaths,
      intent.content.publishing_app,
    ],
  });
  return rows.length > 0;
}

/** Takes an intent back. False when there is none. */
export async function deleteIntent(
  db: Queryable,
  { publisher, basePath, at, traceparent }: IntentAsk,
): Promise<boolean> {
  const { rows } = await db.query({
    name: 'delete-publish-intent',
    text: `with removed as (
             delete from publish_intent where department = $1 and base_path = $5 returning *
           ), logged as (
             ${intentLog('removed', { sequence: 'removed.sequence + 1', change: 'deleted' })}
           )
           select receipt from logged`,
    values: [publisher.department, publisher.service, at, traceparent ?? null, basePath],
  });
  return rows.length > 0;
}

/** The intent at exactly this path. */
export async function readIntent(
  db: Queryable,
  department: string,
  basePath: string,
): Promise<PublishIntent | undefined> {
  const { rows } = await db.query<PublishIntent>({
    name: 'read-publish-intent',
    text: `select ${columns} from publish_intent where department = $1 and base_path = $2`,
    values: [department, basePath],
  });
  return rows[0];
}

/** The earliest time after `since` at which something is to be published at a path; `parents` are the paths at and above it. */
export async function readPublishTime(
  db: Queryable,
  ask: { department: string; path: string; parents: readonly string[]; since: Date },
): Promise<Date | undefined> {
  const { rows } = await db.query<{ at: Date | null }>({
    name: 'read-publish-time',
    text: `select min(publish_time) as at from publish_intent
            where department = $1 and publish_time > $4 and (exact_paths @> array[$2] or prefix_paths && $3::text[])`,
    values: [ask.department, ask.path, ask.parents, ask.since],
  });
  return rows[0]?.at ?? undefined;
}
