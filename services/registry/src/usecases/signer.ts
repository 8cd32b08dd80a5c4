import {
  insertFirstKeys,
  type Log,
  makeSigningJwk,
  publicPart,
  publishedKeys,
  readSigningJwks,
  readSigningKeys,
  type SigningJwk,
  type StoredKey,
  withKid,
} from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { seal, unseal } from '@ashlar/service-kit';
import { CompactSign, importJWK, type JWK } from 'jose';
import type { Signed } from '../domain/entities.ts';
import { retiredForMs } from '../domain/signing-keys.ts';

/** What the registry signs. */
export type SignedType = 'grant+jwt' | 'order+jwt' | 'handover+jwt' | 'attestation+jwt';

/** Signs for the registry (ES256), and publishes what verifies it. */
export interface Signer {
  /** A JWS in its compact form, issued by `registry` now; times in the claims are seconds. */
  sign(type: SignedType, claims: Readonly<Record<string, unknown>>): Promise<Signed>;
  /** The id of the key that signs. */
  kid(): Promise<string>;
  /** The public keys, the one that signs first. */
  published(): Promise<readonly JWK[]>;
  /** Undefined where the keys are given by configuration. */
  readonly stored?: StoredKeys;
}

/** Keys that are made and kept here. */
export interface StoredKeys {
  /** The published keys as the database has them now. */
  refresh(): Promise<readonly SigningKey[]>;
  /** A new key, sealed to be stored. */
  make(): Promise<Buffer>;
}

/** A signing key that is published. */
export interface SigningKey extends StoredKey {
  readonly kid: string;
}

/** Signs with keys that are given: a JWK set with private keys (P-256), of which the first signs and all are published. Throws a `TypeError` when it is none. */
export function createGivenSigner(text: string, now: () => Date): Signer {
  const given = readSigningJwks(text);
  const keys = Promise.all(given.map(withKid));
  const first = async () => (await keys)[0] as SigningJwk;
  return {
    kid: async () => (await first()).kid,
    published: async () => (await keys).map(publicPart),
    sign: async (type, claims) => signWith(await first(), type, claims, now()),
  };
}

/**
 * Signs with keys that the first start makes and that are kept sealed under `sealing` in the database; processes that start at once agree. Once in ten seconds it
 * looks for changes, in the background. Rejects when stored keys were sealed under another data key.
 */
export function createStoredSigner(
  db: Queryable,
  sealing: Buffer,
  { now, log }: { now(): Date; log: Log },
): Signer {
  const make = async () => seal(sealing, Buffer.from(JSON.stringify(await makeSigningJwk())));
  let held: readonly Held[] = [];
  let readAt = Number.NEGATIVE_INFINITY;

  const refresh = async () => {
    readAt = performance.now();
    const stored = publishedKeys(await readSigningKeys(db), now(), retiredForMs);
    held = stored.map((key) => ({ ...key, key: JSON.parse(unseal(sealing, key.sealed).toString()) }));
    return held;
  };
  const open = async () => {
    if ((await refresh()).some(({ state }) => state === 'current')) return held;
    await insertFirstKeys(db, { current: await make(), next: await make() }, now());
    return refresh();
  };
  const keys = async () => {
    if (held.length === 0) return open();
    if (performance.now() - readAt > followEveryMs) {
      readAt = performance.now();
      refresh().catch((error: unknown) => log.warn({ err: error }, 'the signing keys stay as they are'));
    }
    return held;
  };
  const current = async () => {
    const found = (await keys()).find(({ state }) => state === 'current');
    if (!found) throw new Error('No signing key is current');
    return found.key;
  };

  return {
    kid: async () => (await current()).kid,
    published: async () => (await keys()).map(({ key }) => publicPart(key)),
    sign: async (type, claims) => signWith(await current(), type, claims, now()),
    stored: {
      make,
      refresh: async () => (await refresh()).map(({ key, ...stored }) => ({ ...stored, kid: key.kid })),
    },
  };
}

const followEveryMs = 10_000;

type Held = StoredKey & { readonly key: SigningJwk };

async function signWith(key: SigningJwk, type: SignedType, claims: object, now: Date): Promise<Signed> {
  const iat = Math.floor(now.getTime() / 1000);
  const payload = Buffer.from(JSON.stringify({ iss: 'registry', iat, ...claims }));
  const token = await new CompactSign(payload)
    .setProtectedHeader({ alg: 'ES256', typ: type, kid: key.kid })
    .sign(await importJWK(key, 'ES256'));
  return { token, kid: key.kid };
}
