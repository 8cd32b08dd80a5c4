import { pruneShared } from '@ashlar/component';
import { deleteDailyCounts } from '../store/daily-counts.ts';
import { deleteExpiredDocuments } from '../store/documents.ts';
import { deleteEmailHours } from '../store/email-hours.ts';
import { deleteSandboxMessages } from '../store/mailbox.ts';
import { deleteReceivedTexts } from '../store/received-texts.ts';
import { deleteUnsubscribeRequests } from '../store/unsubscribe-requests.ts';
import { deleteFinished } from '../store/work.ts';
import type { Deps } from './deps.ts';

const batch = 1000;

/** For so long, who comes too late for a file is told that they do. */
const keptExpiredS = 7 * 86_400;

/** Yesterday's counts are no limit to anything any more; a week of them tells an operator what was sent. */
const keptDailyCountsS = 7 * 86_400;

/** The guard against bounces looks at the last day. */
const keptEmailHoursS = 25 * 3600;

/** Deletes what is past its time, in small statements: notifications, the sandbox's messages, idempotency records, change-log rows. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  const { keepNotifications, keepKeys, keepChanges } = deps.times;
  const past = { now: deps.now(), keptS: keepNotifications, limit: batch };
  while ((await deleteFinished(deps.db, past)) === batch);
  while ((await deleteSandboxMessages(deps.db, before(keepNotifications), batch)) === batch);
  while ((await deleteReceivedTexts(deps.db, past)) === batch);
  while ((await deleteUnsubscribeRequests(deps.db, before(keepNotifications), batch)) === batch);
  while ((await deleteExpiredDocuments(deps.db, before(keptExpiredS), batch)) === batch);
  await deleteEmailHours(deps.db, before(keptEmailHoursS));
  await deleteDailyCounts(deps.db, before(keptDailyCountsS).toISOString().slice(0, 10));
  await pruneShared(deps.db, { keys: before(keepKeys), changes: before(keepChanges) });
}
