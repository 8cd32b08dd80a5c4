import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Account } from '../domain/entities.ts';
import { accountCreated, accountDisabled, accountEnabled } from '../events/facts.ts';
import { type AccountChange, changeAccount } from './account-changes.ts';
import { violates } from './violations.ts';

/**
 * Stores an account with its event, which only operators of the platform read. False when the idempotency key was used before; `taken`
 * when another account has the address, and then nothing is stored.
 */
export async function insertAccount(
  db: Queryable,
  account: Account & { passwordHash: string },
  creation: Creation,
): Promise<boolean | 'taken'> {
  try {
    const { rowCount } = await db.query({
      name: 'insert-account',
      text: `with ${onceClause}, made as (
               insert into account (id, email, password_hash, created_at, sequence)
               select $4::uuid, $6, $7, $5::timestamptz, 1 from go
               returning *
             ), logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
               select uuidv7(), id::text, sequence, fenced('*', :fence), 'identity', '${accountCreated}', created_at,
                      jsonb_build_object('account_id', id), $8::text, :origin
                 from made
               returning ${receiptSql} as receipt
             )
             select receipt from logged`,
      values: [
        ...onceParameters(creation.once, account.id, creation.at),
        account.email,
        account.passwordHash,
        creation.traceparent ?? null,
      ],
    });
    return rowCount === 1;
  } catch (error) {
    if (violates(error, 'account_email')) return 'taken';
    throw error;
  }
}

/** Reads an account by its id. */
export async function readAccount(db: Queryable, id: string): Promise<Account | undefined> {
  const { rows } = await db.query<Account>({
    name: 'read-account',
    text: `select ${columns} from account where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** Reads an account by its address in lower case. */
export async function readAccountByEmail(db: Queryable, email: string): Promise<Account | undefined> {
  const { rows } = await db.query<Account>({
    name: 'read-account-by-email',
    text: `select ${columns} from account where email = $1`,
    values: [email],
  });
  return rows[0];
}

/** Every account after a place in the order of creation, oldest first. */
export async function listAccounts(
  db: Queryable,
  { after, limit }: { after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<Account[]> {
  const { rows } = await db.query<Account>({
    name: 'list-accounts',
    text: `select ${columns} from account where $1::timestamptz is null or (created_at, id) > ($1, $2::uuid)
            order by created_at, id limit $3`,
    values: [after?.createdAt ?? null, after?.id ?? null, limit],
  });
  return rows;
}

/** Disables an account or enables it again, with the event; one that is so already stays as it is. Undefined when there is none. */
export async function setDisabled(
  db: Queryable,
  { id, disabled, at, traceparent }: { id: string; disabled: boolean } & AdminChange,
): Promise<Account | undefined> {
  const { rows } = await db.query<Account>({
    name: 'set-account-disabled',
    text: `with changed as (
             update account set disabled_at = case when $2 then $3::timestamptz end, sequence = sequence + 1,
                    lock_reason = null, lock_reference = null, lock_ends_at = null
              where id = $1::uuid and (disabled_at is null) = $2
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced('*', :fence), 'identity', case when $2 then '${accountDisabled}' else '${accountEnabled}' end,
                    $3::timestamptz, jsonb_build_object('account_id', id), $4::text, :origin
               from changed
             returning ${receiptSql} as receipt
           )
           select ${columns}, (select receipt from logged) as receipt from changed
           union all
           select ${columns}, null from account where id = $1::uuid and not exists (select from changed)`,
    values: [id, disabled, at, traceparent ?? null],
  });
  return rows[0];
}

/** Gives an account the address of a proof, and uses the proof. `taken`: another account has the address. False: the account or the proof is gone. */
export async function setProvenEmail(
  db: Queryable,
  change: AccountChange,
  { holder, email }: { holder: Buffer; email: string },
): Promise<boolean | 'taken'> {
  try {
    return await changeAccount(db, change, {
      name: 'set-proven-email',
      set: 'email = $14',
      parts: `done as (
                update email_proof set account_id = $1::uuid
                 where holder = $13 and confirmed_at is not null and account_id is null and ends_at > $2::timestamptz
                returning 1
              )`,
      values: [holder, email],
    });
  } catch (error) {
    if (violates(error, 'account_email')) return 'taken';
    throw error;
  }
}

/** Gives an account the phone number of a proof, and uses the proof. False: the account or the proof is gone. */
export function setProvenPhone(
  db: Queryable,
  change: AccountChange,
  { holder, phone }: { holder: Buffer; phone: string },
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'set-proven-phone',
    set: 'phone = $14',
    parts: `done as (
              update email_proof set account_id = $1::uuid
               where holder = $13 and confirmed_at is not null and account_id is null and ends_at > $2::timestamptz
              returning 1
            )`,
    values: [holder, phone],
  });
}

/** Takes an account's phone number away. False when it has none. */
export function clearPhone(db: Queryable, change: AccountChange): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'clear-phone',
    set: 'phone = null',
    parts: 'done as (select 1 from account where id = $1::uuid and phone is not null)',
  });
}

/** Reads what a sign-in needs by the address in lower case; nothing of an account that is disabled. */
export async function readCredentials(
  db: Queryable,
  email: string,
): Promise<{ id: string; passwordHash: string | null } | undefined> {
  const { rows } = await db.query<{ id: string; passwordHash: string | null }>({
    name: 'read-credentials',
    text: `select id, password_hash as "passwordHash" from account where email = $1 and disabled_at is null`,
    values: [email],
  });
  return rows[0];
}

const columns = `id, email, phone, created_at as "createdAt", disabled_at as "disabledAt",
  case when lock_reason is not null
       then jsonb_strip_nulls(jsonb_build_object('reason', lock_reason, 'reference', lock_reference, 'until', lock_ends_at)) end as lock`;
