import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Attachment, MessageParts, Party } from '../domain/mailbox.ts';

/** Mail as its own headers and parts tell it. */
export interface ReadMail extends MessageParts {
  readonly from: Party | undefined;
  readonly to: readonly Party[];
  readonly subject: string | null;
}

// Less than the parser's own limits: mail of people and programs is far from them, and strangers' mail is not worth the time.
const limits = { maxNestingDepth: 50, maxHeadersSize: 262_144, maxRfc822NestingDepth: 2 };

/** Reads mail (RFC 5322, MIME). Undefined when it cannot be read as such, which is the sender's doing. */
export async function readMail(raw: Buffer): Promise<ReadMail | undefined> {
  const mail = await PostalMime.parse(raw, limits).catch(() => undefined);
  if (!mail) return undefined;
  const { subject, text, html, messageId, attachments } = mail;
  return {
    from: parties(mail.from && [mail.from])[0],
    to: [...parties(mail.to), ...parties(mail.cc)],
    subject: subject ?? null,
    text: text ?? null,
    html: html ?? null,
    writtenAt: writtenAt(mail),
    messageId: messageId ?? null,
    attachments: attachments.map(attachment),
  };
}

function parties(addresses: readonly Address[] | undefined): Party[] {
  return (addresses ?? []).flatMap(
    ({ name, address, group }) =>
      group?.map((one) => ({ name: one.name, address: one.address })) ?? [{ name, address: address ?? '' }],
  );
}

function writtenAt({ date }: Email): Date | null {
  const at = new Date(date ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

function attachment({ filename, mimeType, content }: Email['attachments'][number]): Attachment {
  return {
    name: filename,
    type: mimeType,
    bytes: typeof content === 'string' ? content.length : content.byteLength,
  };
}
