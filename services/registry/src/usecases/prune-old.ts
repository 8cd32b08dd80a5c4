import { pruneShared } from '@ashlar/component';
import type { Deps } from './deps.ts';

/** Deletes idempotency records and change-log rows that are past their time. The audit is kept. */
export async function pruneOld(deps: Pick<Deps, 'db' | 'now' | 'times'>): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  const { keepKeys, keepChanges } = deps.times;
  await pruneShared(deps.db, { keys: before(keepKeys), changes: before(keepChanges) });
}
