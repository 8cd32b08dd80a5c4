import type { Queryable } from '@ashlar/postgres';
import type { JWK } from 'jose';
import type { AuditClaims, AuditEntry, AuditNote } from '../domain/audit.ts';
import { auditSealed } from '../events/facts.ts';

/** Notes what is in no change log: what failed, what was refused, and what was only looked at. `origin` where it is not done within the request. */
export async function insertAuditEntry(
  db: Queryable,
  note: AuditNote & { at: Date; origin?: string | undefined },
): Promise<void> {
  await db.query({
    name: 'insert-audit-entry',
    text: `insert into audit_entry (at, actor, what, subject, department, outcome, request_id, detail)
           select $1::timestamptz, coalesce(nullif(split_part(origin, ' ', 2), ''), 'anonymous'), $2, $3, $4, $5, nullif(split_part(origin, ' ', 1), ''), $6::jsonb
             from (select coalesce($7::text, :origin) as origin) as request`,
    values: [
      note.at,
      note.what,
      note.subject ?? null,
      note.department ?? '*',
      note.outcome,
      JSON.stringify(note.detail ?? {}),
      note.origin ?? null,
    ],
  });
}

/** An entry before it is chained. */
export type UnchainedEntry = Omit<AuditClaims, 'number' | 'previous'> & { readonly id: number };

/** Entries that are not chained yet, in the order in which they are to be, at most `limit`. */
export async function readUnchained(db: Queryable, limit: number): Promise<UnchainedEntry[]> {
  const { rows } = await db.query<UnchainedEntry>({
    name: 'read-unchained-audit-entries',
    text: `select id, ${said} from audit_entry where number is null order by id limit $1`,
    values: [limit],
  });
  return rows;
}

/** The last entry of the chain; undefined while there is none. */
export async function readChainEnd(db: Queryable): Promise<{ number: number; hash: string } | undefined> {
  const { rows } = await db.query<{ number: number; hash: string }>({
    name: 'read-audit-chain-end',
    text: 'select number, hash from audit_entry where number is not null order by number desc limit 1',
  });
  return rows[0];
}

/**
 * Chains entries. A number is given once: of two that chain at once, one has taken the numbers of the other, whose statement then does nothing or is undone. `lost`: it was.
 */
export async function chainEntries(
  db: Queryable,
  links: readonly { id: number; number: number; previous: string | null; hash: string }[],
): Promise<'chained' | 'lost'> {
  try {
    await db.query({
      name: 'chain-audit-entries',
      text: `update audit_entry set number = link.number, previous = link.previous, hash = link.hash
               from json_to_recordset($1::json) as link (id bigint, number bigint, previous text, hash text)
              where audit_entry.id = link.id and audit_entry.number is null`,
      values: [JSON.stringify(links)],
    });
    return 'chained';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return 'lost';
    throw error;
  }
}

/** Chained entries from a number on, in their order, at most `limit`. */
export async function readChain(db: Queryable, from: number, limit: number): Promise<AuditEntry[]> {
  const { rows } = await db.query<AuditEntry>({
    name: 'read-audit-chain',
    text: `select number, previous, hash, ${said} from audit_entry where number >= $1 order by number limit $2`,
    values: [from, limit],
  });
  return rows;
}

/** What a list of entries is narrowed to. */
export interface AuditFilter {
  /** `*` is every department. */
  readonly department: string;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly what: string | null;
  readonly outcome: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

/** Chained entries after a number, the oldest first, or before it, the newest first. */
export async function listAudit(
  db: Queryable,
  {
    filter,
    order,
    beyond,
    limit,
  }: { filter: AuditFilter; order: 'asc' | 'desc'; beyond: number | null; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await db.query<AuditEntry>({
    name: `list-audit-${order}`,
    text: `select number, previous, hash, ${said} from audit_entry
            where number is not null and ($1::bigint is null or number ${order === 'asc' ? '>' : '<'} $1)
              and ($2 = '*' or department = $2) and ($3::text is null or actor = $3) and ($4::text is null or subject = $4)
              and ($5::text is null or what = $5) and ($6::text is null or outcome = $6)
              and ($7::timestamptz is null or at >= $7) and ($8::timestamptz is null or at < $8)
            order by number ${order} limit $9`,
    values: [
      beyond,
      filter.department,
      filter.actor,
      filter.subject,
      filter.what,
      filter.outcome,
      filter.since,
      filter.until,
      limit,
    ],
  });
  return rows;
}

/** A head as it is kept. */
export interface StoredHead {
  readonly number: number;
  readonly hash: string;
  readonly jws: string;
  readonly signedAt: Date;
}

/** Keeps a signed head and, where this installation writes, publishes it. One of a number is there already: nothing. */
export async function insertHead(db: Queryable, head: StoredHead): Promise<void> {
  await db.query({
    name: 'insert-audit-head',
    text: `with kept as (
             insert into audit_head (number, hash, jws, signed_at) values ($1::bigint, $2, $3, $4::timestamptz) on conflict do nothing
             returning *
           )
           insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
           select uuidv7(), hash, 1, '*', 'identity', '${auditSealed}', signed_at, jsonb_build_object('number', number, 'hash', hash)
             from kept where (select primary_held('*'))`,
    values: [head.number, head.hash, head.jws, head.signedAt],
  });
}

/** The newest heads, newest first. */
export async function readHeads(db: Queryable, limit: number): Promise<StoredHead[]> {
  const { rows } = await db.query<StoredHead>({
    name: 'read-audit-heads',
    text: `select number, hash, jws, signed_at as "signedAt" from audit_head order by number desc limit $1`,
    values: [limit],
  });
  return rows;
}

/** Deletes entries of before a time that stand below a signed head, and the heads below it. The database has the last word: nothing younger than a year goes. */
export async function deleteOldAudit(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'delete-old-audit-entries',
    text: `delete from audit_entry where number <= (
             select number from audit_head where signed_at < $1 order by number desc limit 1)`,
    values: [before],
  });
}

/** A key that heads are signed with. */
export interface StoredAuditKey {
  readonly kid: string;
  readonly sealed: Buffer;
  readonly public: JWK;
}

/** Every key that heads were ever signed with, the newest first. */
export async function readAuditKeys(db: Queryable): Promise<StoredAuditKey[]> {
  const { rows } = await db.query<StoredAuditKey>({
    name: 'read-audit-keys',
    text: 'select kid, sealed, public from audit_key order by created_at desc, kid',
  });
  return rows;
}

/** Keeps the first key. Of two processes at once both may; the newest signs, and both are published. */
export async function insertFirstAuditKey(db: Queryable, key: StoredAuditKey & { at: Date }): Promise<void> {
  await db.query({
    name: 'insert-first-audit-key',
    text: `insert into audit_key (kid, sealed, public, created_at)
           select $1, $2::bytea, $3::jsonb, $4::timestamptz where not exists (select from audit_key)`,
    values: [key.kid, key.sealed, JSON.stringify(key.public), key.at],
  });
}

const said = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, what, subject, department, outcome, request_id, detail`;
