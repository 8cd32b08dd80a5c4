import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';

/** A carrier of messages as messaging asks it: the face that every company is given. */
export interface MessageCarrier {
  /** Whether sending again with the same key has no second effect. */
  readonly remembers: boolean;
  send(message: CarriedMessage): Promise<string>;
  outcome(ask: { key: string; to: string }): Promise<string | undefined>;
  readReceipt?(receipt: TestReceipt): { readonly outcome: string | undefined } | undefined;
}

/** A message as a carrier is given it. */
export interface CarriedMessage {
  readonly key: string;
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly from: string;
  readonly senderName: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly unsubscribeUrl: string | null;
  readonly replyTo: string | null;
}

/** What a company tells by HTTP of a message that it took. */
export interface TestReceipt {
  readonly key: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly form: Readonly<Record<string, string>>;
}

/** How a message may end. */
export const ends = ['delivered', 'permanent-failure', 'temporary-failure'] as const;

export type End = (typeof ends)[number];

/**
 * What a company can do with the next message that it is given. It does not take it: `refuses` it for good, or `is busy`. It takes it, and its customer is not told:
 * `loses its answer`, `is silent`, `fails` (HTTP 500) or `babbles` (says 200, with something that is not its own).
 */
export type Trouble = 'refuses' | 'is busy' | 'loses its answer' | 'is silent' | 'fails' | 'babbles';

/** A carrier under test, and what its company can be asked and made to do. */
export interface CarrierSubject {
  readonly channel: 'email' | 'sms';
  readonly carrier: MessageCarrier;
  /** What the company got for a recipient, in order. */
  got(to: string): Promise<readonly { readonly text: string }[]>;
  /** Makes it do so with the next message; left out is what it cannot be made to do. */
  readonly trouble: Partial<Record<Trouble, () => void | Promise<void>>>;
  /** The longest that the carrier may wait for an answer, in milliseconds. */
  readonly patienceMs: number;
  /** The same carrier with nobody at its address; left out for one that is within this process. */
  away?(): Promise<MessageCarrier>;
  /** Recipients whose messages end so, where the company is asked for the end. */
  readonly endsAt?: Readonly<Record<End, string>>;
  /** A receipt as the company sends it, where it does: a message is still `on its way`, or came to an end. */
  receipt?(key: string, event: 'on its way' | End): TestReceipt;
}

/** A message with the usual values, to somebody who never got one. Its text has what transports like to change. */
export function aMessage({ channel }: CarrierSubject, changes: Partial<CarriedMessage> = {}): CarriedMessage {
  const key = randomUUID();
  const isMail = channel === 'email';
  return {
    key,
    channel,
    to: isMail ? `anna-${key}@example.org` : `+4477009${randomInt(100_000, 1_000_000)}`,
    from: isMail ? 'licences@messages.example' : 'ASHLAR',
    senderName: 'Fishing licences',
    subject: isMail ? 'Your licence' : null,
    text: 'You may fish – ½ price & more = 100% + "free".\n.\nŴyth.',
    html: null,
    unsubscribeUrl: null,
    replyTo: null,
    ...changes,
  };
}

/** What sending came to: the carrier's answer, or that it rejected; throws when it did neither within its time. */
export async function sent(
  { carrier, patienceMs }: CarrierSubject,
  message: CarriedMessage,
): Promise<{ readonly answer: string } | { readonly error: unknown }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, patienceMs, new assert.AssertionError({ message: 'it waits for ever' }));
  });
  try {
    const settled = carrier.send(message).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asserts that a message is taken. */
export async function assertTaken(subject: CarrierSubject, message: CarriedMessage): Promise<void> {
  assert.deepEqual(await sent(subject, message), { answer: 'accepted' });
}

/** Asserts how often the company got a message for its recipient. */
export async function assertGot(
  subject: CarrierSubject,
  { to }: CarriedMessage,
  times: number,
): Promise<void> {
  assert.equal((await subject.got(to)).length, times, 'how often the company got it');
}
