import type { AdminChange } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Upstream } from '../domain/upstream.ts';
import { accountCreated, upstreamLinked } from '../events/facts.ts';
import { type AccountChange, changeAccount } from './account-changes.ts';
import { writable } from './fence.ts';
import { violates } from './violations.ts';

/** A person at an upstream identity provider. */
export interface UpstreamPerson {
  readonly upstreamId: string;
  /** `sub` there. */
  readonly subject: string;
}

/** Whose account a person is linked to, and notes that the link is used; undefined when to none. */
export async function useLink(
  db: Queryable,
  { upstreamId, subject }: UpstreamPerson,
  at: Date,
): Promise<{ accountId: string; email: string; disabledAt: Date | null } | undefined> {
  const { rows } = await db.query<{ accountId: string; email: string; disabledAt: Date | null }>({
    name: 'use-upstream-link',
    text: `update upstream_link set last_used_at = $3 from account
            where upstream_id = $1 and subject = $2 and account.id = account_id and ${writable}
           returning account_id as "accountId", email, disabled_at as "disabledAt"`,
    values: [upstreamId, subject, at],
  });
  return rows[0];
}

/** Creates the account of a newcomer with the link, its event and the first line of its history. False: the person is linked by now; `taken`: another account has the address. */
export async function insertLinkedAccount(
  db: Queryable,
  {
    id,
    email,
    at,
    upstreamId,
    subject,
    traceparent,
  }: UpstreamPerson & { id: string; email: string } & AdminChange,
): Promise<boolean | 'taken'> {
  try {
    const { rowCount } = await db.query({
      name: 'insert-linked-account',
      text: `with made as (
               insert into account (id, email, password_hash, created_at, sequence)
               select $1::uuid, $2, null, $3::timestamptz, 2 where ${writable}
               returning id
             ), linked as (
               insert into upstream_link (upstream_id, subject, account_id, created_at, last_used_at)
               select $4, $5, id, $3::timestamptz, $3::timestamptz from made
             ), logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
               select uuidv7(), id::text, 1, '*', 'identity', '${accountCreated}', $3::timestamptz, jsonb_build_object('account_id', id), $6::text, :origin
                 from made
             ), told as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
               select uuidv7(), id::text, 2, '*', 'identity', '${upstreamLinked}', $3::timestamptz,
                      jsonb_build_object('account_id', id, 'upstream_id', $4), $6::text, :origin
                 from made
             )
             select 1 from made`,
      values: [id, email, at, upstreamId, subject, traceparent ?? null],
    });
    return rowCount === 1;
  } catch (error) {
    if (violates(error, 'upstream_link_pkey')) return false;
    if (violates(error, 'account_email')) return 'taken';
    throw error;
  }
}

/** Links a person to an account. False: one of the two is linked otherwise, or the account is gone. */
export function insertLink(
  db: Queryable,
  change: AccountChange,
  { upstreamId, subject }: UpstreamPerson,
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'insert-upstream-link',
    parts: `done as (
              insert into upstream_link (upstream_id, subject, account_id, created_at)
              select $13, $14, $1::uuid, $2::timestamptz from account where id = $1::uuid and disabled_at is null
              on conflict do nothing
              returning 1
            )`,
    values: [upstreamId, subject],
  });
}

/** A link as the account's owner sees it. */
export interface OwnLink extends Pick<Upstream, 'id' | 'names' | 'state'> {
  readonly lastUsedAt: Date | null;
}

/** The links of an account, oldest first. */
export async function readOwnLinks(db: Queryable, accountId: string): Promise<OwnLink[]> {
  const { rows } = await db.query<OwnLink>({
    name: 'read-own-upstream-links',
    text: `select id, jsonb_build_object('en', name_en, 'cy', name_cy) as names, state, last_used_at as "lastUsedAt"
             from upstream_link join upstream on upstream.id = upstream_id
            where account_id = $1 order by upstream_link.created_at, id`,
    values: [accountId],
  });
  return rows;
}

/** Removes the link to a provider of an account that is still as it was read. False when it is not, or has none. */
export function deleteLink(
  db: Queryable,
  change: AccountChange,
  { upstreamId, sequence }: { upstreamId: string; sequence: number },
): Promise<boolean> {
  return changeAccount(db, change, {
    name: 'delete-upstream-link',
    parts: `unchanged as (
              select id from account where id = $1::uuid and sequence = $14 and disabled_at is null for update
            ), done as (
              delete from upstream_link using unchanged where account_id = unchanged.id and upstream_id = $13 returning 1
            )`,
    values: [upstreamId, sequence],
  });
}

