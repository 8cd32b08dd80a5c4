import assert from 'node:assert/strict';
import { until } from '@ashlar/testkit';
import type { DemoValues } from './demo-values.ts';
import { patiently, send } from './licensing/patience.ts';

/** A message in the platform's mailbox, as far as a journey reads it. */
export interface MailboxEntry {
  readonly id: string;
  readonly type: 'email' | 'sms';
  /** Whether a mail server delivered it, or the sandbox was given it. */
  readonly arrived_by: 'smtp' | 'sandbox';
  readonly subject: string | null;
  /** How often this mail arrived: the same Message-ID for the same recipients. */
  readonly copies: number;
}

/** The mailbox of a platform that sends to nobody. */
export interface Mailbox {
  /** Waits for what was sent for a notification. */
  arrives(notificationId: string): Promise<MailboxEntry>;
  /** All that was sent for a notification. */
  of(notificationId: string): Promise<readonly MailboxEntry[]>;
}

/** Opens the mailbox by its form for programs, which stands beside its page. */
export function mailboxOf({ MAILBOX_URL }: DemoValues): Mailbox {
  const of = (notificationId: string) =>
    patiently(async () => {
      const answer = await send(
        new URL(`/ashlar/v1/mailbox/messages?notification_id=${notificationId}`, MAILBOX_URL),
      );
      assert.equal(answer.status, 200);
      return (JSON.parse(await answer.text()) as { messages: readonly MailboxEntry[] }).messages;
    });
  return {
    of,
    arrives: (notificationId) =>
      until(async () => (await of(notificationId))[0], {
        timeoutMs: 60_000,
        what: 'a message in the mailbox',
      }),
  };
}
