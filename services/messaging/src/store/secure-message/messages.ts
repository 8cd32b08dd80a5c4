import { type CreationKey, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type {
  SecureContent,
  SecureFile,
  SecureMessage,
  SecureNotice,
  SecureState,
} from '../../domain/secure-message/entities.ts';
import { secureMessageFact } from '../../events/facts.ts';
import type { Vault } from '../vault.ts';
import { type Envelope, type Keyring, openContent, openFile, type SealedMessage } from './envelope.ts';

/** A message as it is stored for the first time. */
export interface NewSecureMessage {
  readonly message: Omit<
    SecureMessage,
    'sequence' | 'state' | 'deliveredAt' | 'openedAt' | 'repliedAt' | 'expiredAt' | 'erasedAt'
  >;
  /** The keyed digest of the person's subject. */
  readonly recipient: Buffer;
  readonly envelope: Envelope;
  /** The evidence that it was submitted. */
  readonly jws: string;
  readonly notices: readonly (SecureNotice & { readonly notificationId: string })[];
  readonly once: CreationKey | undefined;
  readonly traceparent: string | undefined;
}

const columns = `secure_message.id, thread_id as "threadId", service_id as "serviceId", department, service, direction, state, sequence::integer,
  confidentiality, required_assurance as "requiredAssurance", reply, reply_by as "replyBy", content_sha256 as "contentSha256",
  evidence_hash as "evidenceHash", created_at as "createdAt", deliver_at as "deliverAt", delivered_at as "deliveredAt", opened_at as "openedAt",
  replied_at as "repliedAt", expires_at as "expiresAt", expired_at as "expiredAt", erased_at as "erasedAt"`;

/** Stores a message with its files, notices, first evidence and event. False when the idempotency key was used before. */
export async function insertSecureMessage(
  db: Queryable,
  vault: Vault,
  { message, recipient, envelope, jws, notices, once, traceparent }: NewSecureMessage,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-secure-message',
    text: `with ${onceClause}, made as (
             insert into secure_message (id, created_at, thread_id, service_id, department, service, direction, recipient, state, sequence,
                                         confidentiality, required_assurance, reply, reply_by, content_sha256, evidence_hash, kek_id, wrapped_key,
                                         content, deliver_at, expires_at)
             select $4::uuid, $5::timestamptz, $6::uuid, $7::uuid, $8, $9, $10, $11::bytea, 'submitted', 1, $12, $13, $14::boolean,
                    $15::timestamptz, $16, $17, $18, $19::bytea, $20::bytea, $21::timestamptz, $22::timestamptz from go
             returning *
           ), filed as (
             insert into secure_file (message_id, number, content)
             select made.id, file.number, file.content from made, unnest($23::bytea[]) with ordinality as file (content, number)
           ), kept as (
             insert into secure_evidence (message_id, number, event, at, jws) select made.id, 1, 'submitted', made.created_at, $24::bytea from made
           ), noticed as (
             insert into secure_notice (message_id, kind, channel, recipient, due_at, state, notification_id)
             select made.id, notice.kind, notice.channel, notice.recipient, notice.due_at, 'due', notice.notification_id
               from made, unnest($25::text[], $26::text[], $27::bytea[], $28::timestamptz[], $29::uuid[])
                      as notice (kind, channel, recipient, due_at, notification_id)
           ), logged as (${secureMessageLog('made', `'submitted'`, 'made.created_at', '$30')})
           select receipt from logged`,
    values: [
      ...onceParameters(once, message.id, message.createdAt),
      message.threadId,
      message.serviceId,
      message.department,
      message.service,
      message.direction,
      recipient,
      message.confidentiality,
      message.requiredAssurance,
      message.reply,
      message.replyBy,
      message.contentSha256,
      message.evidenceHash,
      envelope.kekId,
      envelope.wrappedKey,
      envelope.content,
      message.deliverAt,
      message.expiresAt,
      envelope.files,
      vault.seal(jws),
      notices.map(({ kind }) => kind),
      notices.map(({ channel }) => channel),
      notices.map(({ recipient: written, to }) => vault.seal({ recipient: written, to })),
      notices.map(({ dueAt }) => dueAt),
      notices.map(({ notificationId }) => notificationId),
      traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** The change-log row of an event of a message, whose row after it is `from`. */
export function secureMessageLog(from: string, event: string, at: string, trace: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${from}.sequence, fenced(${from}.department, :fence), ${from}.service, 'messaging.mailbox.' || ${event} || '.v1', ${at},
           ${secureMessageFact(from)}, ${trace}::text
      from ${from}
    returning ${receiptSql} as receipt`;
}

/** Whose messages may be read: a department's (`*` is every one), or those of one mailbox. */
export type Owner = { readonly department: string } | { readonly recipient: Buffer };

/** Reads a message of its owner. */
export async function readSecureMessage(
  db: Queryable,
  id: string,
  owner: Owner,
): Promise<SecureMessage | undefined> {
  const { rows } = await db.query<SecureMessage>({
    name: 'read-secure-message',
    text: `select ${columns} from secure_message where id = $1::uuid and ${ownedBy(2)}`,
    values: [id, ...ownerParameters(owner)],
  });
  return rows[0];
}

/** Which messages a list is of; `null` is no filter. */
export interface SecureMessageFilter {
  readonly owner: Owner;
  readonly states: readonly SecureState[] | null;
  readonly direction: SecureMessage['direction'] | null;
  readonly threadId: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/** One page of messages, newest first. */
export async function listSecureMessages(
  db: Queryable,
  filter: SecureMessageFilter,
): Promise<SecureMessage[]> {
  const { rows } = await db.query<SecureMessage>({
    name: 'list-secure-messages',
    text: `select ${columns} from secure_message
            where ${ownedBy(1)}
              and ($3::text[] is null or state = any ($3::text[])) and ($4::text is null or direction = $4)
              and ($5::uuid is null or thread_id = $5::uuid) and ($6::uuid is null or id < $6::uuid)
            order by id desc limit $7`,
    values: [
      ...ownerParameters(filter.owner),
      filter.states,
      filter.direction,
      filter.threadId,
      filter.before,
      filter.limit,
    ],
  });
  return rows;
}

/** Opens what is in messages, by their ids; those whose content was erased are left out. */
export async function readContents(
  db: Queryable,
  keyring: Keyring,
  ids: readonly string[],
): Promise<Map<string, SecureContent>> {
  const { rows } = await db.query<SealedMessage>({
    name: 'read-secure-contents',
    text: `select id, content_sha256 as "contentSha256", kek_id as "kekId", wrapped_key as "wrappedKey", content
             from secure_message where id = any ($1::uuid[]) and content is not null`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, openContent(keyring, row)]));
}

/** Opens one file of a message; undefined when there is none of this number. */
export async function readFile(
  db: Queryable,
  keyring: Keyring,
  id: string,
  { number, sha256 }: SecureFile,
): Promise<Buffer | undefined> {
  const { rows } = await db.query<SealedMessage>({
    name: 'read-secure-file',
    text: `select id, kek_id as "kekId", wrapped_key as "wrappedKey", secure_file.content
             from secure_message join secure_file on message_id = id where id = $1::uuid and number = $2`,
    values: [id, number],
  });
  return rows[0] && openFile(keyring, rows[0], rows[0].content, sha256);
}

/** The condition that parameters from `first` on own a row: the department, the mailbox. */
function ownedBy(first: number): string {
  return `($${first}::text is null or $${first} = '*' or department = $${first}) and ($${first + 1}::bytea is null or recipient = $${first + 1})`;
}

function ownerParameters(owner: Owner): unknown[] {
  return 'department' in owner ? [owner.department, null] : [null, owner.recipient];
}
