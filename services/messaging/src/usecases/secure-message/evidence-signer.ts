import type { Queryable } from '@ashlar/postgres';
import { seal, unseal } from '@ashlar/service-kit';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import {
  insertFirstEvidenceKey,
  readEvidenceKeys,
  type StoredEvidenceKey,
} from '../../store/secure-message/evidence.ts';

/** Signs evidence (ES256), and publishes what verifies it. */
export interface EvidenceSigner {
  /** A compact JWS over the claims as JSON. */
  sign(type: EvidenceType, claims: object): Promise<string>;
  /** The public keys of all that was ever signed, the one that signs first. */
  published(): Promise<readonly JWK[]>;
}

/** The `typ` of a JWS of a chain, and of the one that closes it. */
export type EvidenceType = 'evidence+jws' | 'evidence-seal+jws';

/**
 * Signs with the first of `given`, a JWK set of private P-256 keys; without it with a key that the first start makes and that is kept sealed under `sealing`. Given
 * and stored keys are published together, so that evidence from before a change still verifies. Throws a `TypeError` when `given` is no such set.
 */
export function createEvidenceSigner(
  db: Queryable,
  sealing: Buffer,
  given: string | undefined,
): EvidenceSigner {
  const givenKeys = given === undefined ? [] : readGiven(given);
  let held: Promise<Held> | undefined;
  const keys = () => {
    held ??= open(db, sealing, givenKeys).catch((error: unknown) => {
      held = undefined;
      throw error;
    });
    return held;
  };
  return {
    async sign(type, claims) {
      const { key } = await keys();
      return new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'ES256', typ: type, kid: String(key.kid) })
        .sign(await importJWK(key, 'ES256'));
    },
    published: async () => (await keys()).published,
  };
}

interface Held {
  readonly key: JWK;
  readonly published: readonly JWK[];
}

async function open(db: Queryable, sealing: Buffer, given: readonly JWK[]): Promise<Held> {
  const named = await Promise.all(given.map(withKid));
  const stored = await readEvidenceKeys(db);
  if (named.length === 0 && stored.length === 0) {
    await insertFirstEvidenceKey(db, await makeKey(sealing));
    return open(db, sealing, given);
  }
  const published = [...named.map(publicPart), ...stored.map(({ public: key }) => key as JWK)];
  const [first] = stored;
  const own = () => JSON.parse(unseal(sealing, (first as StoredEvidenceKey).sealed).toString()) as JWK;
  return { key: named[0] ?? own(), published };
}

async function makeKey(sealing: Buffer): Promise<StoredEvidenceKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = await withKid(await exportJWK(privateKey));
  const sealed = seal(sealing, Buffer.from(JSON.stringify(key)));
  return { kid: String(key.kid), sealed, public: { ...publicPart(key) } };
}

async function withKid(key: JWK): Promise<JWK> {
  return { ...key, kid: await calculateJwkThumbprint(key) };
}

function publicPart({ kty, crv, x, y, kid }: JWK): JWK {
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as JWK;
}

function readGiven(text: string): JWK[] {
  const wrong = new TypeError('must be a JWK set of private P-256 keys, the one that signs first');
  let keys: unknown;
  try {
    ({ keys } = JSON.parse(text) as { keys?: unknown });
  } catch {
    throw wrong;
  }
  const isKey = (key: JWK) => key?.kty === 'EC' && key.crv === 'P-256' && typeof key.d === 'string';
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isKey)) throw wrong;
  return keys;
}
