import { Closing } from '@ashlar/component';
import { fencedOff } from '@ashlar/postgres';
import { emailHtml, emailText } from '../domain/email.ts';
import type { Notification } from '../domain/entities.ts';
import { automatic } from '../domain/failover.ts';
import { retryDelay } from '../domain/notification.ts';
import type { Carrier, Handover, Outgoing } from '../domain/ports.ts';
import { optedOut } from '../domain/preferences.ts';
import { suppressed } from '../domain/suppression.ts';
import { notTaken, reasonOf } from '../domain/trouble.ts';
import {
  giveBack,
  leaseToSend,
  leaseToSettle,
  recordHanding,
  recordSent,
  releaseUnsent,
} from '../store/work.ts';
import { smsText } from './compose-message.ts';
import type { Deps } from './deps.ts';
import { countEmail, end, endBounced } from './end-notification.ts';
import { printLetter } from './print-letters.ts';
import { hasOptedOut } from './recipients.ts';
import { createRoom } from './room.ts';
import { findSuppressed } from './suppressions.ts';

/** So many at once, so that a slow provider holds up few others. */
const mostAtOnce = 20;

/** A message with an unknown outcome is repeated this often where its provider remembers no keys. */
const mostRepeats = 1;

/** What a process delivers with. */
export interface Delivery {
  /**
   * Takes in hand what is due, as much as there is room for: gives each message to its provider between two short statements, and stores the answer. A
   * message whose outcome is unknown stays in hand until its lease is over. Resolves once there is room for more, with how many it took; a slow one
   * holds up nobody else. It takes `most` at a time.
   */
  send(most?: number): Promise<number>;
  /** Asks what became of messages that providers have, in the same way. */
  settle(): Promise<number>;
  /** Resolves once nothing is in hand any more. */
  done(): Promise<void>;
}

/** Makes the delivery of one process. */
export function createDelivery(deps: Deps): Delivery {
  const sending = createRoom(mostAtOnce);
  const providers = [...deps.providers.idsFor('email'), ...deps.providers.idsFor('sms')];
  const settling = createRoom(mostAtOnce);
  const take = async (
    room: ReturnType<typeof createRoom>,
    lease: typeof leaseToSettle,
    workOn: (due: readonly Notification[]) => (notification: Notification) => Promise<void>,
    most = mostAtOnce,
  ) => {
    const at = deps.now();
    const limit = Math.min(room.free(), most);
    const due = await lease(deps.db, deps.vault, { now: at, until: later(at, deps.times.lease), limit });
    const work = workOn(due);
    for (const notification of due) room.enter(work(notification));
    // Fewer than there was room for: nothing else waits, and what comes next need not either.
    await room.open(due.length === limit);
    return due.length;
  };
  const sendAll = (due: readonly Notification[]) => {
    // Those that are taken in hand together are looked for on their services' lists together.
    const suppressions = findSuppressed(deps, due);
    // Each message meets a failure by itself; where all are given back at once, none does.
    suppressions.catch(() => {});
    return (notification: Notification) => sendInHand(deps, notification, suppressions);
  };
  return {
    send: (most) =>
      take(sending, (db, vault, lease) => leaseToSend(db, vault, { ...lease, providers }), sendAll, most),
    settle: () => take(settling, leaseToSettle, () => (notification) => settleSafely(deps, notification)),
    async done() {
      await sending.empty();
      await settling.empty();
    },
  };
}

/** A freeze of the department waits for a message that a carrier has; one that it does not have yet is given back, so that nobody has to wonder whether it was sent. */
async function sendInHand(
  deps: Deps,
  notification: Notification,
  suppressions: ReturnType<typeof findSuppressed>,
): Promise<void> {
  try {
    await deps.working(notification.department, () => sendOne(deps, notification, suppressions));
  } catch (error) {
    if (!(error instanceof Closing)) throw error;
    await giveBack(deps.db, notification, later(deps.now(), 1)).catch((failure: unknown) => {
      if (!fencedOff(failure)) throw failure;
    });
  }
}

async function sendOne(
  deps: Deps,
  notification: Notification,
  suppressions: ReturnType<typeof findSuppressed>,
): Promise<void> {
  const { id, handed, provider, type, attempt } = notification;
  try {
    if ((await suppressions).has(id)) {
      await end(deps, id, 'permanent-failure', suppressed);
      return;
    }
    if (attempt > deps.times.retries + 1) {
      deps.log.error({ notificationId: id }, 'no try has a known outcome: the message is not sent again');
      await end(deps, id, 'technical-failure');
      return;
    }
    // No provider of the channel is in use: there may be one later.
    if (provider === automatic) {
      await tryLater(deps, notification);
      return;
    }
    if (type === 'letter') {
      await handToPrinter(deps, notification);
      return;
    }
    // Asked again now: it may have been accepted days ago.
    if (await hasOptedOut(deps, notification)) {
      await end(deps, id, 'permanent-failure', optedOut);
      return;
    }
    const carrier = deps.providers.get(provider);
    if (!(await deps.providerRates.turn(type, provider))) {
      await giveBack(deps.db, notification, later(deps.now(), 1));
      return;
    }
    if (!carrier.remembers && handed > mostRepeats) {
      deps.log.error(
        { notificationId: id },
        'two tries have an unknown outcome: the message is not sent again',
      );
      await end(deps, id, 'technical-failure');
      return;
    }
    await handOver(deps, notification, carrier);
  } catch (error) {
    if (fencedOff(error)) {
      deps.log.info({ notificationId: id }, 'the department went elsewhere while a message was in hand');
      return;
    }
    // Whether it was sent is unknown: it stays in hand, and whoever takes it up next counts a repeat.
    deps.log.warn({ notificationId: id, err: error }, 'a message has an unknown outcome');
  }
}

