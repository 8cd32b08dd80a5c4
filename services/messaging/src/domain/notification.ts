import type { Kind, Status } from './entities.ts';
import type { Outcome } from './ports.ts';

/** The event that tells of a status. */
export function eventType(status: Status): string {
  const word = /-failure|-failed$/.test(status) ? 'failed' : status;
  return `messaging.notification.${word}.v1`;
}

/** The statuses that a filter of the standard stands for; undefined when it knows no such word. Letters have some of their own. */
export function statusesOf(filter: string): readonly string[] | undefined {
  if (filter === 'failed') return failures;
  if (filter === 'accepted') return ['created', 'sending'];
  if (filter === 'received') return ['delivered', 'returned-letter'];
  return filters.includes(filter) ? [filter] : undefined;
}

/** The word by which the standard shows a status: a letter's are fewer. */
export function shownStatus(type: Kind, status: Status): string {
  if (type !== 'letter') return status;
  if (status === 'created' || status === 'sending') return 'accepted';
  return status === 'delivered' ? 'received' : status;
}

/** The words that a list may be filtered by, in the standard's order. */
export const filters: readonly string[] = [
  'cancelled',
  'created',
  'sending',
  'sent',
  'delivered',
  'pending',
  'failed',
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'pending-virus-check',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
  'accepted',
  'received',
];

/** What becomes of a message that is only pretended to be sent: the standard's own recipients that fail do so. */
export function pretendedOutcome(to: string): Outcome {
  if (to === 'temp-fail@simulator.notify' || to === '+447700900003') return 'temporary-failure';
  if (to === 'perm-fail@simulator.notify' || to === '+447700900002') return 'permanent-failure';
  return 'delivered';
}

/** Whether a recipient is one of those that a smoke test sends to: the request is answered, and nothing is stored. */
export function isSmokeTest(to: string): boolean {
  return smokeTests.has(to);
}

/**
 * How long to wait after the `attempt`-th try before the next one, in seconds; undefined when that was the last. A text message's second try is at once:
 * it is likely to go by another provider.
 */
export function retryDelay(
  type: Kind,
  attempt: number,
  { retries, retryAfter }: { retries: number; retryAfter: number },
): number | undefined {
  if (attempt > retries) return undefined;
  return type === 'sms' && attempt === 1 ? 0 : retryAfter;
}

const failures = ['technical-failure', 'temporary-failure', 'permanent-failure'];

const smokeTests: ReadonlySet<string> = new Set([
  'simulate-delivered@notifications.service.gov.uk',
  'simulate-delivered-2@notifications.service.gov.uk',
  'simulate-delivered-3@notifications.service.gov.uk',
  '+447700900000',
  '+447700900111',
  '+447700900222',
]);
