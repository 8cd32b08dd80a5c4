import type { Queryable } from '@ashlar/postgres';
import type { Lock } from '../domain/entities.ts';
import { accountEnabled } from '../events/facts.ts';
import { type AccountChange, changeAccount } from './account-changes.ts';
import { maySeek, mayWork } from './fence.ts';

/** Locks an account, in place of a lock that it has. False when there is none. */
export function setLock(
  db: Queryable,
  change: AccountChange,
  { reason, reference, until }: Lock,
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'lock-account',
    evenDisabled: true,
    set: 'disabled_at = coalesce(disabled_at, $2::timestamptz), lock_reason = $13, lock_reference = $14, lock_ends_at = $15',
    values: [reason, reference ?? null, until ?? null],
  });
}

/** Unlocks an account. False when it is not locked. */
export function removeLock(db: Queryable, change: AccountChange): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'unlock-account',
    evenDisabled: true,
    set: unlocked,
    parts: 'done as (select 1 from account where id = $1::uuid and lock_reason is not null)',
  });
}

/** Unlocks accounts whose lock's time is over, at most `limit`, with the events. Answers how many. */
export async function removeEndedLocks(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'unlock-accounts-in-time',
    text: `with changed as (
             update account set ${unlocked}, sequence = sequence + 1
              where id in (select id from account where lock_ends_at <= $1::timestamptz and ${maySeek} limit $2 for update skip locked)
                and ${mayWork}
             returning id, sequence
           ), noted as (
             insert into account_history (account_id, at, what) select id, $1::timestamptz, 'unlocked' from changed
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, '*', 'identity', '${accountEnabled}', $1::timestamptz,
                    jsonb_build_object('account_id', id), null, :origin
               from changed
           )
           select 1 from changed`,
    values: [at, limit],
  });
  return rowCount ?? 0;
}

const unlocked = 'disabled_at = null, lock_reason = null, lock_reference = null, lock_ends_at = null';