/** By what a person can sign in, and the number of the account's state in which it was so. */
export interface WaysIn {
  readonly sequence: number;
  readonly password: boolean;
  readonly passkeys: readonly string[];
  /** Those of providers that sign people in. */
  readonly upstreams: readonly string[];
}

/** Reads by what a person can sign in. */
export async function readWaysIn(db: Queryable, accountId: string): Promise<WaysIn | undefined> {
  const { rows } = await db.query<WaysIn>({
    name: 'read-ways-in',
    text: `select sequence::integer, password_hash is not null as password,
                  array(select id from passkey where account_id = $1) as passkeys,
                  array(select upstream_id from upstream_link join upstream on upstream.id = upstream_id
                         where account_id = $1 and state = 'enabled') as upstreams
             from account where id = $1`,
    values: [accountId],
  });
  return rows[0];
}

/** Everybody linked to a provider after a place in the order of linking, oldest first. */
export async function listLinks(
  db: Queryable,
  page: { upstreamId: string; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<{ id: string; subject: string; createdAt: Date; lastUsedAt: Date | null }[]> {
  const { rows } = await db.query<{ id: string; subject: string; createdAt: Date; lastUsedAt: Date | null }>({
    name: 'list-upstream-links',
    text: `select account_id as id, subject, created_at as "createdAt", last_used_at as "lastUsedAt" from upstream_link
            where upstream_id = $1 and ($2::timestamptz is null or (created_at, account_id) > ($2, $3::uuid))
            order by created_at, account_id limit $4`,
    values: [page.upstreamId, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  });
  return rows;
}

/** One person of an import: whose account it is, by its id or by a link that there is. */
export interface ImportedLink {
  readonly subject: string;
  readonly accountId: string | null;
  readonly before: UpstreamPerson | null;
}

/** What became of it. */
export type ImportOutcome = 'linked' | 'unchanged' | 'unknown_account' | 'subject_taken' | 'account_linked';

/** Links people to a provider, each with its event and a line of the account's history. Answers what became of each, in order. */
export async function importLinks(
  db: Queryable,
  input: { upstreamId: string; links: readonly ImportedLink[] } & AdminChange,
): Promise<ImportOutcome[]> {
  const { rows } = await db.query<{ outcome: ImportOutcome }>({
    name: 'import-upstream-links',
    text: `with asked as (
             select * from jsonb_to_recordset($2::jsonb) as one(at integer, subject text, account_id uuid, before_upstream text, before_subject text)
           ), meant as (
             select at, asked.subject, account.id as account_id
               from asked
               left join upstream_link old on old.upstream_id = before_upstream and old.subject = before_subject
               left join account on account.id = coalesce(asked.account_id, old.account_id)
           ), linked as (
             insert into upstream_link (upstream_id, subject, account_id, created_at)
             select $1, subject, account_id, $3::timestamptz from meant where account_id is not null and ${writable} order by at
             on conflict do nothing
             returning subject, account_id
           ), changed as (
             update account set sequence = sequence + 1 from linked where id = linked.account_id returning id, sequence
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, '*', 'identity', '${upstreamLinked}', $3::timestamptz,
                    jsonb_build_object('account_id', id, 'upstream_id', $1), $4::text, :origin
               from changed
             returning ${receiptSql} as receipt
           ), noted as (
             insert into account_history (account_id, at, what, client)
             select id, $3::timestamptz, 'upstream_linked', (select name_en from upstream where id = $1) from changed
           )
           select case when meant.account_id is null then 'unknown_account'
                       when linked.subject is not null then 'linked'
                       when known.account_id = meant.account_id then 'unchanged'
                       when known.account_id is not null
                         or exists (select from linked l where l.subject = meant.subject) then 'subject_taken'
                       else 'account_linked' end as outcome,
                  (select receipt from logged limit 1) as receipt
             from meant
             left join linked on linked.subject = meant.subject and linked.account_id = meant.account_id
             left join upstream_link known on known.upstream_id = $1 and known.subject = meant.subject
            order by at`,
    values: [
      input.upstreamId,
      JSON.stringify(
        input.links.map(({ subject, accountId, before }, at) => ({
          at,
          subject,
          account_id: accountId,
          before_upstream: before?.upstreamId,
          before_subject: before?.subject,
        })),
      ),
      input.at,
      input.traceparent ?? null,
    ],
  });
  return rows.map(({ outcome }) => outcome);
}
