import { makeSigningJwk, publicPart, readSigningJwks, type SigningJwk, withKid } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { seal, unseal } from '@ashlar/service-kit';
import { CompactSign, importJWK, type JWK } from 'jose';
import {
  insertFirstEvidenceKey,
  readEvidenceKeys,
  readHandedEvidenceKeys,
  type StoredEvidenceKey,
} from '../../store/secure-message/evidence.ts';

/** Signs evidence (ES256), and publishes what verifies it. */
export interface EvidenceSigner {
  /** A compact JWS over the claims as JSON. */
  sign(type: EvidenceType, claims: object): Promise<string>;
  /** The public keys of all that was ever signed here, the one that signs first. */
  own(): Promise<readonly JWK[]>;
  /** The same, and those of predecessors. */
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
  const givenKeys = given === undefined ? [] : readSigningJwks(given);
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
        .setProtectedHeader({ alg: 'ES256', typ: type, kid: key.kid })
        .sign(await importJWK(key, 'ES256'));
    },
    own: async () => (await keys()).published,
    async published() {
      const { published: own } = await keys();
      const known = new Set(own.map(({ kid }) => kid));
      return [...own, ...(await readHandedEvidenceKeys(db)).filter(({ kid }) => !known.has(kid))];
    },
  };
}

interface Held {
  readonly key: SigningJwk;
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
  const own = () => JSON.parse(unseal(sealing, (first as StoredEvidenceKey).sealed).toString()) as SigningJwk;
  return { key: named[0] ?? own(), published };
}

async function makeKey(sealing: Buffer): Promise<StoredEvidenceKey> {
  const key = await makeSigningJwk();
  const sealed = seal(sealing, Buffer.from(JSON.stringify(key)));
  return { kid: key.kid, sealed, public: { ...publicPart(key) } };
}
