import type { MailboxEntry, MailboxMessage, MessageParts, Party } from '../domain/mailbox.ts';
import type { Outgoing } from '../domain/ports.ts';
import {
  listMailbox,
  listRecipients,
  readMailboxMessage,
  readRawMail,
  type StoredMessage,
} from '../store/mailbox.ts';
import type { Deps } from './deps.ts';
import { type ReadMail, readMail } from './read-mail.ts';

/** What the mailbox is read through. */
type MailboxDeps = Pick<Deps, 'db' | 'vault'>;

/** Which messages are wanted. */
export interface MailboxAsk {
  /** A key of {@link MailboxEntry.recipientKeys}. */
  readonly recipientKey?: string | undefined;
  readonly notificationId?: string | undefined;
  /** Only those that arrived before the message with this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** One page of the mailbox, newest first. */
export interface MailboxPage {
  readonly entries: readonly MailboxEntry[];
  /** Whether there are older ones. */
  readonly more: boolean;
}

/** Reads one page of the mailbox. */
export async function findMailboxEntries({ db, vault }: MailboxDeps, ask: MailboxAsk): Promise<MailboxPage> {
  const { recipientKey, notificationId, before, limit } = ask;
  const found = await listMailbox(db, vault, {
    recipient: recipientKey === undefined ? null : Buffer.from(recipientKey, 'hex'),
    notificationId: notificationId ?? null,
    before: before ?? null,
    limit: limit + 1,
  });
  return { entries: found.slice(0, limit).map(entryOf), more: found.length > limit };
}

/** A recipient to choose from, with what stands for it in filters. */
export interface RecipientChoice extends Party {
  readonly key: string;
}

/** The recipients of the newest messages, each once, the latest first. */
export async function findMailboxRecipients({ db, vault }: MailboxDeps): Promise<RecipientChoice[]> {
  const newest = await listRecipients(db, vault, { among: 1000, limit: 100 });
  const choices = new Map<string, RecipientChoice>();
  for (const { to, recipientKeys } of newest.map(entryOf)) {
    for (const [at, key] of recipientKeys.entries()) {
      const party = to[at];
      if (party && !choices.has(key)) choices.set(key, { ...party, key });
    }
  }
  return [...choices.values()];
}

/** Reads one message, whole. */
export async function getMailboxMessage(
  { db, vault }: MailboxDeps,
  id: string,
): Promise<MailboxMessage | undefined> {
  const stored = await readMailboxMessage(db, vault, id);
  if (!stored) return undefined;
  if ('key' in stored.content)
    return { ...entryOf(stored), ...sandboxParts(stored.content), unreadable: false };
  const raw = await readRawMail(db, vault, id);
  const mail = raw && (await readMail(raw));
  return { ...entryOf(stored), ...(mail ? mailParts(mail) : noParts), unreadable: mail === undefined };
}

/** Reads mail as it came by SMTP. */
export function getMailboxSource({ db, vault }: MailboxDeps, id: string): Promise<Buffer | undefined> {
  return readRawMail(db, vault, id);
}

function entryOf({ content, recipients, ...stored }: StoredMessage): MailboxEntry {
  const { channel, subject } = content;
  const recipientKeys = recipients.map((digest) => digest.toString('hex'));
  if (!('key' in content))
    return { ...stored, channel, subject, from: content.from, to: content.to, recipientKeys };
  const from = { name: content.senderName, address: content.from };
  return { ...stored, channel, subject, from, to: [{ name: '', address: content.to }], recipientKeys };
}

const noParts: MessageParts = { text: null, html: null, writtenAt: null, messageId: null, attachments: [] };

function sandboxParts({ text, html }: Outgoing): MessageParts {
  return { ...noParts, text, html };
}

function mailParts({ text, html, writtenAt, messageId, attachments }: ReadMail): MessageParts {
  return { text, html, writtenAt, messageId, attachments };
}
