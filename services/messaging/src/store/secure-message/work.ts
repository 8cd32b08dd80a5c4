import type { Queryable } from '@ashlar/postgres';
import type { NoticeKind } from '../../domain/secure-message/entities.ts';
import { oursOf } from '../ours.ts';
import type { Vault } from '../vault.ts';
import type { Keyring } from './envelope.ts';

const limit = 50;

/** The ids of messages whose time has come to be delivered. */
export function dueForDelivery(db: Queryable, now: Date): Promise<string[]> {
  return ids(db, {
    name: 'secure-due-for-delivery',
    text: `select id from secure_message where state = 'submitted' and deliver_at <= $1 and (not_before is null or not_before <= $1) and primary_here(department)
            order by deliver_at limit ${limit}`,
    values: [now],
  });
}

/** The ids of messages whose time is over. */
export function dueToExpire(db: Queryable, now: Date): Promise<string[]> {
  return ids(db, {
    name: 'secure-due-to-expire',
    text: `select id from secure_message
            where state <> 'expired' and expires_at <= $1 and (not_before is null or not_before <= $1) and primary_here(department)
            order by expires_at limit ${limit}`,
    values: [now],
  });
}

/** Leaves a message alone until then: it met a fault, and others wait behind it. */
export async function postpone(db: Queryable, id: string, until: Date): Promise<void> {
  await db.query({
    name: 'secure-postpone',
    text: 'update secure_message set not_before = $2 where id = $1::uuid and primary_held(department)',
    values: [id, until],
  });
}

/** A notice that waits for something. */
export interface WaitingNotice {
  readonly messageId: string;
  readonly kind: NoticeKind;
  readonly channel: 'email' | 'sms';
  readonly notificationId: string;
  readonly recipient: string;
  readonly to: string;
}

/** Notices that are due, of messages that are in the mailbox and unread. */
export async function dueNotices(db: Queryable, vault: Vault, now: Date): Promise<WaitingNotice[]> {
  const { rows } = await db.query<Omit<WaitingNotice, 'recipient' | 'to'> & { recipient: Buffer }>({
    name: 'secure-due-notices',
    text: `select message_id as "messageId", kind, channel, notification_id as "notificationId", secure_notice.recipient
             from secure_notice join secure_message on id = message_id
            where secure_notice.state = 'due' and due_at <= $1 and (secure_notice.not_before is null or secure_notice.not_before <= $1)
              and secure_message.state = 'delivered' and primary_here(department)
            order by due_at limit ${limit}`,
    values: [now],
  });
  return rows.map(({ recipient, ...notice }) => ({
    ...notice,
    ...vault.open<Pick<WaitingNotice, 'recipient' | 'to'>>(recipient),
  }));
}

/** Stores that a notice is with the notifications now. False when it was before, or is not due any more. */
export async function noticeHanded(
  db: Queryable,
  { messageId, kind, channel }: WaitingNotice,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'secure-notice-handed',
    text: `update secure_notice set state = 'handed'
            where message_id = $1::uuid and kind = $2 and channel = $3 and state = 'due' and primary_held(department_of_secure_message(message_id))`,
    values: [messageId, kind, channel],
  });
  return rowCount === 1;
}

/** Leaves a notice alone until then. */
export async function postponeNotice(
  db: Queryable,
  { messageId, kind, channel }: WaitingNotice,
  until: Date,
): Promise<void> {
  await db.query({
    name: 'secure-postpone-notice',
    text: `update secure_notice set not_before = $4
            where message_id = $1::uuid and kind = $2 and channel = $3 and primary_held(department_of_secure_message(message_id))`,
    values: [messageId, kind, channel, until],
  });
}

/** How a notice that was handed on ended. */
export interface SettledNotice
  extends Pick<WaitingNotice, 'messageId' | 'kind' | 'channel' | 'notificationId'> {
  readonly sent: boolean;
}

/** Notices whose notification has come to an end. */
export async function settledNotices(db: Queryable, now: Date): Promise<SettledNotice[]> {
  const { rows } = await db.query<SettledNotice>({
    name: 'secure-settled-notices',
    text: `select message_id as "messageId", kind, channel, notification_id as "notificationId", notification.status = 'delivered' as sent
             from secure_notice join notification on notification.id = notification_id join secure_message on secure_message.id = message_id
            where secure_notice.state = 'handed' and notification.completed_at is not null and primary_here(secure_message.department)
              and (secure_message.not_before is null or secure_message.not_before <= $1)
            limit ${limit}`,
    values: [now],
  });
  return rows;
}

/**
 * Wraps the data keys of up to `limit` messages anew whose key-encryption key is not the current one. What is in them is not touched. Returns
 * how many; those under a key that this process has not are left.
 */
export async function rewrapSome(db: Queryable, keyring: Keyring): Promise<number> {
  const { rows } = await db.query<{ id: string; kekId: string; wrappedKey: Buffer }>({
    name: 'secure-to-rewrap',
    text: `select id, kek_id as "kekId", wrapped_key as "wrappedKey" from secure_message
            where kek_id = any ($1::text[]) limit ${limit}`,
    values: [keyring.ids.filter((id) => id !== keyring.current)],
  });
  if (rows.length === 0) return 0;
  const wrapped = rows.map((row) => keyring.wrap(keyring.unwrap(row.kekId, row.wrappedKey)));
  await db.query({
    name: 'secure-rewrap',
    text: `update secure_message set kek_id = $1, wrapped_key = fresh.wrapped
             from unnest($2::uuid[], $3::text[], $4::bytea[]) as fresh (id, kek_id, wrapped)
            where secure_message.id = fresh.id and secure_message.kek_id = fresh.kek_id`,
    values: [keyring.current, rows.map(({ id }) => id), rows.map(({ kekId }) => kekId), wrapped],
  });
  return rows.length;
}

/** Deletes what is in up to `most` messages from before then, their keys and files, and keeps their evidence. Returns how many. */
export async function eraseContents(
  db: Queryable,
  ask: { before: Date; at: Date; most: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'secure-erase-contents',
    text: `with old as (
             select id, department from secure_message
              where created_at < $1 and deliver_at < $1 and content is not null and primary_here(department) limit $3 for update skip locked
           ), ${oursOf('old')}, files as (delete from secure_file using old join ours using (department) where message_id = old.id)
           update secure_message set content = null, kek_id = null, wrapped_key = null, erased_at = $2
             from old join ours using (department) where secure_message.id = old.id`,
    values: [ask.before, ask.at, ask.most],
  });
  return rowCount ?? 0;
}

/** Deletes up to `most` messages from before then with their evidence. Returns how many. */
export async function deleteSecureMessages(db: Queryable, before: Date, most: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'secure-delete',
    text: `with old as (
             select id, department from secure_message where created_at < $1 and content is null and primary_here(department) limit $2
           ), ${oursOf('old')}
           delete from secure_message using old join ours using (department) where secure_message.id = old.id`,
    values: [before, most],
  });
  return rowCount ?? 0;
}

async function ids(
  db: Queryable,
  statement: { name: string; text: string; values: unknown[] },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(statement);
  return rows.map(({ id }) => id);
}
