import type { Queryable } from '@ashlar/postgres';
import { maySeek, mayWork } from './fence.ts';

/** A mail that this process is to send. */
export interface TakenMail {
  readonly id: string;
  readonly sealed: Buffer;
  /** How often it was tried, this time included. */
  readonly tries: number;
  readonly endsAt: Date;
}

/** Takes mails that are due, at most `limit`. Nobody else takes them before `until`: a process that dies holds them no longer. */
export async function takeMails(
  db: Queryable,
  ask: { at: Date; until: Date; limit: number },
): Promise<TakenMail[]> {
  const { rows } = await db.query<TakenMail>({
    name: 'take-mails',
    text: `update mail set due_at = $2, tries = tries + 1 where id in (
             select id from mail where due_at <= $1 and ${maySeek} order by due_at limit $3 for update skip locked) and ${mayWork}
           returning id, sealed, tries, ends_at as "endsAt"`,
    values: [ask.at, ask.until, ask.limit],
  });
  return rows;
}

/** Has a mail tried again at a time. */
export async function postponeMail(db: Queryable, id: string, dueAt: Date): Promise<void> {
  await db.query({
    name: 'postpone-mail',
    text: `update mail set due_at = $2 where id = $1 and ${mayWork}`,
    values: [id, dueAt],
  });
}

/** Deletes a mail that was accepted, or is given up. */
export async function deleteMail(db: Queryable, id: string): Promise<void> {
  await db.query({
    name: 'delete-mail',
    text: `delete from mail where id = $1 and ${mayWork}`,
    values: [id],
  });
}
