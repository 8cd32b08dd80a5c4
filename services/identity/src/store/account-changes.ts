import { type Queryable, receiptSql } from '@ashlar/postgres';
import { maySeek, mayWork } from './fence.ts';
import type { StoredMail } from './proofs.ts';

/** What goes with every change of an account: its event, a line of its history, a mail, and the end of what was signed in before. */
export interface AccountChange {
  readonly id: string;
  readonly at: Date;
  readonly traceparent?: string | undefined;
  /** The event's type, and what it says beside the account's id. */
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The line of the history: what, and in which browser. */
  readonly what: string;
  readonly agent?: string | undefined;
  readonly client?: string | undefined;
  readonly mail?: StoredMail | undefined;
  /** Whose engine records end with it (a digest), but for the session `keep`; so does every sign-in that is under way. */
  readonly owner?: string | undefined;
  readonly keep?: string | undefined;
}

/** The part of the statement that is a change's own. */
export interface OwnPart {
  /** The statement's name, one for each text. */
  readonly name: string;
  /** Columns of the account to set, such as `password_hash = $13`. */
  readonly set?: string;
  /** Parts of the statement before the account is changed; the last of them, `done`, has a row if the change is to be. */
  readonly parts?: string;
  /** From $13 on. */
  readonly values?: readonly unknown[];
  /** Whether an account that is disabled changes too. */
  readonly evenDisabled?: boolean;
}

/** Changes an account in one statement. False when there is none, or it is disabled and that matters, or its own part did nothing. */
export async function changeAccount(db: Queryable, change: AccountChange, own: OwnPart): Promise<boolean> {
  const { rows } = await db.query<{ changed: boolean }>({
    name: own.name,
    text: `with held as (
             select fenced('*', :fence)
           ), ${own.parts ?? 'done as (select 1)'}, changed as (
             update account set ${own.set === undefined ? '' : `${own.set}, `}sequence = sequence + 1
              where id = $1::uuid and ${own.evenDisabled ? '' : 'disabled_at is null and '}exists (select from done)
             returning id, sequence
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, '*', 'identity', $3, $2::timestamptz,
                    jsonb_build_object('account_id', id) || $4::jsonb, $5::text, :origin
               from changed
             returning ${receiptSql} as receipt
           ), noted as (
             insert into account_history (account_id, at, what, client, agent)
             select id, $2::timestamptz, $6, $7::text, $8::text from changed
           ), ended as (
             delete from engine_record using changed
              where account = $9::text and not (kind = 'Session' and engine_record.id is not distinct from $10::text)
           ), ${endOfUnfinished('$9::text is not null')}, mailed as (
             insert into mail (id, sealed, due_at, ends_at)
             select ($11::jsonb ->> 'id')::uuid, $12::bytea, $2::timestamptz, ($11::jsonb ->> 'endsAt')::timestamptz from changed
              where $12::bytea is not null
           )
           select exists (select from changed) as changed, (select receipt from logged) as receipt from held`,
    values: [
      change.id,
      change.at,
      change.type,
      JSON.stringify(change.data ?? {}),
      change.traceparent ?? null,
      change.what,
      change.client ?? null,
      change.agent ?? null,
      change.owner ?? null,
      change.keep ?? null,
      change.mail ? JSON.stringify({ id: change.mail.id, endsAt: change.mail.endsAt.toISOString() }) : null,
      change.mail?.sealed ?? null,
      ...(own.values ?? []),
    ],
  });
  return rows[0]?.changed === true;
}

/** What goes with the end of what was signed in: sign-ins that wait for a second factor, and an authenticator app that was begun, whose secret whoever began it has seen. */
export function endOfUnfinished(condition: string): string {
  return `unfinished as (
             delete from sign_in_step using changed where account_id = changed.id and ${condition}
           ), begun as (
             delete from authenticator_app using changed where account_id = changed.id and confirmed_at is null and ${condition}
           )`;
}

/** One line of an account's history. */
export interface HistoryLine {
  readonly at: Date;
  readonly what: string;
  readonly client: string | null;
  readonly agent: string | null;
}

/** The newest lines of an account's history. */
export async function readHistory(db: Queryable, accountId: string, limit: number): Promise<HistoryLine[]> {
  const { rows } = await db.query<HistoryLine>({
    name: 'read-account-history',
    text: `select at, what, client, agent from account_history where account_id = $1 order by id desc limit $2`,
    values: [accountId, limit],
  });
  return rows;
}

/** The lines of an account's history before one, the newest first. */
export async function listHistory(
  db: Queryable,
  page: { accountId: string; before: string | undefined; limit: number },
): Promise<(HistoryLine & { id: string })[]> {
  const { rows } = await db.query<HistoryLine & { id: string }>({
    name: 'list-account-history',
    text: `select id::text, at, what, client, agent from account_history
            where account_id = $1 and ($2::bigint is null or id < $2) order by account_history.id desc limit $3`,
    values: [page.accountId, page.before ?? null, page.limit],
  });
  return rows;
}

/** Deletes lines from before a time, at most `limit`. Answers how many. */
export async function deleteOldHistory(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-old-account-history',
    text: `delete from account_history where id in (
             select id from account_history where at < $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork}`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
