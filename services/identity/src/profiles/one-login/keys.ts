import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose';
import type { SigningKey } from '../../usecases/keyring.ts';

/** Signs with the key that signs now. `kid` names the key to whoever verifies. */
export type Sign = (payload: JWTPayload, kid?: (key: SigningKey) => string) => Promise<string>;

/** Makes the signing (ES256) of a set of keys, the one that signs first. Each key is prepared once. */
export function createSign(keys: () => readonly SigningKey[]): Sign {
  const prepared = new WeakMap<SigningKey, KeyObject>();
  return (payload, nameOf = ({ kid }) => kid) => {
    const [key] = keys();
    if (!key) throw new Error('There is no key to sign with');
    const known = prepared.get(key) ?? createPrivateKey({ key: { ...key.jwk }, format: 'jwk' });
    prepared.set(key, known);
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: nameOf(key) }).sign(known);
  };
}

/** Finds published keys by what a token says. */
export function verifierOf(keys: readonly SigningKey[]): JWTVerifyGetKey {
  return createLocalJWKSet({ keys: keys.map(publicPart) });
}

/** A key without its private part. */
export function publicPart({ jwk: { d: _private, ...published } }: SigningKey) {
  return published;
}
