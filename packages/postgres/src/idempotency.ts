import { createHash } from 'node:crypto';
import type { MigrationSet } from './migration-files.ts';
import type { Queryable } from './pool.ts';

/** The table `idempotency_record`, which a service writes to in its own statements. */
export const idempotencyMigrations: MigrationSet = {
  name: 'idempotency',
  folder: new URL('../migrations/idempotency/', import.meta.url),
};

/** What is kept of a request that carried an Idempotency-Key. */
export interface IdempotencyRecord {
  requestHash: Buffer;
  /** The id of what the request made, if it made something. */
  resourceId: string | null;
  /** The HTTP status answered; null while the request is in progress. */
  status: number | null;
  /** The body answered, sealed by the service that wrote it. */
  reply: Buffer | null;
}

/** SHA-256 of a JSON value with its keys sorted, so that the same body in another order or spacing hashes the same; 32 bytes. */
export function requestHash(body: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(sorted(body)) ?? 'null')
    .digest();
}

/** Reads the record of a key. `scope` says whose key it is, since two callers may choose the same. */
export async function readIdempotencyRecord(
  db: Queryable,
  scope: string,
  key: string,
): Promise<IdempotencyRecord | undefined> {
  const { rows } = await db.query<IdempotencyRecord>({
    name: 'read-idempotency-record',
    text: `select request_hash as "requestHash", resource_id as "resourceId", status, reply
             from idempotency_record
            where scope = $1 and key = $2`,
    values: [scope, key],
  });
  return rows[0];
}

/** Deletes at most `limit` records made before `olderThan`, oldest first, and returns how many; call again while it returns `limit`. */
export async function pruneIdempotencyRecords(
  db: Queryable,
  olderThan: Date,
  limit: number,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'prune-idempotency-records',
    text: `delete from idempotency_record
            where ctid = any (array(select ctid from idempotency_record
                                     where created_at < $1
                                     order by created_at
                                     limit $2
                                       for update skip locked))`,
    values: [olderThan, limit],
  });
  return rowCount ?? 0;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // Without a prototype, a key named __proto__ is a key like any other.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entries) copy[key] = sorted(item);
  return copy;
}
