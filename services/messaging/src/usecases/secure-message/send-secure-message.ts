import { createHmac, randomBytes } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import { canonicalJson } from '@ashlar/contracts';
import { v7 } from 'uuid';
import type { MessagingService } from '../../domain/entities.ts';
import type { SecureContent, SecureMessage, SecureNotice } from '../../domain/secure-message/entities.ts';
import { contentHash, sealMessage } from '../../store/secure-message/envelope.ts';
import { insertSecureMessage, readSecureMessage } from '../../store/secure-message/messages.ts';
import { readService } from '../../store/services.ts';
import { acceptFiles, type Refusal, type SentDocument } from './accept-files.ts';
import { mailboxOf, type SecureDeps } from './deps.ts';
import { attest } from './record-event.ts';

/** What the department writes into a message, apart from its documents. */
type Header = Omit<
  SecureContent,
  'message_uuid' | 'created_date_time' | 'salt' | 'main_document' | 'additional_documents'
>;

/** A message as a department sends it, its schema checked and its notices read. */
export interface SendSecureMessage {
  /** `*` may send for any. */
  readonly department: string;
  /** The client that sends it. */
  readonly client: string;
  readonly serviceId: string;
  readonly header: Header;
  readonly mainDocument: SentDocument;
  readonly additionalDocuments: readonly SentDocument[];
  readonly notices: readonly AskedNotice[];
  readonly expiresAt: Date | null;
  readonly once: Once | undefined;
  readonly traceparent: string;
}

/** A notice that is asked for; without a time it is due with the delivery. */
interface AskedNotice extends Omit<SecureNotice, 'dueAt'> {
  readonly dueAt: Date | undefined;
  /** Whether it goes to another country. */
  readonly international: boolean;
}

/** What came of it. */
export type SecureSent =
  | Made<SecureMessage>
  | { readonly refusals: readonly Refusal[] }
  | 'no_such_service'
  | 'no_such_thread'
  | 'key_reused';

/** Accepts a secure message: checks it, seals it under a key of its own, and stores it with the evidence of its submission. */
export async function sendSecureMessage(deps: SecureDeps, input: SendSecureMessage): Promise<SecureSent> {
  const service = await readService(deps.db, deps.vault, input.serviceId, input.department);
  if (!service || service.archivedAt !== null) return 'no_such_service';
  const threadId = await threadOf(deps, input, service);
  if (threadId === undefined) return 'no_such_thread';
  const accepted = await acceptFiles(deps, [
    { pointer: '#/main_document', document: input.mainDocument },
    ...input.additionalDocuments.map((document, at) => ({
      pointer: `#/additional_documents/${at}`,
      document,
    })),
  ]);
  const refusals = [...refuseTimes(deps, input), ...refuseNotices(input, service), ...accepted.refusals];
  if (refusals.length > 0) return { refusals };
  return once(deps, service.department, input.once, {
    async make(once) {
      const now = deps.now();
      const content = contentOf(input.header, accepted.documents, now);
      const message = messageOf(input, service, content, { now, threadId });
      const { jws, hash } = await attest(
        deps,
        { ...message, number: 1, previous: null },
        { event: 'submitted', at: now, detail: { subject: input.client } },
      );
      const stored = await insertSecureMessage(deps.db, deps.vault, {
        message: { ...message, evidenceHash: hash },
        recipient: mailboxOf(deps, content.recipient.recipient_id),
        envelope: sealMessage(deps.keyring, content, accepted.files),
        jws,
        notices: input.notices.map((notice) => ({
          ...notice,
          dueAt: notice.dueAt ?? message.deliverAt,
          notificationId: v7(),
        })),
        once,
        traceparent: input.traceparent,
      });
      if (stored) deps.work();
      return stored ? { ...message, evidenceHash: hash } : undefined;
    },
    read: (id) => readSecureMessage(deps.db, id, { department: input.department }),
  });
}

/**
 * Makes a message at most once for a key. What is kept of a request is a keyed digest, since the plain digest of a short text could be guessed: one that came to
 * a predecessor is compared with its key.
 */
async function once(
  deps: SecureDeps,
  department: string,
  given: Once | undefined,
  creation: Parameters<typeof createOnce<SecureMessage>>[2],
): Promise<Made<SecureMessage> | 'key_reused'> {
  const make = (key: Buffer) => createOnce<SecureMessage>(deps, given && veiled(key, given), creation);
  const made = await make(deps.onceKeys.own);
  if (made !== 'key_reused') return made;
  const before = await deps.onceKeys.handed.find('once', async (handed) => {
    const again = handed.department === department ? await make(handed.key) : 'key_reused';
    return again === 'key_reused' ? undefined : again;
  });
  return before ?? made;
}

