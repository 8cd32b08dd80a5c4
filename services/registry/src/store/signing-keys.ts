import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { KeyTimes } from '../domain/signing-keys.ts';
import { type Creation, recordedParts, utc } from './recorded.ts';

/** A signing key as it is kept. */
export interface StoredKey extends KeyTimes {
  readonly slot: number;
  /** A private JWK, sealed under the data key. */
  readonly sealed: Buffer;
}

/** Reads every signing key, the newest first. */
export async function readSigningKeys(db: Queryable): Promise<StoredKey[]> {
  const { rows } = await db.query<StoredKey>({
    name: 'read-signing-keys',
    text: 'select slot, sealed, state, since from signing_key order by slot desc',
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
 * Retires the key in the slot `current`, lets the one in `next` sign and stores a new next one. `lost` when those keys were no longer in these states: of any
 * number of rotations at once, one happens. False when the idempotency key was used before.
 */
export async function rotateKeys(
  db: Queryable,
  change: { current: number; next: number; kid: string; sealed: Buffer },
  { once, at, by }: Creation,
): Promise<boolean | 'lost'> {
  const { rows } = await db.query<{ went: boolean; rotated: boolean }>({
    name: 'rotate-signing-keys',
    text: `with ${onceClause}, retired as (
             update signing_key set state = 'retired', since = $5::timestamptz from go where slot = $7 and state = 'current' returning 1
           ), promoted as (
             update signing_key set state = 'current', since = $5::timestamptz, sequence = sequence + 1 from retired
              where slot = $8 and state = 'next' returning sequence
           ), made as (
             insert into signing_key (sealed, state, created_at, since)
             select $9, 'next', $5::timestamptz, $5::timestamptz from promoted
           ), moved as (
             select $4::text as aggregate, sequence, '*' as department, '*' as service, 'keys/' || $4::text as resource, null::jsonb as before,
                    jsonb_build_object('kid', $4::text, 'since', ${utc('$5::timestamptz')}) as after from promoted
           ),
           ${recordedParts({ kind: 'signing_key', past: 'activated', at: '$5', by: '$6' })}
           select exists (select from go) as went, exists (select from promoted) as rotated`,
    values: [...onceParameters(once, change.kid, at), by, change.current, change.next, change.sealed],
  });
  const [row] = rows;
  if (!row?.went) return false;
  return row.rotated || 'lost';
}
