import { pruneChangeLog } from '@ashlar/events';
import { pruneIdempotencyRecords } from '@ashlar/postgres';
import type { Deps } from './deps.ts';

const batch = 1000;

/** Deletes idempotency records and change-log rows that are past their time, in small statements. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  while ((await pruneIdempotencyRecords(deps.db, before(deps.times.keepKeys), batch)) === batch);
  await pruneChangeLog(deps.db, { olderThan: before(deps.times.keepChanges) });
}
