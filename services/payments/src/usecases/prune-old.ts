import { pruneShared } from '@ashlar/component';
import { readCursor } from '../store/webhook-messages.ts';
import type { Deps } from './deps.ts';

/** Deletes, in small statements, idempotency records and change-log rows that are past their time, as far as webhooks have read the log. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  await pruneShared(deps.db, {
    keys: before(deps.times.keepKeys),
    changes: before(deps.times.keepChanges),
    keepFrom: (await readCursor(deps.db)) + 1,
  });
}
