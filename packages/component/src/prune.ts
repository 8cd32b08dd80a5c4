import { pruneChangeLog } from '@ashlar/events';
import { pruneIdempotencyRecords, type Queryable } from '@ashlar/postgres';

const batch = 1000;

/**
 * Deletes, in small statements, what every component keeps for a while: idempotency records and change-log rows older than the given times. Rows
 * from the position `keepFrom` on stay: a reader of the component's own needs them.
 */
export async function pruneShared(
  db: Queryable,
  before: { keys: Date; changes: Date; keepFrom?: number },
): Promise<void> {
  while ((await pruneIdempotencyRecords(db, before.keys, batch)) === batch);
  await pruneChangeLog(db, {
    olderThan: before.changes,
    ...(before.keepFrom !== undefined && { keepFrom: before.keepFrom }),
  });
}
