import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Preferences, RecipientAsk, StoredRecipient } from '../domain/preferences.ts';
import type { Vault } from './vault.ts';

/** Stores a person's preferences in place of what was there. */
export async function putRecipient(
  db: Queryable,
  vault: Vault,
  ask: RecipientAsk & { id: string; preferences: Preferences; at: Date; traceparent: string },
): Promise<StoredRecipient> {
  const { rows } = await db.query<{ createdAt: Date }>({
    name: 'put-recipient',
    text: `with put as (
             insert into recipient (id, department, recipient_id, preferences, created_at, updated_at, sequence)
             values ($1::uuid, $2, $3, $4::bytea, $5::timestamptz, $5::timestamptz, 1)
             on conflict (department, recipient_id) do update
                set preferences = excluded.preferences, updated_at = excluded.updated_at, sequence = recipient.sequence + 1
             returning *
           ), logged as (${recipientLog('put', 'put.sequence', '$5', 'preferences set', '$6')})
           select put.created_at as "createdAt", (select receipt from logged) as receipt from put`,
    values: [ask.id, ask.department, ask.recipientId, vault.seal(ask.preferences), ask.at, ask.traceparent],
  });
  return { preferences: ask.preferences, createdAt: rows[0]?.createdAt ?? ask.at, updatedAt: ask.at };
}

/** Reads a person's preferences. */
export async function readRecipient(
  db: Queryable,
  vault: Vault,
  ask: RecipientAsk,
): Promise<StoredRecipient | undefined> {
  const { rows } = await db.query<Omit<StoredRecipient, 'preferences'> & { preferences: Buffer }>({
    name: 'read-recipient',
    text: `select preferences, created_at as "createdAt", updated_at as "updatedAt" from recipient
            where department = $1 and recipient_id = $2`,
    values: [ask.department, ask.recipientId],
  });
  return rows[0] && { ...rows[0], preferences: vault.open<Preferences>(rows[0].preferences) };
}

/** Forgets a person. False when nothing was known. */
export async function deleteRecipient(
  db: Queryable,
  ask: RecipientAsk & { at: Date; traceparent: string },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-recipient',
    text: `with gone as (
             delete from recipient where department = $1 and recipient_id = $2 returning *
           )
           ${recipientLog('gone', 'gone.sequence + 1', '$3', 'preferences deleted', '$4')}`,
    values: [ask.department, ask.recipientId, ask.at, ask.traceparent],
  });
  return rowCount === 1;
}

/** Private: whose preferences they are is not told to anybody. */
function recipientLog(row: string, sequence: string, at: string, change: string, trace: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${row}.id::text, ${sequence}, fenced(${row}.department, :fence), 'messaging', null, ${at}::timestamptz,
           jsonb_build_object('recipient', ${row}.id, 'change', '${change}'), ${trace}::text
      from ${row}
    returning ${receiptSql} as receipt`;
}
