import type { Queryable } from '@ashlar/postgres';
import { type AccountChange, changeAccount } from './account-changes.ts';
import { maySeek, mayWork, writable } from './fence.ts';

/** A passkey of an account. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string;
  readonly accountId: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
  readonly synced: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** The passkeys of an account, oldest first. */
export async function readPasskeys(db: Queryable, accountId: string): Promise<Passkey[]> {
  const { rows } = await db.query<Passkey>({
    name: 'read-passkeys',
    text: `select ${columns} from passkey where account_id = $1 order by created_at, id`,
    values: [accountId],
  });
  return rows;
}

/** Reads a passkey with the address of its account; nothing of an account that is disabled. */
export async function readPasskey(
  db: Queryable,
  id: string,
): Promise<(Passkey & { email: string }) | undefined> {
  const { rows } = await db.query<Passkey & { email: string }>({
    name: 'read-passkey',
    text: `select ${columns}, email from passkey join lateral (select email from account where account.id = account_id and disabled_at is null) as owner on true
            where passkey.id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Adds a passkey, at most `most` to an account. False: there is one of this id, or there are so many. */
export function insertPasskey(
  db: Queryable,
  change: AccountChange,
  passkey: Omit<Passkey, 'lastUsedAt' | 'accountId' | 'createdAt'>,
  most: number,
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'insert-passkey',
    parts: `done as (
              insert into passkey (id, account_id, name, public_key, counter, transports, synced, created_at)
              select $13, $1::uuid, $14, $15, $16, $17, $18, $2::timestamptz
               where (select count(*) from passkey where account_id = $1::uuid) < $19
              on conflict (id) do nothing
              returning 1
            )`,
    values: [
      passkey.id,
      passkey.name,
      passkey.publicKey,
      passkey.counter,
      passkey.transports,
      passkey.synced,
      most,
    ],
  });
}

/** Removes a passkey of an account that is still as it was read. False when it is not, or has none of this id. */
export function deletePasskey(
  db: Queryable,
  change: AccountChange,
  { id, sequence }: { id: string; sequence: number },
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'delete-passkey',
    parts: `unchanged as (
              select id from account where id = $1::uuid and sequence = $14 and disabled_at is null for update
            ), done as (
              delete from passkey using unchanged where passkey.id = $13 and account_id = unchanged.id returning 1
            )`,
    values: [id, sequence],
  });
}

/**
 * Notes that a passkey signed a challenge. False when its counter goes back, which is a copy's, or the challenge was used: of any number at once, one gets true.
 */
export async function usePasskey(
  db: Queryable,
  use: { id: string; counter: number; challenge: Buffer; at: Date; endsAt: Date },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'use-passkey',
    text: `with fresh as (
             insert into used_challenge (digest, ends_at) select $3, $5 where ${writable}
             on conflict (digest) do nothing
             returning 1
           )
           update passkey set counter = $2, last_used_at = $4 from fresh
            where id = $1 and ($2 > counter or ($2 = 0 and counter = 0))`,
    values: [use.id, use.counter, use.challenge, use.at, use.endsAt],
  });
  return rowCount === 1;
}

/** Deletes challenges whose time is over, at most `limit`. Answers how many. */
export async function deleteOldChallenges(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-old-challenges',
    text: `delete from used_challenge where digest in (
             select digest from used_challenge where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork}`,
    values: [at, limit],
  });
  return rowCount ?? 0;
}

const columns = `passkey.id, account_id as "accountId", name, public_key as "publicKey", counter::integer, transports, synced,
  created_at as "createdAt", last_used_at as "lastUsedAt"`;
