import type { Queryable } from '@ashlar/postgres';
import { maySeek, mayWork, writable } from './fence.ts';

/**
 * Counts one sign-in against each subject before its password is looked at. Answers the counts, in the order given. The first subject is of the email address with the digest `email`, if
 * any.
 */
export async function countAttempts(
  db: Queryable,
  ask: { subjects: readonly Buffer[]; at: Date; endsAt: Date; email?: Buffer },
): Promise<number[]> {
  const { rows } = await db.query<{ subject: Buffer; count: number }>({
    name: 'count-attempts',
    // Sorted, so that two sign-ins lock the rows they share in the same order.
    text: `insert into sign_in_attempt as known (subject, count, ends_at, email_digest)
           select subject, 1, $3::timestamptz, case when subject = ($1::bytea[])[1] then $4::bytea end
             from unnest($1::bytea[]) as subject
            where ${writable} order by subject
           on conflict (subject) do update
              set count = case when known.ends_at <= $2::timestamptz then 1 else known.count + 1 end,
                  ends_at = case when known.ends_at <= $2::timestamptz then excluded.ends_at else known.ends_at end
           returning subject, count`,
    values: [ask.subjects, ask.at, ask.endsAt, ask.email ?? null],
  });
  return ask.subjects.map((subject) => rows.find((row) => row.subject.equals(subject))?.count ?? 0);
}

/** How many attempts of a subject are counted; none once their time is over. */
export async function readAttempts(db: Queryable, subject: Buffer, at: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'read-attempts',
    text: 'select count from sign_in_attempt where subject = $1 and ends_at > $2',
    values: [subject, at],
  });
  return rows[0]?.count ?? 0;
}

/** Holds a subject at its count until a time, from now on. */
export async function extendAttempts(db: Queryable, subject: Buffer, endsAt: Date): Promise<void> {
  await db.query({
    name: 'extend-attempts',
    text: `update sign_in_attempt set ends_at = $2 where subject = $1 and ${writable}`,
    values: [subject, endsAt],
  });
}

/** A sign-in that succeeded is no failure: the account starts anew, and the address gets its one back. */
export async function forgetAttempts(db: Queryable, account: Buffer, address: Buffer): Promise<void> {
  await db.query({
    name: 'forget-attempts',
    text: `update sign_in_attempt set count = case when subject = $1 then 0 else greatest(count - 1, 0) end
            where subject in ($1, $2) and ${writable}`,
    values: [account, address],
  });
}

/** Forgets every count of an email address, on whichever device. */
export async function forgetAllAttempts(db: Queryable, email: Buffer): Promise<void> {
  await db.query({
    name: 'forget-all-attempts',
    text: `delete from sign_in_attempt where email_digest = $1 and ${writable}`,
    values: [email],
  });
}

/** Deletes counts whose time is over, at most `limit`. Answers how many. */
export async function deleteOldAttempts(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-old-attempts',
    text: `delete from sign_in_attempt where subject in (
             select subject from sign_in_attempt where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork}`,
    values: [at, limit],
  });
  return rowCount ?? 0;
}
