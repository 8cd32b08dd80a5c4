import type { Queryable } from '@ashlar/postgres';
import type { JWK } from 'jose';
import type { SecureMessage, SecureState } from '../../domain/secure-message/entities.ts';
import type { EvidenceEvent } from '../../domain/secure-message/evidence.ts';
import type { Vault } from '../vault.ts';
import { secureMessageLog } from './messages.ts';

/** An event of a message, with the evidence of it. */
export interface Move {
  readonly event: EvidenceEvent;
  readonly state: SecureState;
  readonly at: Date;
  readonly jws: string;
  /** The SHA-256 of the JWS. */
  readonly hash: string;
  /** The notification whose notice it settles. */
  readonly notificationId: string | null;
  readonly traceparent: string | undefined;
}

/**
 * Stores an event of a message with its evidence. False when something else happened to the message since it was read: the evidence would
 * not join on to the last.
 */
export async function recordMove(
  db: Queryable,
  vault: Vault,
  message: Pick<SecureMessage, 'id' | 'sequence'>,
  move: Move,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'record-secure-move',
    text: `with moved as (
             update secure_message
                set sequence = sequence + 1, state = $3, evidence_hash = $4, not_before = null,
                    delivered_at = case when $5::text = 'delivered' then $6::timestamptz else delivered_at end,
                    opened_at = case when $5 = 'opened' then $6 else opened_at end,
                    replied_at = case when $5 = 'replied' then $6 else replied_at end,
                    expired_at = case when $5 = 'expired' then $6 else expired_at end
              where id = $1::uuid and sequence = $2
             returning *
           ), kept as (
             insert into secure_evidence (message_id, number, event, at, jws) select moved.id, moved.sequence, $5, $6, $7::bytea from moved
           ), settled as (
             update secure_notice set state = case when $5 = 'notice_sent' then 'sent' else 'failed' end
               from moved where secure_notice.message_id = moved.id and notification_id = $8::uuid
           ), unneeded as (
             update secure_notice set state = 'not_needed'
               from moved where $5 in ('opened', 'expired') and secure_notice.message_id = moved.id and secure_notice.state = 'due'
           ), logged as (${secureMessageLog('moved', '$5', '$6', '$9')})
           select receipt from logged`,
    values: [
      message.id,
      message.sequence,
      move.state,
      move.hash,
      move.event,
      move.at,
      vault.seal(move.jws),
      move.notificationId,
      move.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** The evidence of a message, in order. */
export async function listEvidence(db: Queryable, vault: Vault, messageId: string): Promise<string[]> {
  const { rows } = await db.query<{ jws: Buffer }>({
    name: 'list-secure-evidence',
    text: 'select jws from secure_evidence where message_id = $1::uuid order by number',
    values: [messageId],
  });
  return rows.map(({ jws }) => vault.open<string>(jws));
}

/** A key that signs evidence, as it is stored. */
export interface StoredEvidenceKey {
  readonly kid: string;
  /** The private key, sealed. */
  readonly sealed: Buffer;
  readonly public: Readonly<Record<string, unknown>>;
}

/** Stores a signing key unless there is one; processes that start at once agree on the first. */
export async function insertFirstEvidenceKey(db: Queryable, key: StoredEvidenceKey): Promise<void> {
  await db.query({
    name: 'insert-first-evidence-key',
    text: `with alone as materialized (select pg_advisory_xact_lock(hashtext('messaging-evidence-key')))
           insert into evidence_key (kid, sealed, public, created_at)
           select $1, $2::bytea, $3::jsonb, now() from alone where not exists (select from evidence_key)`,
    values: [key.kid, key.sealed, JSON.stringify(key.public)],
  });
}

/** The stored signing keys, the one that signs first. */
export async function readEvidenceKeys(db: Queryable): Promise<StoredEvidenceKey[]> {
  const { rows } = await db.query<StoredEvidenceKey>({
    name: 'read-evidence-keys',
    text: 'select kid, sealed, public from evidence_key order by created_at, kid',
  });
  return rows;
}

/** The public keys that predecessors signed evidence with, of one department or (undefined) of all. */
export async function readHandedEvidenceKeys(db: Queryable, department?: string): Promise<JWK[]> {
  const { rows } = await db.query<{ public: JWK }>({
    name: 'read-handed-evidence-keys',
    text: `select distinct on (kid) public from handed_evidence_key where $1::text is null or department = $1 order by kid`,
    values: [department ?? null],
  });
  return rows.map(({ public: key }) => key);
}
