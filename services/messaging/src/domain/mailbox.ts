import type { Channel } from './entities.ts';
import type { Outcome } from './ports.ts';

/** Who a message is from or to. */
export interface Party {
  /** Empty when there is none. */
  readonly name: string;
  /** An e-mail address, a number or the sender of a text message. */
  readonly address: string;
}

/** How a message came into the mailbox: the sandbox carrier was given it, or a mail server delivered it. */
export type Arrival = 'sandbox' | 'smtp';

/** What a list shows of a message. */
export interface Heading {
  readonly channel: Channel;
  readonly from: Party;
  readonly to: readonly Party[];
  /** Of e-mails. */
  readonly subject: string | null;
}

/** A message in the mailbox, as a list shows it. */
export interface MailboxEntry extends Heading {
  /** A UUID of version 7: the order of ids is the order of arrival. */
  readonly id: string;
  readonly arrival: Arrival;
  readonly outcome: Outcome;
  readonly receivedAt: Date;
  /** What it was sent for, if that can be told. */
  readonly notificationId: string | null;
  /** How often the same mail arrived: the same Message-ID for the same recipients. */
  readonly copies: number;
  /** What stands for each recipient in filters, in the order of `to`, so that no URL carries an address. */
  readonly recipientKeys: readonly string[];
}

/** What is in a message. */
export interface MessageParts {
  readonly text: string | null;
  readonly html: string | null;
  /** When its sender says that it was written. */
  readonly writtenAt: Date | null;
  readonly messageId: string | null;
  readonly attachments: readonly Attachment[];
}

/** A file that came with a message; its content is in the source only. */
export interface Attachment {
  readonly name: string | null;
  readonly type: string;
  readonly bytes: number;
}

/** A message in the mailbox, whole. */
export interface MailboxMessage extends MailboxEntry, MessageParts {
  /** Its source cannot be read as mail: only the heading is known. */
  readonly unreadable: boolean;
}

/** The notification that a Message-ID of ours names: `<id@host>`, a UUID of version 7. Null for any other. */
export function notificationOf(messageId: string | null): string | null {
  const [, id] =
    /^<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@/i.exec(messageId ?? '') ?? [];
  return id?.toLowerCase() ?? null;
}
