import { pruneChangeLog } from '@ashlar/events';
import { pruneIdempotencyRecords } from '@ashlar/postgres';
import type { Deps } from './deps.ts';

const batch = 1000;

/** Deletes what is past its time, in small statements: idempotency records and change-log rows. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  while ((await pruneIdempotencyRecords(deps.db, before(deps.keepKeys), batch)) === batch);
  await pruneChangeLog(deps.db, { olderThan: before(deps.keepChanges) });
}
