import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Account } from '../domain/entities.ts';
import { accountCreated } from '../events/facts.ts';

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
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
               select uuidv7(), id::text, sequence, '*', 'identity', '${accountCreated}', created_at,
                      jsonb_build_object('account_id', id), $8::text
                 from made
             )
             select 1 from made`,
      values: [
        ...onceParameters(creation.once, account.id, creation.at),
        account.email,
        account.passwordHash,
        creation.traceparent ?? null,
      ],
    });
    return rowCount === 1;
  } catch (error) {
    if (isTaken(error)) return 'taken';
    throw error;
  }
}

/** Reads an account by its id. */
export async function readAccount(db: Queryable, id: string): Promise<Account | undefined> {
  const { rows } = await db.query<Account>({
    name: 'read-account',
    text: `select id, email, created_at as "createdAt" from account where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** Reads what a sign-in needs by the address in lower case. */
export async function readCredentials(
  db: Queryable,
  email: string,
): Promise<{ id: string; passwordHash: string } | undefined> {
  const { rows } = await db.query<{ id: string; passwordHash: string }>({
    name: 'read-credentials',
    text: `select id, password_hash as "passwordHash" from account where email = $1`,
    values: [email],
  });
  return rows[0];
}

function isTaken(error: unknown): boolean {
  const is = (name: string, value: string) =>
    error instanceof Error && Object.entries(error).some(([key, held]) => key === name && held === value);
  return is('code', '23505') && is('constraint', 'account_email');
}
