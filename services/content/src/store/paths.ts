import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Publisher } from '../domain/entities.ts';

/** A path that belongs to a publishing application. */
export interface Reservation {
  readonly basePath: string;
  readonly publishingApp: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A path and the publishing application that wants or has it. */
export interface PathAsk {
  readonly publisher: Publisher;
  readonly basePath: string;
  readonly publishingApp: string;
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

const columns = `base_path as "basePath", publishing_app as "publishingApp", created_at as "createdAt", updated_at as "updatedAt"`;

/**
 * The change-log row of a reservation that was made, taken over or released, with its receipt: private, since a path without a page concerns nobody outside. `from` are
 * rows of `path_reservation`; the rest is SQL too, except `change`.
 */
export function reservationLog(
  from: string,
  log: { service: string; sequence: string; at: string; change: string; trace: string },
): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${log.sequence}, fenced(${from}.department, :fence), ${log.service}::text, null, ${log.at}::timestamptz,
           jsonb_build_object('base_path', ${from}.base_path, 'publishing_app', ${from}.publishing_app, 'change', '${log.change}'),
           ${log.trace}::text
      from ${from}
    returning ${receiptSql} as receipt`;
}

/** Reserves a path, or takes it from another application if `override` says so. Undefined when another has it and keeps it. */
export async function reservePath(
  db: Queryable,
  ask: PathAsk & { override: boolean },
): Promise<Reservation | undefined> {
  const { rows } = await db.query<Reservation>({
    name: 'reserve-path',
    text: `with reserved as (
             insert into path_reservation as held (id, department, base_path, publishing_app, created_at, updated_at, sequence)
             values (uuidv7(), $1, $2, $3, $4::timestamptz, $4::timestamptz, 1)
             on conflict (department, base_path) do update
               set publishing_app = excluded.publishing_app, updated_at = excluded.updated_at, sequence = held.sequence + 1
               where $5::boolean or held.publishing_app = excluded.publishing_app
             returning *
           ), logged as (
             ${reservationLog('reserved', { service: '$6', sequence: 'reserved.sequence', at: '$4', change: 'reserved', trace: '$7' })}
           )
           select ${columns}, (select receipt from logged) as receipt from reserved`,
    values: [
      ask.publisher.department,
      ask.basePath,
      ask.publishingApp,
      ask.at,
      ask.override,
      ask.publisher.service,
      ask.traceparent ?? null,
    ],
  });
  return rows[0];
}

/** Releases a path of an application. `owner` tells whose it is when it is another's. */
export async function releasePath(
  db: Queryable,
  ask: PathAsk,
): Promise<{ released: boolean; owner: string | undefined }> {
  const { rows } = await db.query<{ released: boolean; owner: string | null }>({
    name: 'release-path',
    text: `with released as (
             delete from path_reservation where department = $1 and base_path = $2 and publishing_app = $3 returning *
           ), logged as (
             ${reservationLog('released', { service: '$5', sequence: 'released.sequence + 1', at: '$4', change: 'released', trace: '$6' })}
           )
           select exists (select from released) as released, (select receipt from logged) as receipt,
                  (select publishing_app from path_reservation where department = $1 and base_path = $2 and publishing_app <> $3) as owner`,
    values: [
      ask.publisher.department,
      ask.basePath,
      ask.publishingApp,
      ask.at,
      ask.publisher.service,
      ask.traceparent ?? null,
    ],
  });
  const [row] = rows;
  return { released: row?.released === true, owner: row?.owner ?? undefined };
}
