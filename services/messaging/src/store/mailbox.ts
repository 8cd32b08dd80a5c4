import type { Queryable } from '@ashlar/postgres';
import type { CarrierScript } from '../domain/carrier-script.ts';
import type { Heading, MailboxEntry } from '../domain/mailbox.ts';
import type { Outcome, Outgoing } from '../domain/ports.ts';
import { oursOf } from './ours.ts';
import type { Vault } from './vault.ts';

/** A message as its row says it: `content` is what the sandbox carrier was given, or the heading of mail that came by SMTP. */
export interface StoredMessage
  extends Pick<MailboxEntry, 'id' | 'arrival' | 'outcome' | 'receivedAt' | 'notificationId' | 'copies'> {
  readonly content: Outgoing | Heading;
  readonly recipients: readonly Buffer[];
}

/** Which messages a list is of; `null` is no filter. */
export interface MailboxFilter {
  readonly recipient: Buffer | null;
  readonly notificationId: string | null;
  /** Only those that arrived before the message with this id. */
  readonly before: string | null;
  readonly limit: number;
}

/** Remembers a message of a sandbox's carrier, under the message's key or one of the carrier's; where that is known already, nothing changes. Whether it is new. */
export async function keepSandboxMessage(
  db: Queryable,
  vault: Vault,
  message: Outgoing,
  more: { key?: string; outcome: Outcome; recipient: Buffer },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'keep-sandbox-message',
    text: `insert into sandbox_message (key, notification_id, channel, outcome, recipients, content, department)
           select $6::text, $1::uuid, $2, $3, array[$4::bytea], $5, fenced(department_of_notification($1::uuid), :fence)
           on conflict (key) do nothing`,
    values: [
      message.key,
      message.channel,
      more.outcome,
      more.recipient,
      vault.seal(message),
      more.key ?? message.key,
    ],
  });
  return rowCount === 1;
}

/** Mail that came by SMTP, as it is stored. */
export interface ReceivedMail {
  readonly heading: Heading;
  readonly raw: Buffer;
  readonly recipients: readonly Buffer[];
  /** The same for a repeat; null for mail without a Message-ID. */
  readonly same: Buffer | null;
  readonly notificationId: string | null;
}

/** Stores mail that came by SMTP. A repeat is stored too. Returns its id. */
export async function keepReceivedMail(db: Queryable, vault: Vault, mail: ReceivedMail): Promise<string> {
  const { rows } = await db.query<{ id: string }>({
    name: 'keep-received-mail',
    text: `with made as (select uuidv7() as id)
           insert into sandbox_message (id, key, notification_id, channel, outcome, recipients, same, content, raw)
           select id, 'smtp/' || id, $1::uuid, 'email', 'delivered', $2::bytea[], $3::bytea, $4::bytea, $5::bytea from made
           returning id`,
    values: [
      mail.notificationId,
      mail.recipients,
      mail.same,
      vault.seal(mail.heading),
      vault.seal(mail.raw.toString('base64')),
    ],
  });
  return rows[0]?.id ?? '';
}

/** What became of a message in the sandbox; undefined when it has none of this key. */
export async function findSandboxOutcome(db: Queryable, key: string): Promise<Outcome | undefined> {
  const { rows } = await db.query<{ outcome: Outcome }>({
    name: 'find-sandbox-outcome',
    text: 'select outcome from sandbox_message where key = $1',
    values: [key],
  });
  return rows[0]?.outcome;
}

/** The same, once `afterS` seconds have passed since the message came. */
export async function findSandboxReceipt(
  db: Queryable,
  key: string,
  afterS: number,
): Promise<Outcome | undefined> {
  const { rows } = await db.query<{ outcome: Outcome }>({
    name: 'find-sandbox-receipt',
    text: 'select outcome from sandbox_message where key = $1 and created_at <= now() - make_interval(secs => $2)',
    values: [key, afterS],
  });
  return rows[0]?.outcome;
}

/** The script of a scripted carrier, as far as it has one. */
export async function readCarrierScript(db: Queryable, id: string): Promise<Partial<CarrierScript>> {
  const { rows } = await db.query<{ script: Partial<CarrierScript> }>({
    name: 'read-carrier-script',
    text: 'select script from provider where id = $1 and script is not null limit 1',
    values: [id],
  });
  return rows[0]?.script ?? {};
}

/** One page of the mailbox, newest first. */
export async function listMailbox(
  db: Queryable,
  vault: Vault,
  filter: MailboxFilter,
): Promise<StoredMessage[]> {
  const { rows } = await db.query<MessageRow>({
    name: 'list-mailbox',
    text: `select ${columns} from sandbox_message
            where ($1::bytea is null or recipients @> array[$1::bytea])
              and ($2::uuid is null or notification_id = $2::uuid)
              and ($3::uuid is null or id < $3::uuid)
            order by id desc limit $4`,
    values: [filter.recipient, filter.notificationId, filter.before, filter.limit],
  });
  return rows.map((row) => opened(vault, row));
}

/** The newest message to each recipient of the newest `among` messages, at most `limit`: whom a reader may want to choose from. */
export async function listRecipients(
  db: Queryable,
  vault: Vault,
  ask: { among: number; limit: number },
): Promise<StoredMessage[]> {
  const { rows } = await db.query<MessageRow>({
    name: 'list-mailbox-recipients',
    text: `select ${columns} from sandbox_message where id in (
             select max(id::text)::uuid from (select id, recipients from sandbox_message order by id desc limit $1) as newest
              group by recipients order by max(id::text) desc limit $2)
            order by id desc`,
    values: [ask.among, ask.limit],
  });
  return rows.map((row) => opened(vault, row));
}

/** Reads one message of the mailbox. */
export async function readMailboxMessage(
  db: Queryable,
  vault: Vault,
  id: string,
): Promise<StoredMessage | undefined> {
  const { rows } = await db.query<MessageRow>({
    name: 'read-mailbox-message',
    text: `select ${columns} from sandbox_message where id = $1::uuid`,
    values: [id],
  });
  return rows[0] && opened(vault, rows[0]);
}

/** Reads mail as it came by SMTP; undefined when there is no such message, or it came another way. */
export async function readRawMail(db: Queryable, vault: Vault, id: string): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ raw: Buffer }>({
    name: 'read-raw-mail',
    text: 'select raw from sandbox_message where id = $1::uuid and raw is not null',
    values: [id],
  });
  return rows[0] && Buffer.from(vault.open<string>(rows[0].raw), 'base64');
}

/** Deletes up to `limit` messages of the mailbox from before then. Returns how many. */
export async function deleteSandboxMessages(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-sandbox-messages',
    text: `with old as (
             select key, coalesce(department, '') as department from sandbox_message
              where created_at < $1::timestamptz and (department is null or primary_here(department)) limit $2
           ), ${oursOf('old')}
           delete from sandbox_message using old join ours using (department) where sandbox_message.key = old.key`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}

const columns = `id, case when raw is null then 'sandbox' else 'smtp' end as arrival, outcome, created_at as "receivedAt",
  notification_id as "notificationId", content, recipients,
  case when same is null then 1
       else (select count(*) from sandbox_message as copy where copy.same = sandbox_message.same)::integer end as copies`;

type MessageRow = Omit<StoredMessage, 'content'> & { readonly content: Buffer };

function opened(vault: Vault, row: MessageRow): StoredMessage {
  return { ...row, content: vault.open<StoredMessage['content']>(row.content) };
}
