import { pruneShared } from '@ashlar/component';
import { listFences } from '@ashlar/postgres';
import { pruneNotifications } from '../store/provider-notifications.ts';
import { readCursor } from '../store/webhook-messages.ts';
import { countPayments } from './count-payments.ts';
import type { Deps } from './deps.ts';

const batch = 1000;

/**
 * Deletes, in small statements, idempotency records, providers' notifications and change-log rows that are past their time, the last as far as
 * webhooks have read the log and payments are counted from it. While a department is being handed over, nothing goes.
 */
export async function pruneOld(deps: Deps): Promise<void> {
  if ((await listFences(deps.db)).some(({ role }) => role === 'frozen')) return;
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  while ((await pruneNotifications(deps.db, before(deps.times.keepChanges), batch)) === batch);
  const counted = await countPayments(deps);
  await pruneShared(deps.db, {
    keys: before(deps.times.keepKeys),
    changes: before(deps.times.keepChanges),
    keepFrom: Math.min(counted, await readCursor(deps.db)) + 1,
  });
}