async function handOver(deps: Deps, notification: Notification, carrier: Carrier): Promise<void> {
  let handed = 0;
  let ours: { error: unknown } | undefined;
  const handing = async () => {
    try {
      if (!(await recordHanding(deps.db, notification))) throw new TakenOver();
      handed += 1;
    } catch (error) {
      ours = { error };
      throw error;
    }
  };
  if (!carrier.remembers && !carrier.tellsHanding) await handing();
  const answer = await carrier.send(outgoing(notification), handing).catch((error: unknown) => {
    // What kept us from handing it over is not the carrier's fault, whatever it made of it.
    if (ours) throw ours.error;
    noteError(deps, notification, reasonOf(error));
    throw error;
  });
  await recordHandover(deps, notification, answer, handed);
}

/** Another worker has a message in hand by now: this one was held up for longer than its lease. */
class TakenOver extends Error {
  override message = 'another worker has the message in hand';
}

async function recordHandover(
  deps: Deps,
  notification: Notification,
  answer: Handover,
  handed = 0,
): Promise<void> {
  const { id } = notification;
  if (answer === 'rejected') return end(deps, id, 'permanent-failure');
  if (answer === 'refused') return endBounced(deps, notification, { sent: 1, bounced: 1 });
  if (answer === 'not_sent') {
    noteError(deps, notification, notTaken);
    return tryLater(deps, notification, handed);
  }
  const at = deps.now();
  // Also where its receipt was faster than its carrier's answer.
  countEmail(deps, notification, { sent: 1, bounced: 0 });
  if (await recordSent(deps.db, id, at, later(at, deps.times.lease))) deps.logged();
  await settle(deps, { ...notification, sentAt: at });
}

async function handToPrinter(deps: Deps, letter: Notification): Promise<void> {
  const answer = await printLetter(deps, letter);
  if (answer === 'too_long') return end(deps, letter.id, 'validation-failed');
  await recordHandover(deps, letter, answer);
}

async function tryLater(deps: Deps, notification: Notification, handed = 0): Promise<void> {
  const { id, type, attempt } = notification;
  const delay = retryDelay(type, attempt, deps.times);
  if (delay === undefined) return end(deps, id, 'technical-failure');
  deps.log.warn({ notificationId: id, attempt }, 'a message was not taken and will be tried again');
  await releaseUnsent(deps.db, notification, { notBefore: later(deps.now(), delay), handed });
}

async function settleSafely(deps: Deps, notification: Notification): Promise<void> {
  try {
    await settle(deps, notification);
  } catch (error) {
    if (!fencedOff(error))
      deps.log.warn({ notificationId: notification.id, err: error }, 'a provider could not be asked');
  }
}

/** Stores how a message ended, if its provider knows. One that is not heard of for too long counts as failed for now. */
async function settle(deps: Deps, notification: Notification): Promise<void> {
  const { id, sentAt } = notification;
  const outcome = await outcomeOf(deps, notification);
  if (outcome === 'permanent-failure') return endBounced(deps, notification);
  if (outcome) return end(deps, id, outcome);
  if (sentAt && deps.now() > later(sentAt, deps.times.receiptWithin)) {
    await end(deps, id, 'temporary-failure');
  }
}

function outcomeOf({ providers }: Deps, { id, type, provider, message }: Notification) {
  return type === 'letter'
    ? providers.printer(provider).outcome(id)
    : providers.get(provider).outcome({ key: id, to: message.to });
}

function noteError({ providerErrors }: Deps, { type, provider }: Notification, reason: string): void {
  if (type !== 'letter') providerErrors.add(type, provider, reason);
}

function outgoing({ id, type, department, message }: Notification): Outgoing {
  if (type === 'letter') throw new Error('A letter is printed, not carried');
  const { to, from, senderName, subject, body, replyTo = null } = message;
  const unsubscribeUrl = message.unsubscribeUrl ?? message.ownUnsubscribeUrl ?? null;
  const common = {
    key: id,
    department,
    channel: type,
    to,
    from,
    senderName,
    subject,
    unsubscribeUrl,
    replyTo,
  };
  return type === 'sms'
    ? { ...common, text: smsText(message), html: null }
    : { ...common, text: emailText(body), html: emailHtml(subject ?? '', body) };
}

function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
