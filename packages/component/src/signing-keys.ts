import type { Queryable } from '@ashlar/postgres';
import { type CreationKey, onceClause, onceParameters } from './creation.ts';

/** One key signs; the next one is published before it does; a retired one is published as long as something that it signed may be shown. */
export type KeyState = 'current' | 'next' | 'retired';

const usualTable = 'signing_key';

/** When a signing key came into which state. */
export interface KeyTimes {
  readonly state: KeyState;
  readonly since: Date;
}

/** A signing key as it is kept, in a table of the service: `signing_key`, or another of its shape where it has several sets. */
export interface StoredKey extends KeyTimes {
  readonly slot: number;
  /** A private JWK, sealed under the data key. */
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

/** For how long the next key is published before it may sign: twice as long as those who verify keep keys before they read them again. */
const announcedForMs = 600_000;

/** Whether everybody who verifies has had the time to see the next key. */
export function isAnnounced({ since }: KeyTimes, now: Date): boolean {
  return now.getTime() - since.getTime() >= announcedForMs;
}

/** When a retired key is no longer published, which it is for `retiredForMs`; undefined for the others. */
export function endOfKey({ state, since }: KeyTimes, retiredForMs: number): Date | undefined {
  return state === 'retired' ? new Date(since.getTime() + retiredForMs) : undefined;
}

/** The keys that are published now, the one that signs first: engines sign with the first that fits. */
export function publishedKeys<Key extends KeyTimes>(
  keys: readonly Key[],
  now: Date,
  retiredForMs: number,
): Key[] {
  const order: Readonly<Record<KeyState, number>> = { current: 0, next: 1, retired: 2 };
  return keys
    .filter((key) => (endOfKey(key, retiredForMs) ?? now) >= now)
    .sort((one, other) => order[one.state] - order[other.state]);
}

/** Reads every signing key of a set, the newest first. */
export async function readSigningKeys(db: Queryable, table = usualTable): Promise<StoredKey[]> {
  const { rows } = await db.query<StoredKey>({
    name: `read-signing-keys-${table}`,
    text: `select slot, sealed, state, since, created_at as "createdAt" from ${table} order by slot desc`,
  });
  return rows;
}

/** Stores the first two signing keys. Where another process was quicker, its keys stand. */
export async function insertFirstKeys(
  db: Queryable,
  { current, next }: { current: Buffer; next: Buffer },
  at: Date,
  table = usualTable,
): Promise<void> {
  await db.query({
    name: `insert-first-signing-keys-${table}`,
    text: `insert into ${table} (slot, sealed, state, created_at, since)
           values (1, $1, 'current', $3, $3), (2, $2, 'next', $3, $3) on conflict do nothing`,
    values: [current, next, at],
  });
}

/** Which keys a rotation changes. */
export interface KeyRotation {
  /** The table of the set. */
  readonly table?: string;
  /** The slots of the keys that were read. */
  readonly current: number;
  readonly next: number;
  /** Of the one that is to sign. */
  readonly kid: string;
  /** A new next one. */
  readonly sealed: Buffer;
}

/**
 * Retires the key in the slot `current`, lets the one in `next` sign and stores a new next one, with what the service records of it in the same statement.
 * `lost` when those keys were no longer in these states: of any number of rotations at once, one happens. False when the idempotency key was used before.
 * `record.parts` are further parts of the statement over `promoted`, which has the key's new `sequence`; $4 is its kid, $5 the time, $9 `record.with`; `record.receipt` selects its
 * receipt (see `receiptSql`).
 */
export async function rotateKeys(
  db: Queryable,
  change: KeyRotation,
  { once, at }: { readonly once: CreationKey | undefined; readonly at: Date },
  record: { readonly parts: string; readonly with: unknown; readonly receipt?: string },
): Promise<boolean | 'lost'> {
  const { table = usualTable } = change;
  const { rows } = await db.query<{ went: boolean; rotated: boolean }>({
    name: `rotate-signing-keys-${table}`,
    text: `with ${onceClause}, retired as (
             update ${table} set state = 'retired', since = $5::timestamptz from go where slot = $6 and state = 'current' returning 1
           ), promoted as (
             update ${table} set state = 'current', since = $5::timestamptz, sequence = sequence + 1 from retired
              where slot = $7 and state = 'next' returning sequence
           ), made as (
             insert into ${table} (sealed, state, created_at, since) select $8, 'next', $5::timestamptz, $5::timestamptz from promoted
           ), ${record.parts}
           select exists (select from go) as went, exists (select from promoted) as rotated${record.receipt === undefined ? '' : `, ${record.receipt} as receipt`}`,
    values: [
      ...onceParameters(once, change.kid, at),
      change.current,
      change.next,
      change.sealed,
      record.with,
    ],
  });
  const [row] = rows;
  if (!row?.went) return false;
  return row.rotated || 'lost';
}
