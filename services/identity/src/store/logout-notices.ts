import type { Queryable } from '@ashlar/postgres';
import { maySeek, mayWork, writable } from './fence.ts';

/** That a client is to hear of a sign-out. */
export interface LogoutNotice {
  readonly id: string;
  readonly clientId: string;
  /** Who tells it. */
  readonly issuer: string;
  /** The person, as the client knows them. */
  readonly subject: string;
  /** The client's name for the session, if it asked for one. */
  readonly sid: string | null;
}

/** A notice that this process is to send. */
export interface TakenNotice extends LogoutNotice {
  /** How often it was tried, this time included. */
  readonly tries: number;
  readonly endsAt: Date;
}

/** Stores a notice, which is due at once. */
export async function insertNotice(
  db: Queryable,
  notice: Omit<LogoutNotice, 'id'> & { at: Date; endsAt: Date },
): Promise<void> {
  await db.query({
    name: 'insert-logout-notice',
    text: `insert into logout_notice (id, client_id, issuer, subject, sid, due_at, ends_at)
           select uuidv7(), $1, $2, $3, $4, $5, $6 where ${writable}`,
    values: [notice.clientId, notice.issuer, notice.subject, notice.sid, notice.at, notice.endsAt],
  });
}

/** Takes notices that are due, at most `limit`. Nobody else takes them before `until`: a process that dies holds them no longer. */
export async function takeNotices(
  db: Queryable,
  ask: { at: Date; until: Date; limit: number },
): Promise<TakenNotice[]> {
  const { rows } = await db.query<TakenNotice>({
    name: 'take-logout-notices',
    text: `update logout_notice set due_at = $2, tries = tries + 1 where id in (
             select id from logout_notice where due_at <= $1 and ${maySeek} order by due_at limit $3 for update skip locked) and ${mayWork}
           returning id, client_id as "clientId", issuer, subject, sid, tries, ends_at as "endsAt"`,
    values: [ask.at, ask.until, ask.limit],
  });
  return rows;
}

/** Has a notice sent again at a time. */
export async function postponeNotice(db: Queryable, id: string, dueAt: Date): Promise<void> {
  await db.query({
    name: 'postpone-logout-notice',
    text: `update logout_notice set due_at = $2 where id = $1 and ${mayWork}`,
    values: [id, dueAt],
  });
}

/** Deletes a notice that was heard, or is given up. */
export async function deleteNotice(db: Queryable, id: string): Promise<void> {
  await db.query({
    name: 'delete-logout-notice',
    text: `delete from logout_notice where id = $1 and ${mayWork}`,
    values: [id],
  });
}
