import type { Queryable } from '@ashlar/postgres';
import type { AccountChange } from './account-changes.ts';
import { changeAccount } from './account-changes.ts';

/** The sessions of an account that go on, by the digest of whose they are, newest first; a thousand at most. */
export async function readSessionRecords(
  db: Queryable,
  owner: string,
): Promise<{ id: string; sealed: Buffer }[]> {
  const { rows } = await db.query<{ id: string; sealed: Buffer }>({
    name: 'read-session-records',
    text: `select id, sealed from engine_record
            where account = $1 and kind = 'Session' and expires_at > now() order by expires_at desc limit 1000`,
    values: [owner],
  });
  return rows;
}

/** Ends a session of an account, and what services got through it. False when there is none. */
export function endSessionRecord(
  db: Queryable,
  change: AccountChange,
  session: { id: string; owner: string; grantIds: readonly string[] },
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'end-session-record',
    evenDisabled: true,
    parts: `done as (
              delete from engine_record where kind = 'Session' and id = $13 and account = $14 returning 1
            ), grants as (
              delete from engine_record
               where account = $14 and exists (select from done)
                 and (grant_id = any($15::text[]) or (kind = 'Grant' and id = any($15::text[])))
            )`,
    values: [session.id, session.owner, session.grantIds],
  });
}

/** Ends every session, grant and token of an account. False when there is none. */
export function endAllRecords(db: Queryable, change: AccountChange & { owner: string }): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'end-all-records',
    evenDisabled: true,
    parts: `done as (
              select 1 from engine_record where account = $9::text union all select 1 from sign_in_step where account_id = $1::uuid limit 1
            )`,
  });
}
