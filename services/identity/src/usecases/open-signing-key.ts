import type { Queryable } from '@ashlar/postgres';
import { seal, unseal } from '@ashlar/service-kit';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { insertSigningKey, readSigningKey } from '../store/signing-keys.ts';

/**
 * The private key that tokens are signed with (ES256): made at the first start, kept sealed under `key`. Processes that start at once
 * agree on one. Throws when the stored key was sealed under another data key.
 */
export async function openSigningKey(db: Queryable, key: Buffer, at: Date): Promise<JWK> {
  const stored = await readSigningKey(db);
  if (stored) return JSON.parse(unseal(key, stored).toString());
  await insertSigningKey(db, seal(key, Buffer.from(JSON.stringify(await makeKey()))), at);
  return openSigningKey(db, key, at);
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}
