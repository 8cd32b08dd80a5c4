import { pruneShared } from '@ashlar/component';
import type { Deps } from './deps.ts';

/** Deletes idempotency records and change-log rows that are past their time, in small statements. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  await pruneShared(deps.db, { keys: before(deps.times.keepKeys), changes: before(deps.times.keepChanges) });
}
