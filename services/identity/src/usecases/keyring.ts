import {
  insertFirstKeys,
  type Log,
  makeSigningJwk,
  publishedKeys,
  readSigningKeys,
  type StoredKey,
  withKid,
} from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { seal, unseal } from '@ashlar/service-kit';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { retiredForMs } from '../domain/signing-keys.ts';

/** From what the key is derived that the keys of each set are sealed with. */
export const keySealing: Readonly<Record<KeySet, string>> = {
  standard: 'identity-signing-key',
  one_login: 'one-login-signing-key',
  core_identity: 'core-identity-signing-key',
};

/** A signing key that is published. */
export interface SigningKey extends StoredKey {
  readonly kid: string;
  /** With its private part. */
  readonly jwk: JWK;
  /** The RSA key beside it, for clients whose ID tokens are signed with RS256; it comes and goes with it. Keys from before there were any have none. */
  readonly rsa?: JWK;
}

/** A set of signing keys: each is another issuer's, or for something else, and has a table of its own. */
export type KeySet = 'standard' | 'one_login' | 'core_identity';

/** Where each set is kept. */
export const keyTables: Readonly<Record<KeySet, string>> = {
  standard: 'signing_key',
  one_login: 'one_login_signing_key',
  core_identity: 'core_identity_signing_key',
};

/** The signing keys of this process, which follow those in the database. */
export interface Keyring {
  /** Where they are kept. */
  readonly table: string;
  /** The published keys, the one that signs first: the same array as long as nothing changed. Once in ten seconds it looks for changes, in the background. */
  keys(): readonly SigningKey[];
  /** Reads the keys now. */
  refresh(): Promise<void>;
  /** A new key (ES256; with an RSA key beside it where that is the set’s), sealed to be stored. */
  make(): Promise<Buffer>;
}

/** The sets of keys that are in use. */
export type Keyrings = Readonly<{ standard: Keyring } & Partial<Record<KeySet, Keyring>>>;

const followEveryMs = 10_000;

/**
 * Opens the signing keys: the first start makes the one that signs and the next one; processes that start at once agree. The keys are kept
 * sealed under `sealing`. Throws when stored keys were sealed under another data key.
 */
export async function openKeyring(
  db: Queryable,
  sealing: Buffer,
  { now, log }: { now(): Date; log: Log },
  set: KeySet = 'standard',
): Promise<Keyring> {
  const table = keyTables[set];
  const make = async () => seal(sealing, Buffer.from(JSON.stringify(await makeKey(set))));
  let held: readonly SigningKey[] = [];
  let readAt = 0;

  const refresh = async () => {
    readAt = performance.now();
    const stored = publishedKeys(await readSigningKeys(db, table), now(), retiredForMs);
    if (!isSame(held, stored)) held = stored.map((key) => open(key, sealing));
  };
  await refresh();
  if (!held.some(({ state }) => state === 'current') || !held.some(({ state }) => state === 'next')) {
    await insertFirstKeys(db, { current: await make(), next: await make() }, now(), table);
    await refresh();
  }

  return {
    table,
    make,
    refresh,
    keys() {
      if (performance.now() - readAt > followEveryMs) {
        readAt = performance.now();
        refresh().catch((error: unknown) => log.warn({ err: error }, 'the signing keys stay as they are'));
      }
      return held;
    },
  };
}

/** The private keys of a set that may sign, each algorithm’s own first. RS256 is one of them once the key that signs has such a key. */
export function jwksOf(keys: readonly SigningKey[]): JWK[] {
  const rsa = keys[0]?.rsa === undefined ? [] : keys.flatMap((key) => key.rsa ?? []);
  return [...keys.map(({ jwk }) => jwk), ...rsa];
}

/** The RSA key is kept within the other, so that both are sealed, rotated, withdrawn and handed over as one. */
async function makeKey(set: KeySet): Promise<JWK & { rsa?: JWK }> {
  const key = { ...(await makeSigningJwk()), alg: 'ES256', use: 'sig' };
  return set === 'standard' ? { ...key, rsa: await makeRsaKey() } : key;
}

async function makeRsaKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 });
  return { ...(await withKid(await exportJWK(privateKey))), alg: 'RS256', use: 'sig' };
}

function open(stored: StoredKey, sealing: Buffer): SigningKey {
  const { rsa, ...jwk }: JWK & { rsa?: JWK } = JSON.parse(unseal(sealing, stored.sealed).toString());
  return { ...stored, jwk, kid: jwk.kid ?? '', ...(rsa && { rsa }) };
}

function isSame(held: readonly StoredKey[], stored: readonly StoredKey[]): boolean {
  const told = (keys: readonly StoredKey[]) =>
    keys.map(({ slot, state, since }) => `${slot} ${state} ${since.getTime()}`).join();
  return told(held) === told(stored);
}
