import type { Queryable } from '@ashlar/postgres';
import { maySeek, mayWork, writable } from './fence.ts';

/** A record of the engine, as it is kept: what names it is a digest, what it says is sealed. */
export interface EngineRecord {
  readonly kind: string;
  readonly id: string;
  readonly sealed: Buffer;
  readonly uid: string | undefined;
  readonly grantId: string | undefined;
  /** Whose it is, as a digest. */
  readonly account: string | undefined;
  /** In seconds from now. */
  readonly expiresIn: number;
}

/** What is read of a record: what it says, and when it was consumed, in seconds since 1970. */
export interface ReadRecord {
  readonly sealed: Buffer;
  readonly consumed: number | null;
}

/** Stores a record, or replaces it. One that was consumed stays so. */
export async function upsertRecord(db: Queryable, record: EngineRecord): Promise<void> {
  await db.query({
    name: 'upsert-engine-record',
    text: `insert into engine_record (kind, id, sealed, uid, grant_id, expires_at, account)
           select $1, $2, $3, $4, $5, now() + make_interval(secs => $6), $7 where ${writable}
           on conflict (kind, id) do update
              set sealed = excluded.sealed, uid = excluded.uid, grant_id = excluded.grant_id, expires_at = excluded.expires_at,
                  account = excluded.account`,
    values: valuesOf(record),
  });
}

/** Stores a record that must be new. False when one that has not ended is there: of any number at once, one gets true. */
export async function insertRecord(db: Queryable, record: EngineRecord): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-engine-record',
    text: `insert into engine_record as known (kind, id, sealed, uid, grant_id, expires_at, account)
           select $1, $2, $3, $4, $5, now() + make_interval(secs => $6), $7 where ${writable}
           on conflict (kind, id) do update set sealed = excluded.sealed, expires_at = excluded.expires_at
            where known.expires_at <= now()`,
    values: valuesOf(record),
  });
  return rowCount === 1;
}

/** Reads a record that has not ended. */
export async function readRecord(
  db: Queryable,
  kind: string,
  key: { id: string } | { uid: string },
): Promise<ReadRecord | undefined> {
  const [name, column, value] =
    'id' in key
      ? (['read-engine-record', 'id', key.id] as const)
      : (['read-engine-record-by-uid', 'uid', key.uid] as const);
  const { rows } = await db.query<ReadRecord>({
    name,
    text: `select sealed, floor(extract(epoch from consumed_at))::integer as consumed from engine_record
            where kind = $1 and ${column} = $2 and expires_at > now()`,
    values: [kind, value],
  });
  return rows[0];
}

/** Consumes a record. Of any number at once, one gets true; with every other the whole grant of the record ends. */
export async function consumeRecord(db: Queryable, kind: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'consume-engine-record',
    text: `update engine_record set consumed_at = now()
            where kind = $1 and id = $2 and consumed_at is null and expires_at > now() and ${writable}`,
    values: [kind, id],
  });
  if (rowCount === 1) return true;
  await db.query({
    name: 'end-grant-of-engine-record',
    text: `delete from engine_record
            where ((kind, id) in (select 'Grant', grant_id from engine_record where kind = $1 and id = $2)
                   or grant_id = (select grant_id from engine_record where kind = $1 and id = $2)) and ${writable}`,
    values: [kind, id],
  });
  return false;
}

/** Deletes a record. */
export async function deleteRecord(db: Queryable, kind: string, id: string): Promise<void> {
  await db.query({
    name: 'delete-engine-record',
    text: `delete from engine_record where kind = $1 and id = $2 and ${writable}`,
    values: [kind, id],
  });
}

/** Deletes every record of a kind that a grant gave rise to. */
export async function deleteRecordsOfGrant(db: Queryable, kind: string, grantId: string): Promise<void> {
  await db.query({
    name: 'delete-engine-records-of-grant',
    text: `delete from engine_record where kind = $1 and grant_id = $2 and ${writable}`,
    values: [kind, grantId],
  });
}

/** Deletes records that have ended, at most `limit`. Answers how many. */
export async function deleteEndedRecords(db: Queryable, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-ended-engine-records',
    text: `delete from engine_record where (kind, id) in (
             select kind, id from engine_record where expires_at <= now() and ${maySeek} limit $1 for update skip locked) and ${mayWork}`,
    values: [limit],
  });
  return rowCount ?? 0;
}

function valuesOf({ kind, id, sealed, uid, grantId, expiresIn, account }: EngineRecord): unknown[] {
  return [kind, id, sealed, uid ?? null, grantId ?? null, expiresIn, account ?? null];
}
