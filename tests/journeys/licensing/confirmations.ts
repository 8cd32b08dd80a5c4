import axios from 'axios';
import { NotifyClient } from 'notifications-node-client';
import type { DemoValues } from '../demo-values.ts';
import { type Change, feedOf } from '../feed.ts';
import { traceHeaders, withinTrace } from '../trace.ts';
import { patiently } from './patience.ts';

/** Who is told what when a payment was taken. */
export interface Recipient {
  readonly reference: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** What was sent for a payment: ids of notifications. */
export interface Confirmation {
  readonly email: string;
  readonly sms: string;
}

/** The part of the service that listens: it hears of captured payments and confirms each once. */
export interface Confirmations {
  /** What was sent for this payment; undefined as long as it was not heard of. */
  of(paymentId: string): Confirmation | undefined;
  /** How far the feed was read. */
  position(): number;
  /** Stops listening; rejects with what made it stop before. */
  close(): Promise<void>;
}

/** What {@link followPayments} needs. */
export interface FollowOptions {
  readonly demo: DemoValues;
  /** Where to begin in the feed. */
  readonly after: number;
  /** Whom a payment concerns; undefined when it is none of the service's. */
  recipientOf(paymentId: string): Recipient | undefined;
  /** Is told before a message is asked for. */
  sending(kind: Kind): void | Promise<void>;
}

type Kind = 'email' | 'sms';
type ClientAxios = Parameters<NotifyClient['setClient']>[0];

const TIMEOUT_MS = 15_000;

/**
 * Follows the department's payments feed. An event that comes again sends nothing again: not in this process, by the ledger it keeps; and not in
 * the next, since it asks messaging what was sent under the payment's id before it sends.
 */
export function followPayments({ demo, after, recipientOf, sending }: FollowOptions): Confirmations {
  const ledger = new Map<string, Confirmation>();
  const feed = feedOf(demo.PAYMENTS_URL, () => demo.PAYMENTS_API_KEY);
  const stopped = new AbortController();
  let position = after;

  const hear = async ({ type, subject, traceparent }: Change): Promise<void> => {
    if (type !== 'payments.payment.captured.v1' || ledger.has(subject)) return;
    const recipient = recipientOf(subject);
    if (!recipient) return;
    // What follows from an event belongs to the event's trace.
    await withinTrace(traceparent, async () => {
      const email = await sendOnce(demo, 'email', subject, recipient, sending);
      const sms = await sendOnce(demo, 'sms', subject, recipient, sending);
      ledger.set(subject, { email, sms });
    });
  };

  const listen = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const page = await feed.read(position, 20, stopped.signal);
      for (const event of page.events) await hear(event);
      // Only now: whoever stops in between hears these events again.
      position = page.position;
    }
  };
  const listening = listen().catch((error: unknown) => {
    if (!stopped.signal.aborted) throw error;
  });
  // Told at the end, by `close`.
  listening.catch(() => {});

  return {
    of: (paymentId) => ledger.get(paymentId),
    position: () => position,
    close() {
      stopped.abort();
      return listening;
    },
  };
}

async function sendOnce(
  demo: DemoValues,
  kind: Kind,
  paymentId: string,
  { reference, name, email, phone }: Recipient,
  sending: FollowOptions['sending'],
): Promise<string> {
  const client = new NotifyClient(demo.MESSAGING_URL, demo.NOTIFY_API_KEY);
  // The client takes an axios of the caller's; this one adds the trace and the key under which a creation counts once.
  const headers = { ...traceHeaders(), 'Idempotency-Key': `${paymentId}-${kind}` };
  // Its types are those of axios for CommonJS, which TypeScript holds for another library.
  client.setClient(axios.create({ headers, timeout: TIMEOUT_MS }) as unknown as ClientAxios);
  return patiently(async () => {
    const earlier = await client.getNotifications(kind, undefined, paymentId);
    const [sent] = earlier.data.notifications;
    if (sent) return sent.id;
    await sending(kind);
    const options = { personalisation: { name, reference }, reference: paymentId };
    const answer =
      kind === 'email'
        ? await client.sendEmail(demo.NOTIFY_EMAIL_TEMPLATE_ID, email, options)
        : await client.sendSms(demo.NOTIFY_SMS_TEMPLATE_ID, phone, options);
    return answer.data.id;
  });
}
