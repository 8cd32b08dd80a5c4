import { type Heading, notificationOf, type Party } from '../domain/mailbox.ts';
import { keepReceivedMail } from '../store/mailbox.ts';
import type { Deps } from './deps.ts';
import { recipientDigest } from './mailbox-digests.ts';
import { readMail } from './read-mail.ts';

/** Mail as a server hands it over: who it is for by the envelope (RFC 5321), and the whole of it. */
export interface Delivered {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
}

/**
 * Stores mail that arrived by SMTP in the mailbox. When it resolves the mail is durable. Mail that comes again is stored again, and can be told
 * by its Message-ID. Answers its id.
 */
export async function receiveMail(
  deps: Pick<Deps, 'db' | 'vault' | 'mac'>,
  mail: Delivered,
): Promise<string> {
  const read = await readMail(mail.raw);
  const to = mail.recipients.map((address): Party => {
    const named = read?.to.find((party) => party.address.toLowerCase() === address.toLowerCase());
    return { name: named?.name ?? '', address };
  });
  const heading: Heading = {
    channel: 'email',
    from: read?.from ?? { name: '', address: mail.from },
    to,
    subject: read?.subject ?? null,
  };
  const recipients = to.map(({ address }) => recipientDigest(deps, address));
  const messageId = read?.messageId ?? null;
  return keepReceivedMail(deps.db, deps.vault, {
    heading,
    raw: mail.raw,
    recipients,
    same: messageId === null ? null : sameDigest(deps, messageId, mail.recipients),
    notificationId: notificationOf(messageId),
  });
}

function sameDigest(deps: Pick<Deps, 'mac'>, messageId: string, recipients: readonly string[]): Buffer {
  return deps.mac('mailbox-same', [messageId, ...recipients].join('\n').toLowerCase());
}
