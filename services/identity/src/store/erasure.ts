import { type Queryable, receiptSql } from '@ashlar/postgres';
import { accountErased } from '../events/facts.ts';
import type { StoredMail } from './proofs.ts';

/**
 * Erases an account with all that is kept of it: credentials and history go with the row, and the engine's records by `owner`. What stays is a tombstone, which says
 * nothing of the person and keeps the id from ever being given again, and the event. False when there is none.
 */
export async function eraseAccountRow(
  db: Queryable,
  erasure: {
    id: string;
    owner: string;
    emailDigest: Buffer;
    at: Date;
    mail: StoredMail | undefined;
    traceparent?: string | undefined;
  },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'erase-account',
    text: `with gone as (
             delete from account where id = $1::uuid returning id, sequence + 1 as sequence
           ), stone as (
             insert into account_tombstone (account_id, email_digest, erased_at) select id, $3, $4::timestamptz from gone
           ), ended as (
             delete from engine_record using gone where account = $2
           ), proofs as (
             delete from email_proof using gone where email_digest = $3 or account_id = gone.id
           ), mailed as (
             insert into mail (id, sealed, due_at, ends_at)
             select $6::uuid, $7::bytea, $4::timestamptz, $8::timestamptz from gone where $7::bytea is not null
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced('*', :fence), 'identity', '${accountErased}', $4::timestamptz,
                    jsonb_build_object('account_id', id), $5::text, :origin
               from gone
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      erasure.id,
      erasure.owner,
      erasure.emailDigest,
      erasure.at,
      erasure.traceparent ?? null,
      erasure.mail?.id ?? null,
      erasure.mail?.sealed ?? null,
      erasure.mail?.endsAt ?? null,
    ],
  });
  return rowCount === 1;
}