function veiled(key: Buffer, given: Once): Once {
  const digest = createHmac('sha256', key).update(`secure-once.${canonicalJson(given.body)}`);
  return { ...given, body: digest.digest('hex') };
}

/** The thread that a message is part of: its own, or that of what it answers, which is between the same two; null begins one. */
async function threadOf(
  deps: SecureDeps,
  { header }: SendSecureMessage,
  service: MessagingService,
): Promise<string | null | undefined> {
  if (!header.reply_data) return null;
  const recipient = mailboxOf(deps, header.recipient.recipient_id);
  const answered = await readSecureMessage(deps.db, header.reply_data.message_uuid, { recipient });
  return answered?.department === service.department ? answered.threadId : undefined;
}

function refuseTimes(deps: SecureDeps, input: SendSecureMessage): Refusal[] {
  const { header, notices, expiresAt } = input;
  const delivery = deliverAt(header, deps.now());
  const replyBy = header.reply_by_date_time;
  const after = 'must be after the delivery';
  return [
    ...(replyBy !== undefined && !header.reply
      ? [{ pointer: '#/reply_by_date_time', detail: 'needs reply' }]
      : []),
    ...(replyBy !== undefined && new Date(replyBy) <= delivery
      ? [{ pointer: '#/reply_by_date_time', detail: after }]
      : []),
    ...(expiresAt !== null && expiresAt <= delivery ? [{ pointer: '#/expires_at', detail: after }] : []),
    ...(notices.some(({ dueAt }) => dueAt !== undefined && dueAt <= delivery)
      ? [{ pointer: '#/fallback/unread_by', detail: after }]
      : []),
  ];
}

/** A notice goes only where the messaging service may send: its notifications are refused elsewhere too. */
function refuseNotices({ notices }: SendSecureMessage, service: MessagingService): Refusal[] {
  return notices.flatMap(({ kind, channel, to, international }) => {
    const pointer = `#/${kind === 'notice' ? '' : 'fallback/'}notice/${channel === 'email' ? 'email_address' : 'phone_number'}`;
    if (international && !service.internationalSms) {
      return [{ pointer, detail: 'is of another country, and the messaging service may not send there' }];
    }
    if (service.trialMode && ![...service.teamMembers, ...service.guestList].includes(to)) {
      return [
        { pointer, detail: 'is not of the team or its guests, and the messaging service is in trial mode' },
      ];
    }
    return [];
  });
}

/** The beginning of the day that it waits for, or at once. */
function deliverAt({ do_not_deliver_until_date: day }: Header, now: Date): Date {
  const begins = day === undefined ? now : new Date(`${day}T00:00:00Z`);
  return begins > now ? begins : now;
}

function contentOf(
  header: Header,
  [main, ...additional]: readonly SecureContent['main_document'][],
  now: Date,
): SecureContent {
  if (!main) throw new Error('A message without a main document passed the contract');
  return {
    message_uuid: v7(),
    created_date_time: now.toISOString(),
    salt: randomBytes(16).toString('base64url'),
    ...header,
    main_document: main,
    additional_documents: additional,
  };
}

function messageOf(
  input: SendSecureMessage,
  service: MessagingService,
  content: SecureContent,
  { now, threadId }: { now: Date; threadId: string | null },
): Omit<SecureMessage, 'evidenceHash'> {
  const { header } = input;
  return {
    id: content.message_uuid,
    threadId: threadId ?? content.message_uuid,
    serviceId: service.id,
    department: service.department,
    service: service.service,
    direction: 'to_recipient',
    state: 'submitted',
    sequence: 1,
    confidentiality: header.confidentiality,
    requiredAssurance: header.required_assurance,
    reply: header.reply,
    replyBy: header.reply_by_date_time === undefined ? null : new Date(header.reply_by_date_time),
    contentSha256: contentHash(content),
    createdAt: now,
    deliverAt: deliverAt(header, now),
    deliveredAt: null,
    openedAt: null,
    repliedAt: null,
    expiresAt: input.expiresAt,
    expiredAt: null,
    erasedAt: null,
  };
}
