import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { KeyTimes } from '../domain/signing-keys.ts';
import { signingKeyActivated, signingKeyWithdrawn } from '../events/facts.ts';

/** A signing key as it is kept. */
export interface StoredKey extends KeyTimes {
  readonly slot: number;
  /** A private JWK, sealed under the data key. */
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

/** Reads every signing key. */
export async function readSigningKeys(db: Queryable): Promise<StoredKey[]> {
  const { rows } = await db.query<StoredKey>({
    name: 'read-signing-keys',
    text: 'select slot, sealed, state, since, created_at as "createdAt" from signing_key order by slot desc',
  });
  return rows;
}

/** Stores the first two signing keys. Where another process was quicker, its keys stand. */
export async function insertFirstKeys(
  db: Queryable,
  { current, next }: { current: Buffer; next: Buffer },
  at: Date,
): Promise<void> {
  await db.query({
    name: 'insert-first-signing-keys',
    text: `insert into signing_key (slot, sealed, state, created_at, since)
           values (1, $1, 'current', $3, $3), (2, $2, 'next', $3, $3) on conflict do nothing`,
    values: [current, next, at],
  });
}

/**
 * Retires the key in the slot `current`, lets the one in `next` sign and stores a new next one, with the event. `lost` when those keys were
 * no longer in these states: of any number of rotations at once, one happens. False when the idempotency key was used before.
 */
export async function rotateKeys(
  db: Queryable,
  change: { current: number; next: number; kid: string; sealed: Buffer },
  creation: Creation,
): Promise<boolean | 'lost'> {
  const { rows } = await db.query<{ went: boolean; rotated: boolean }>({
    name: 'rotate-signing-keys',
    text: `with ${onceClause}, retired as (
             update signing_key set state = 'retired', since = $5::timestamptz from go where slot = $6 and state = 'current' returning 1
           ), promoted as (
             update signing_key set state = 'current', since = $5::timestamptz, sequence = sequence + 1 from retired
              where slot = $7 and state = 'next' returning sequence
           ), made as (
             insert into signing_key (sealed, state, created_at, since) select $8, 'next', $5::timestamptz, $5::timestamptz from promoted
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), $4, sequence, '*', 'identity', '${signingKeyActivated}', $5::timestamptz, jsonb_build_object('kid', $4::text), $9::text
               from promoted
           )
           select exists (select from go) as went, exists (select from promoted) as rotated`,
    values: [
      ...onceParameters(creation.once, change.kid, creation.at),
      change.current,
      change.next,
      change.sealed,
      creation.traceparent ?? null,
    ],
  });
  const [row] = rows;
  if (!row?.went) return false;
  return row.rotated || 'lost';
}

/** Deletes a retired key, with the event. False when it is not there, or not retired. */
export async function withdrawKey(
  db: Queryable,
  { slot, kid, at, traceparent }: { slot: number; kid: string } & AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'withdraw-signing-key',
    text: `with withdrawn as (
             delete from signing_key where slot = $1 and state = 'retired' returning sequence + 1 as sequence
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), $2, sequence, '*', 'identity', '${signingKeyWithdrawn}', $3::timestamptz, jsonb_build_object('kid', $2::text), $4::text
               from withdrawn
           )
           select 1 from withdrawn`,
    values: [slot, kid, at, traceparent ?? null],
  });
  return rowCount === 1;
}

/** Deletes the keys that retired before a time. */
export async function deleteRetiredKeys(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'delete-retired-signing-keys',
    text: `delete from signing_key where state = 'retired' and since < $1`,
    values: [before],
  });
}
