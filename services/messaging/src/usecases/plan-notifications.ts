import type { Once } from '@ashlar/component';
import { readIdempotencyRecord } from '@ashlar/postgres';
import type { Notification } from '../domain/entities.ts';
import { readNotification } from '../store/notifications.ts';
import {
  cancelNotification,
  listSentNotifications,
  releaseScheduled,
  type SentFilter,
} from '../store/scheduled.ts';
import type { Deps } from './deps.ts';

const releasedAtOnce = 1000;

/**
 * Whether an Idempotency-Key was used before. Such a request answers what was accepted then: its time may have come meanwhile, and the day's limit been reached.
 */
export async function isRepeat(deps: Deps, once: Once | undefined): Promise<boolean> {
  return once !== undefined && (await readIdempotencyRecord(deps.db, once.scope, once.key)) !== undefined;
}

/** Why a notification cannot be planned for then; undefined when it can. */
export function refuseTime(deps: Pick<Deps, 'now' | 'times'>, scheduledFor: Date | null): string | undefined {
  if (scheduledFor === null) return undefined;
  const aheadMs = scheduledFor.getTime() - deps.now().getTime();
  const { scheduleHorizon } = deps.times;
  if (aheadMs > 0 && aheadMs <= scheduleHorizon * 1000) return undefined;
  return `must be in the future, at most ${scheduleHorizon} seconds (${shownDays(scheduleHorizon)}) from now`;
}

/** Lets workers have the notifications whose time has come. Whether there were any. */
export async function releaseDue(deps: Deps): Promise<boolean> {
  const released = await releaseScheduled(deps.db, deps.now(), releasedAtOnce);
  if (released > 0) deps.work();
  return released > 0;
}

/** Cancels a notification of a service. Undefined when there is none; `too_late` once it is on its way to its provider, or has ended otherwise. */
export async function cancelSent(
  deps: Deps,
  ask: { id: string; serviceId: string; traceparent: string },
): Promise<Notification | 'too_late' | undefined> {
  const cancelled = await cancelNotification(deps.db, {
    ...ask,
    types: ['email', 'sms', 'letter'],
    at: deps.now(),
  });
  if (cancelled) deps.logged();
  const found = await readNotification(deps.db, deps.vault, ask);
  return found && found.status !== 'cancelled' ? 'too_late' : found;
}

/** One page of a service's notifications, newest first. */
export function findSentNotifications(deps: Deps, filter: SentFilter): Promise<Notification[]> {
  return listSentNotifications(deps.db, deps.vault, filter);
}

function shownDays(seconds: number): string {
  const days = Math.round(seconds / 8640) / 10;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
