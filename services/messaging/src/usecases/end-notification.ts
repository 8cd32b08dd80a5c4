import type { EmailCounts } from '../domain/bounce-guard.ts';
import type { Notification, Status } from '../domain/entities.ts';
import { isRealEmail } from '../domain/suppression.ts';
import { recordBounce, recordOutcome } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { bounceOf } from './suppressions.ts';

/** Stores how a message ended; `reason` is why, where no provider was asked. Nothing where it had ended before. */
export async function end(deps: Deps, id: string, status: Status, reason?: string): Promise<void> {
  if (await recordOutcome(deps.db, id, status, deps.now(), reason)) deps.logged();
}

/** Stores that a message failed for good. An e-mail's address is not written to again, and its service's bounces are counted. */
export async function endBounced(
  deps: Deps,
  notification: Notification,
  counts: EmailCounts = { sent: 0, bounced: 1 },
): Promise<void> {
  const { id } = notification;
  const bounce = bounceOf(deps, notification);
  if (!bounce) return end(deps, id, 'permanent-failure');
  if (!(await recordBounce(deps.db, deps.vault, id, deps.now(), bounce))) return;
  countEmail(deps, notification, counts);
  deps.logged();
}

/** Counts what an e-mail came to for the guard of its service. */
export function countEmail({ bounceGuard }: Deps, notification: Notification, counts: EmailCounts): void {
  if (isRealEmail(notification)) bounceGuard.count(notification.serviceId, counts);
}
