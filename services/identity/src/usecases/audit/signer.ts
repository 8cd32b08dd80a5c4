import { makeSigningJwk, publicPart, type Seal, type SigningJwk } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { CompactSign, importJWK, type JWK } from 'jose';
import { type AuditHead, headType } from '../../domain/audit.ts';
import { insertFirstAuditKey, readAuditKeys } from '../../store/audit.ts';

/** Signs heads of the audit (ES256), and tells what verifies them. */
export interface HeadSigner {
  /** A compact JWS over the head. */
  sign(head: Omit<AuditHead, 'iss'>): Promise<string>;
  /** The public keys of all that was ever signed here. */
  published(): Promise<readonly JWK[]>;
}

/** Signs with a key of its own that the first head makes, and that stays: signing keys of tokens are withdrawn, and a head has to be verified for years. */
export function createHeadSigner(db: Queryable, seal: Seal, issuer: string): HeadSigner {
  let held: Promise<SigningJwk> | undefined;
  const own = () => {
    held ??= open(db, seal).catch((error: unknown) => {
      held = undefined;
      throw error;
    });
    return held;
  };
  return {
    async sign(head) {
      const key = await own();
      return new CompactSign(Buffer.from(JSON.stringify({ iss: issuer, ...head } satisfies AuditHead)))
        .setProtectedHeader({ alg: 'ES256', typ: headType, kid: key.kid })
        .sign(await importJWK(key, 'ES256'));
    },
    published: async () => (await readAuditKeys(db)).map(({ public: key }) => key),
  };
}

async function open(db: Queryable, seal: Seal): Promise<SigningJwk> {
  const [newest] = await readAuditKeys(db);
  if (newest) return JSON.parse(seal.open(newest.sealed));
  const key = await makeSigningJwk();
  const sealed = seal.seal(JSON.stringify(key));
  await insertFirstAuditKey(db, { kid: key.kid, sealed, public: { ...publicPart(key) }, at: new Date() });
  return open(db, seal);
}
