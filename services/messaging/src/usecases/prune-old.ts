import { pruneShared } from '@ashlar/component';
import { deleteSandboxMessages } from '../store/mailbox.ts';
import { deleteFinished } from '../store/work.ts';
import type { Deps } from './deps.ts';

const batch = 1000;

/** Deletes what is past its time, in small statements: notifications, the sandbox's messages, idempotency records, change-log rows. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  const { keepNotifications, keepKeys, keepChanges } = deps.times;
  while ((await deleteFinished(deps.db, before(keepNotifications), batch)) === batch);
  while ((await deleteSandboxMessages(deps.db, before(keepNotifications), batch)) === batch);
  await pruneShared(deps.db, { keys: before(keepKeys), changes: before(keepChanges) });
}
