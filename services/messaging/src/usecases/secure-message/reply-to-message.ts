import { randomBytes } from 'node:crypto';
import { requestHash } from '@ashlar/postgres';
import { v7 } from 'uuid';
import { type SecureContent, type SecureMessage, takesReply } from '../../domain/secure-message/entities.ts';
import { contentHash, sealMessage, sha256Of } from '../../store/secure-message/envelope.ts';
import { insertSecureMessage } from '../../store/secure-message/messages.ts';
import { mailboxOf, type Person, type SecureDeps } from './deps.ts';
import { type OpenMessage, openMessage, shownText } from './read-inbox.ts';
import { attest, recordEvent } from './record-event.ts';

/** A reply as a person writes it. */
export interface ReplyAsk {
  readonly id: string;
  readonly text: string;
  /** The same for each time that the form is sent. */
  readonly once: string;
  readonly traceparent: string;
}

/** The most characters of a reply. */
export const longestReply = 10_000;

/** Something else happened to the message in the same moment; nothing is stored. */
class Overtaken extends Error {}

/**
 * Stores a person's reply, which is a message of its own in the thread, and attests it on both. The same form a second time changes nothing. `closed`: the
 * message does not take a reply, or not any more.
 */
export async function replyToMessage(
  deps: SecureDeps,
  person: Person,
  ask: ReplyAsk,
): Promise<'replied' | 'closed' | Exclude<Awaited<ReturnType<typeof openMessage>>, OpenMessage>> {
  const opened = await openMessage(deps, person, ask.id, ask.traceparent);
  if (opened === 'not_found' || 'required' in opened) return opened;
  if (!takesReply(opened.message, deps.now())) return 'closed';
  try {
    await deps.together((db) => store({ ...deps, db }, person, ask, opened));
  } catch (error) {
    if (error instanceof Overtaken) return replyToMessage(deps, person, ask);
    throw error;
  }
  deps.logged();
  deps.work();
  return 'replied';
}

async function store(
  deps: SecureDeps,
  person: Person,
  ask: ReplyAsk,
  { message, content }: OpenMessage,
): Promise<void> {
  const { subject, assurance } = person;
  const text = Buffer.from(ask.text);
  const reply = replyContent(deps, person, content, text);
  const row = replyRow(message, reply);
  const { jws, hash } = await attest(
    deps,
    { ...row, number: 1, previous: null },
    { event: 'submitted', at: row.createdAt, detail: { subject, assurance } },
  );
  const isNew = await insertSecureMessage(deps.db, deps.vault, {
    message: { ...row, evidenceHash: hash },
    recipient: mailboxOf(deps, subject),
    envelope: sealMessage(deps.keyring, reply, [text]),
    jws,
    notices: [],
    once: { scope: `secure-reply:${message.id}`, key: ask.once, requestHash: requestHash(null) },
    traceparent: ask.traceparent,
  });
  if (!isNew) return;
  const detail = {
    subject,
    assurance,
    reply: { message_uuid: row.id, content_sha256: row.contentSha256 },
  };
  const { traceparent } = ask;
  if (!(await recordEvent(deps, deps.db, message, { event: 'replied', detail, traceparent }))) {
    throw new Overtaken('The message changed while it was replied to');
  }
}

function replyContent(
  deps: SecureDeps,
  { subject }: Person,
  answered: SecureContent,
  text: Buffer,
): SecureContent {
  const { sender, label, case_id, confidentiality, required_assurance, message_uuid } = answered;
  const file = {
    number: 1,
    encoding_format: 'text/plain',
    filename: 'reply.txt',
    language: shownText(answered)?.language ?? 'und',
    size: text.length,
    sha256: sha256Of(text),
  };
  return {
    message_uuid: v7(),
    created_date_time: deps.now().toISOString(),
    salt: randomBytes(16).toString('base64url'),
    // As in MeMo, who sent the message is who the reply is for.
    recipient: { recipient_id: sender.sender_id ?? sender.label },
    sender: { label: 'The recipient', sender_id: subject, id_type: 'sub' },
    label: `Re: ${label}`.slice(0, 255),
    ...(case_id !== undefined && { case_id }),
    mandatory: false,
    legal_notification: false,
    reply: false,
    reply_data: { message_uuid },
    confidentiality,
    required_assurance,
    main_document: { files: [file] },
    additional_documents: [],
  };
}

function replyRow(message: SecureMessage, reply: SecureContent): Omit<SecureMessage, 'evidenceHash'> {
  const createdAt = new Date(reply.created_date_time);
  return {
    ...message,
    id: reply.message_uuid,
    direction: 'from_recipient',
    state: 'submitted',
    sequence: 1,
    reply: false,
    replyBy: null,
    contentSha256: contentHash(reply),
    createdAt,
    deliverAt: createdAt,
    deliveredAt: null,
    openedAt: null,
    repliedAt: null,
    expiresAt: null,
    expiredAt: null,
  };
}
