import { emailHtml, emailText } from '../domain/email.ts';
import type { Notification, Status } from '../domain/entities.ts';
import { backoff } from '../domain/notification.ts';
import type { Carrier, Outgoing } from '../domain/ports.ts';
import { leaseToSend, leaseToSettle, recordOutcome, recordSent, releaseUnsent } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { smsText } from './send-notification.ts';

const batch = 50;

/** A message with an unknown outcome is repeated this often where its provider remembers no keys. */
const mostRepeats = 1;

/**
 * Sends what is due: takes a batch in hand, gives each message to its provider between two short statements, and stores the answer. A message whose
 * outcome is unknown stays in hand until its lease is over. Returns how many it took.
 */
export async function sendDue(deps: Deps): Promise<number> {
  const due = await leaseToSend(deps.db, deps.vault, leaseOf(deps));
  await Promise.all(due.map((notification) => sendOne(deps, notification)));
  return due.length;
}

/** Asks what became of messages that providers have. Returns how many it asked about. */
export async function settleDue(deps: Deps): Promise<number> {
  const due = await leaseToSettle(deps.db, deps.vault, leaseOf(deps));
  await Promise.all(due.map((notification) => settleSafely(deps, notification)));
  return due.length;
}

function leaseOf({ now, times }: Deps) {
  const at = now();
  return { now: at, until: later(at, times.lease), limit: batch };
}

async function sendOne(deps: Deps, notification: Notification): Promise<void> {
  const { id, repeats, provider } = notification;
  try {
    const carrier = deps.providers.get(provider);
    if (!carrier.remembers && repeats > mostRepeats) {
      deps.log.error(
        { notificationId: id },
        'two tries have an unknown outcome: the message is not sent again',
      );
      await finish(deps, id, 'technical-failure');
      return;
    }
    await handOver(deps, notification, carrier);
  } catch (error) {
    // Whether it was sent is unknown: it stays in hand, and whoever takes it up next counts a repeat.
    deps.log.warn({ notificationId: id, err: error }, 'a message has an unknown outcome');
  }
}

async function handOver(deps: Deps, notification: Notification, carrier: Carrier): Promise<void> {
  const { id } = notification;
  const answer = await carrier.send(outgoing(notification));
  if (answer === 'refused') return finish(deps, id, 'permanent-failure');
  if (answer === 'not_sent') return tryLater(deps, notification);
  const at = deps.now();
  if (await recordSent(deps.db, id, at, later(at, deps.times.lease))) deps.logged();
  await settle(deps, { ...notification, sentAt: at }, carrier);
}

async function tryLater(deps: Deps, notification: Notification): Promise<void> {
  const { id, attempt, createdAt } = notification;
  const { retryAfter, giveUpAfter } = deps.times;
  const next = later(deps.now(), backoff(retryAfter, attempt));
  if (next > later(createdAt, giveUpAfter)) return finish(deps, id, 'technical-failure');
  deps.log.warn({ notificationId: id, attempt }, 'a message was not taken and will be tried again');
  await releaseUnsent(deps.db, notification, next);
}

async function settleSafely(deps: Deps, notification: Notification): Promise<void> {
  try {
    await settle(deps, notification, deps.providers.get(notification.provider));
  } catch (error) {
    deps.log.warn({ notificationId: notification.id, err: error }, 'a provider could not be asked');
  }
}

/** Stores how a message ended, if its provider knows. One that is not heard of for too long counts as failed for now. */
async function settle(deps: Deps, notification: Notification, carrier: Carrier): Promise<void> {
  const { id, sentAt, message } = notification;
  const outcome = await carrier.outcome({ key: id, to: message.to });
  if (outcome) return finish(deps, id, outcome);
  if (sentAt && deps.now() > later(sentAt, deps.times.receiptWithin)) {
    await finish(deps, id, 'temporary-failure');
  }
}

async function finish(deps: Deps, id: string, status: Status): Promise<void> {
  if (await recordOutcome(deps.db, id, status, deps.now())) deps.logged();
}

function outgoing({ id, type, message }: Notification): Outgoing {
  const { to, from, senderName, subject, body, unsubscribeUrl } = message;
  const common = { key: id, channel: type, to, from, senderName, subject, unsubscribeUrl };
  return type === 'sms'
    ? { ...common, text: smsText(message), html: null }
    : { ...common, text: emailText(body), html: emailHtml(subject ?? '', body) };
}

function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
