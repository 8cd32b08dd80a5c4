import { pruneShared } from '@ashlar/component';
import type { Deps } from './deps.ts';

/** Deletes what is past its time: idempotency records and change-log rows. */
export function pruneOld({ db, now, keepKeys, keepChanges }: Deps): Promise<void> {
  const before = (seconds: number) => new Date(now().getTime() - seconds * 1000);
  return pruneShared(db, { keys: before(keepKeys), changes: before(keepChanges) });
}
