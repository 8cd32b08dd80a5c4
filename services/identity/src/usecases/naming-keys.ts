import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Seal } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { insertNamingKeys, isInUse, readNamingKeys, type StoredNamingKey } from '../store/naming-keys.ts';

/**
 * What is named, or signed, with a key that passes to a successor, since what it names is out in the world: digests that cannot be made again (of people's
 * addresses, of codes), ids of the engines' records, cookies, forms that are open, browsers, and people's names at the One Login issuer. The key of each as it was derived from the data key
 * before it had a row of its own; a browser's was one that seals, and stays.
 */
const derivedFrom = {
  digest: 'identity-digest',
  record: 'identity-record-id',
  one_login_record: 'one-login-record-id',
  cookie: 'identity-cookie',
  one_login_cookie: 'one-login-cookie',
  form: 'identity-form',
  one_login_subject: 'one-login-subject',
  device: undefined,
} as const;

/** From what the key is derived that they are sealed with. */
export const namingKeySealing = 'identity-naming-key';

/** What a key of names is for. */
export type NamingUse = keyof typeof derivedFrom;

/** Every use. */
export const namingUses = Object.keys(derivedFrom) as NamingUse[];

/** The keys of names of this process. */
export interface NamingKeys {
  /** 32 bytes. */
  bytes(use: NamingUse): Buffer;
  /** The same, for node:crypto. */
  key(use: NamingUse): KeyObject;
  /** The same as long as no key has changed. */
  version(): unknown;
  /** Reads the keys now: a predecessor's may have come. */
  refresh(): Promise<void>;
}

/**
 * Opens the keys of names: the first start makes them at random, and on a database of before takes what was `derived` from the data key, so that every name stays. Processes that
 * start at once agree. Throws when they were sealed under another data key.
 */
export async function openNamingKeys(
  db: Queryable,
  seal: Seal,
  derived: (purpose: string) => Buffer,
): Promise<NamingKeys> {
  let stored: readonly StoredNamingKey[] = [];
  let held = new Map<string, KeyObject>();
  const refresh = async () => {
    const read = await readNamingKeys(db);
    if (isSame(stored, read)) return;
    held = new Map(
      read.map(({ use, sealed }) => [use, createSecretKey(Buffer.from(seal.open(sealed), 'hex'))]),
    );
    stored = read;
  };
  await refresh();
  const missing = namingUses.filter((use) => !held.has(use));
  if (missing.length > 0) {
    const inUse = await isInUse(db);
    const make = (use: NamingUse) => {
      const purpose = inUse ? derivedFrom[use] : undefined;
      return purpose === undefined ? randomBytes(32) : derived(purpose);
    };
    await insertNamingKeys(
      db,
      missing.map((use) => ({ use, sealed: seal.seal(make(use).toString('hex')) })),
    );
    await refresh();
  }
  const key = (use: NamingUse) => {
    const found = held.get(use);
    if (!found) throw new Error(`There is no key of names for ${use}`);
    return found;
  };
  return { key, bytes: (use) => key(use).export(), version: () => held, refresh };
}

function isSame(stored: readonly StoredNamingKey[], read: readonly StoredNamingKey[]): boolean {
  return (
    stored.length === read.length &&
    stored.every(({ use, sealed }, at) => read[at]?.use === use && read[at]?.sealed.equals(sealed))
  );
}
