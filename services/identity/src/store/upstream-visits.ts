import type { Queryable } from '@ashlar/postgres';
import { maySeek, mayWork, writable } from './fence.ts';

/** Remembers what the answer of an upstream identity provider has to fit, in place of what the same browser had begun. */
export async function insertUpstreamRequest(
  db: Queryable,
  request: { holder: Buffer; upstreamId: string; stateDigest: Buffer; sealed: Buffer; endsAt: Date },
): Promise<void> {
  await db.query({
    name: 'insert-upstream-request',
    text: `insert into upstream_request (holder, upstream_id, state_digest, sealed, ends_at) select $1, $2, $3, $4, $5 where ${writable}
           on conflict (holder) do update set upstream_id = excluded.upstream_id, state_digest = excluded.state_digest,
              sealed = excluded.sealed, ends_at = excluded.ends_at`,
    values: [request.holder, request.upstreamId, request.stateDigest, request.sealed, request.endsAt],
  });
}

/** Takes what an answer has to fit: of any number of answers at once, one gets it. Undefined when nothing of this state is under way. */
export async function takeUpstreamRequest(
  db: Queryable,
  { holder, stateDigest, at }: { holder: Buffer; stateDigest: Buffer; at: Date },
): Promise<{ upstreamId: string; sealed: Buffer } | undefined> {
  const { rows } = await db.query<{ upstreamId: string; sealed: Buffer }>({
    name: 'take-upstream-request',
    text: `delete from upstream_request where holder = $1 and state_digest = $2 and ends_at > $3 and ${writable}
           returning upstream_id as "upstreamId", sealed`,
    values: [holder, stateDigest, at],
  });
  return rows[0];
}

/** Remembers who came and is linked to no account, in place of whom the same sign-in had before. */
export async function insertArrival(
  db: Queryable,
  arrival: { holder: Buffer; upstreamId: string; sealed: Buffer; endsAt: Date },
): Promise<void> {
  await db.query({
    name: 'insert-upstream-arrival',
    text: `insert into upstream_arrival (holder, upstream_id, sealed, ends_at) select $1, $2, $3, $4 where ${writable}
           on conflict (holder) do update set upstream_id = excluded.upstream_id, sealed = excluded.sealed, ends_at = excluded.ends_at`,
    values: [arrival.holder, arrival.upstreamId, arrival.sealed, arrival.endsAt],
  });
}

/** Who came in a sign-in and is linked to no account; undefined when nobody, or long ago. */
export async function readArrival(
  db: Queryable,
  holder: Buffer,
  at: Date,
): Promise<{ upstreamId: string; sealed: Buffer } | undefined> {
  const { rows } = await db.query<{ upstreamId: string; sealed: Buffer }>({
    name: 'read-upstream-arrival',
    text: `select upstream_id as "upstreamId", sealed from upstream_arrival where holder = $1 and ends_at > $2`,
    values: [holder, at],
  });
  return rows[0];
}

/** Forgets who came in a sign-in. */
export async function deleteArrival(db: Queryable, holder: Buffer): Promise<void> {
  await db.query({
    name: 'delete-upstream-arrival',
    text: `delete from upstream_arrival where holder = $1 and ${writable}`,
    values: [holder],
  });
}

/** Deletes what is past its time, at most `limit` of each kind. Answers how many. */
export async function deleteOldUpstreamVisits(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'delete-old-upstream-visits',
    text: `with requests as (
             delete from upstream_request where holder in (
               select holder from upstream_request where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork} returning 1
           ), arrivals as (
             delete from upstream_arrival where holder in (
               select holder from upstream_arrival where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork} returning 1
           )
           select greatest((select count(*) from requests), (select count(*) from arrivals))::integer as count`,
    values: [at, limit],
  });
  return rows[0]?.count ?? 0;
}
