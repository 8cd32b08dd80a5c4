import type { Queryable } from '@ashlar/postgres';
import type { FactorKind } from '../domain/entities.ts';
import type { FirstMethod } from '../domain/methods.ts';
import { type AccountChange, changeAccount } from './account-changes.ts';
import { maySeek, mayWork, writable } from './fence.ts';

/** An authenticator app of an account. */
export interface AuthenticatorApp {
  readonly sealed: Buffer;
  readonly confirmedAt: Date | null;
}

/** Reads the authenticator app of an account, confirmed or not. */
export async function readAuthenticatorApp(
  db: Queryable,
  accountId: string,
): Promise<AuthenticatorApp | undefined> {
  const { rows } = await db.query<AuthenticatorApp>({
    name: 'read-authenticator-app',
    text: `select sealed, confirmed_at as "confirmedAt" from authenticator_app where account_id = $1`,
    values: [accountId],
  });
  return rows[0];
}

/** Keeps a secret that is not confirmed yet; one that is there stays. */
export async function insertAuthenticatorApp(
  db: Queryable,
  accountId: string,
  sealed: Buffer,
): Promise<void> {
  await db.query({
    name: 'insert-authenticator-app',
    text: `insert into authenticator_app (account_id, sealed, last_step) select $1, $2, 0 where ${writable} on conflict do nothing`,
    values: [accountId, sealed],
  });
}

/** Confirms the authenticator app of an account with new recovery codes. False when it was confirmed before, or there is none. */
export function confirmAuthenticatorApp(
  db: Queryable,
  change: AccountChange,
  { step, codes }: { step: number; codes: readonly Buffer[] },
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'confirm-authenticator-app',
    parts: `done as (
              update authenticator_app set confirmed_at = $2::timestamptz, last_step = $13
               where account_id = $1::uuid and confirmed_at is null
              returning 1
            ), ${newCodes('$14')}`,
    values: [step, codes],
  });
}

/** Removes the authenticator app of an account, and its recovery codes. False when there is none. */
export function deleteAuthenticatorApp(db: Queryable, change: AccountChange): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'delete-authenticator-app',
    parts: `done as (
              delete from authenticator_app where account_id = $1::uuid and confirmed_at is not null returning 1
            ), forgotten as (
              delete from recovery_code where account_id = $1::uuid and exists (select from done)
            )`,
  });
}

/** Gives an account with a confirmed app new recovery codes in place of those before. False when it has none. */
export function replaceRecoveryCodes(
  db: Queryable,
  change: AccountChange,
  codes: readonly Buffer[],
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'replace-recovery-codes',
    parts: `done as (
              select 1 from authenticator_app where account_id = $1::uuid and confirmed_at is not null
            ), ${newCodes('$13')}`,
    values: [codes],
  });
}

/** How many recovery codes an account has left. */
export async function countRecoveryCodes(db: Queryable, accountId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count-recovery-codes',
    text: 'select count(*)::integer as count from recovery_code where account_id = $1',
    values: [accountId],
  });
  return rows[0]?.count ?? 0;
}

/** Removes an account's factors of some kinds. False when it has none of them. */
export function deleteFactors(
  db: Queryable,
  change: AccountChange,
  kinds: readonly FactorKind[],
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'delete-factors',
    evenDisabled: true,
    parts: `passkeys as (
              delete from passkey where account_id = $1::uuid and 'passkeys' = any($13::text[]) returning 1
            ), apps as (
              delete from authenticator_app
               where account_id = $1::uuid and confirmed_at is not null and 'authenticator_app' = any($13::text[])
              returning 1
            ), codes as (
              delete from recovery_code
               where account_id = $1::uuid and ('recovery_codes' = any($13::text[]) or 'authenticator_app' = any($13::text[]))
              returning 1
            ), done as (
              select 1 from passkeys union all select 1 from apps union all select 1 from codes limit 1
            )`,
    values: [kinds],
  });
}

/** Uses a step of an account's app. Neither it nor an older one is used again: of any number at once, one gets true. */
export async function useStep(db: Queryable, accountId: string, step: number): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'use-authenticator-step',
    text: `update authenticator_app set last_step = $2 where account_id = $1 and confirmed_at is not null and last_step < $2 and ${writable}`,
    values: [accountId, step],
  });
  return rowCount === 1;
}

/** Uses a recovery code. Of any number at once, one gets true. */
export async function useRecoveryCode(db: Queryable, accountId: string, digest: Buffer): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'use-recovery-code',
    text: `delete from recovery_code where account_id = $1 and digest = $2 and ${writable}`,
    values: [accountId, digest],
  });
  return rowCount === 1;
}

/** Remembers for a sign-in who gave the first factor, and which; in place of what it remembered. */
export async function insertSignInStep(
  db: Queryable,
  step: { holder: Buffer; accountId: string; first: FirstMethod; endsAt: Date },
): Promise<void> {
  await db.query({
    name: 'insert-sign-in-step',
    text: `insert into sign_in_step (holder, account_id, ends_at, first) select $1, $2, $3, $4 where ${writable}
           on conflict (holder) do update set account_id = excluded.account_id, ends_at = excluded.ends_at, first = excluded.first`,
    values: [step.holder, step.accountId, step.endsAt, step.first],
  });
}

/** Who gave the first factor in a sign-in; undefined when nobody did, or the account is disabled. */
export async function readSignInStep(
  db: Queryable,
  holder: Buffer,
  at: Date,
): Promise<{ accountId: string; email: string; first: FirstMethod } | undefined> {
  const { rows } = await db.query<{ accountId: string; email: string; first: FirstMethod }>({
    name: 'read-sign-in-step',
    text: `select account_id as "accountId", email, first from sign_in_step join account on account.id = account_id
            where holder = $1 and ends_at > $2 and disabled_at is null`,
    values: [holder, at],
  });
  return rows[0];
}

/** Deletes steps whose time is over, at most `limit`. Answers how many. */
export async function deleteOldSteps(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-old-sign-in-steps',
    text: `delete from sign_in_step where holder in (
             select holder from sign_in_step where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork}`,
    values: [at, limit],
  });
  return rowCount ?? 0;
}

function newCodes(parameter: string): string {
  return `forgotten as (
      delete from recovery_code where account_id = $1::uuid and not digest = any(${parameter}::bytea[]) and exists (select from done)
    ), kept as (
      insert into recovery_code (account_id, digest) select $1::uuid, unnest(${parameter}::bytea[]) from done
    )`;
}
