import type { Queryable } from '@ashlar/postgres';
import type { AccountChange } from './account-changes.ts';
import { changeAccount } from './account-changes.ts';

/** The sessions of an account that go on, by the digest of whose they are, newest first. */
export async function readSessionRecords(
  db: Queryable,
  owner: string,
): Promise<{ id: string; sealed: Buffer }[]> {
  const { rows } = await db.query<{ id: string; sealed: Buffer }>({
    name: 'read-session-records',
    text: `select id, sealed from engine_record
            where account = $1 and kind = 'Session' and expires_at > now() order by expires_at desc limit 100`,
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
