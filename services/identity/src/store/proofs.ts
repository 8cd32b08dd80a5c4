import type { Queryable } from '@ashlar/postgres';
import { maySeek, mayWork, writable } from './fence.ts';

/** An address that a browser is proving. */
export interface StoredProof {
  readonly email: Buffer;
  readonly confirmedAt: Date | null;
  /** What it was used for, if it was. */
  readonly accountId: string | null;
}

/** A mail that is stored to be sent. */
export interface StoredMail {
  readonly id: string;
  readonly sealed: Buffer;
  readonly endsAt: Date;
}

/** Begins a proof, in place of what the same browser had begun, together with the mail that carries the code. */
export async function insertProof(
  db: Queryable,
  proof: {
    holder: Buffer;
    emailDigest: Buffer;
    email: Buffer;
    codeDigest: Buffer;
    at: Date;
    mail: StoredMail;
  },
): Promise<void> {
  await db.query({
    name: 'insert-email-proof',
    text: `with mailed as (
             insert into mail (id, sealed, due_at, ends_at) select $7, $8, $5, $6 where ${writable}
           )
           insert into email_proof (holder, email_digest, email, code_digest, created_at, ends_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (holder) do update
              set email_digest = excluded.email_digest, email = excluded.email, code_digest = excluded.code_digest,
                  created_at = excluded.created_at, ends_at = excluded.ends_at, confirmed_at = null, account_id = null`,
    values: [
      proof.holder,
      proof.emailDigest,
      proof.email,
      proof.codeDigest,
      proof.at,
      proof.mail.endsAt,
      proof.mail.id,
      proof.mail.sealed,
    ],
  });
}

/** Reads what a browser is proving; nothing whose time is over. */
export async function readProof(db: Queryable, holder: Buffer, at: Date): Promise<StoredProof | undefined> {
  const { rows } = await db.query<StoredProof>({
    name: 'read-email-proof',
    text: `select email, confirmed_at as "confirmedAt", account_id as "accountId" from email_proof
            where holder = $1 and ends_at > $2`,
    values: [holder, at],
  });
  return rows[0];
}

/** Confirms a proof by the digest of its code. Of any number at once, one gets true. `endsAt`: by when it has to be used. */
export async function confirmProof(
  db: Queryable,
  ask: { holder: Buffer; codeDigest: Buffer; at: Date; endsAt: Date },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'confirm-email-proof',
    text: `update email_proof set confirmed_at = $3, ends_at = $4
            where holder = $1 and code_digest = $2 and confirmed_at is null and ends_at > $3 and ${writable}`,
    values: [ask.holder, ask.codeDigest, ask.at, ask.endsAt],
  });
  return rowCount === 1;
}

/** Deletes proofs whose time is over, at most `limit`. Answers how many. */
export async function deleteOldProofs(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-old-email-proofs',
    text: `delete from email_proof where holder in (
             select holder from email_proof where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork}`,
    values: [at, limit],
  });
  return rowCount ?? 0;
}
