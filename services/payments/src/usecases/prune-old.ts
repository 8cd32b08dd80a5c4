import { pruneShared } from '@ashlar/component';
import { pruneNotifications } from '../store/provider-notifications.ts';
import { countPayments } from './count-payments.ts';
import type { Deps } from './deps.ts';

const batch = 1000;

/** Deletes idempotency records, providers' notifications and change-log rows that are past their time, in small statements. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  while ((await pruneNotifications(deps.db, before(deps.times.keepChanges), batch)) === batch);
  // Payments are counted from the log, so it is kept from there on.
  const keepFrom = (await countPayments(deps)) + 1;
  await pruneShared(deps.db, {
    keys: before(deps.times.keepKeys),
    changes: before(deps.times.keepChanges),
    keepFrom,
  });
}
