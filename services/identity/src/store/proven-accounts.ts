import { type Queryable, receiptSql } from '@ashlar/postgres';
import { accountCreated, accountPasswordChanged } from '../events/facts.ts';
import { endOfUnfinished } from './account-changes.ts';
import type { StoredMail } from './proofs.ts';

interface ProofUse {
  readonly holder: Buffer;
  readonly id: string;
  readonly passwordHash: string;
  readonly at: Date;
  readonly traceparent: string | undefined;
}

/** Creates the account of a proven address, with its event, and uses the proof. Answers its id; undefined when the proof was used, or there is such an account. */
export async function insertProvenAccount(
  db: Queryable,
  { holder, id, passwordHash, at, traceparent, email }: ProofUse & { email: string },
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'insert-proven-account',
    text: `with ${proof}, made as (
             insert into account (id, email, password_hash, created_at, sequence)
             select $2::uuid, $6, $3, $4::timestamptz, 1 from proof
             on conflict (email) do nothing
             returning *
           ), used as (
             update email_proof set account_id = $2::uuid from made where holder = $1
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced('*', :fence), 'identity', '${accountCreated}', $4, jsonb_build_object('account_id', id), $5::text, :origin
               from made
             returning ${receiptSql} as receipt
           )
           select id, (select receipt from logged) as receipt from made`,
    values: [holder, id, passwordHash, at, traceparent ?? null, email],
  });
  return rows[0]?.id;
}

/**
 * Gives the account of a proven address another password, with its event and the notice, and uses the proof; every session, grant and token of the account ends, and every sign-in that is under way. Answers
 * its id; undefined when the proof was used, or the account is disabled.
 */
export async function resetProvenPassword(
  db: Queryable,
  { holder, id, passwordHash, at, traceparent, owner, mail }: ProofUse & { owner: string; mail: StoredMail },
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'reset-proven-password',
    text: `with ${proof}, changed as (
             update account set password_hash = $3, sequence = sequence + 1 from proof
              where id = $2::uuid and disabled_at is null
             returning id, sequence
           ), used as (
             update email_proof set account_id = $2::uuid from changed where holder = $1
           ), ended as (
             delete from engine_record using changed where account = $6
           ), ${endOfUnfinished('true')}, noted as (
             insert into account_history (account_id, at, what) select id, $4::timestamptz, 'password_changed' from changed
           ), mailed as (
             insert into mail (id, sealed, due_at, ends_at) select $7::uuid, $8::bytea, $4, $9::timestamptz from changed
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced('*', :fence), 'identity', '${accountPasswordChanged}', $4::timestamptz,
                    jsonb_build_object('account_id', id), $5::text, :origin
               from changed
             returning ${receiptSql} as receipt
           )
           select id, (select receipt from logged) as receipt from changed`,
    values: [holder, id, passwordHash, at, traceparent ?? null, owner, mail.id, mail.sealed, mail.endsAt],
  });
  return rows[0]?.id;
}

/** Of any number at once, one goes on: the others wait here, and see that the proof was used. */
const proof = `proof as (
    select 1 from email_proof
     where holder = $1 and confirmed_at is not null and account_id is null and ends_at > $4::timestamptz
     for update
  )`;
