import { makeSigningJwk } from '@ashlar/component';
import { expect, test } from '@jest/globals';
import { type JWK, jwtVerify, SignJWT } from 'jose';
import { createOwnKeys } from '../src/engine/rotating.ts';
import type { SigningKey } from '../src/usecases/keyring.ts';

const keyOf = (jwk: JWK) => [{ jwk: { ...jwk, alg: 'ES256' } }] as unknown as readonly SigningKey[];

test('a token signed with a key that another process has just made is verified at once', async () => {
  const [before, made] = [await makeSigningJwk(), await makeSigningJwk()];
  let held = keyOf(before);
  const refresh = async () => {
    held = keyOf(made);
  };
  const keys = createOwnKeys({ keys: () => held, refresh });
  const { kid } = made as JWK;
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: String(kid) })
    .sign(made as JWK);
  await expect(jwtVerify(token, keys)).resolves.toBeDefined();
});

test('one that nobody made is refused after the keys were read once more, however many come', async () => {
  const [known, strange] = [await makeSigningJwk(), await makeSigningJwk()];
  let reads = 0;
  const held = keyOf(known);
  const refresh = async () => {
    reads += 1;
  };
  const keys = createOwnKeys({ keys: () => held, refresh });
  const { kid } = strange as JWK;
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: String(kid) })
    .sign(strange as JWK);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => jwtVerify(token, keys)));
  expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 'rejected'));
  expect(reads).toBe(1);
});
