import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** A key that signs (ES256) or verifies, known by its thumbprint (RFC 7638). */
export type SigningJwk = JWK & { readonly kid: string };

/** Makes one, with its private part. */
export async function makeSigningJwk(): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return withKid(await exportJWK(privateKey));
}

/** A key with its thumbprint as its id. */
export async function withKid(key: JWK): Promise<SigningJwk> {
  return { ...key, kid: await calculateJwkThumbprint(key) };
}

/** What may be published of a key. */
export function publicPart({ kty, crv, x, y, kid }: SigningJwk): SigningJwk {
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as SigningJwk;
}

/** Reads keys that a configuration gives: a JWK set with private keys (P-256), the one that signs first. Throws a `TypeError` when it is none. */
export function readSigningJwks(text: string): JWK[] {
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
