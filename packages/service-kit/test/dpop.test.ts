import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { oauth } from '../src/index.ts';
import { fixtureService } from './fixtures/service.ts';

const issuer = 'https://identity.example';
const audience = 'masonry';
const path = '/ashlar/v1/stones/a/carve';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let folder: string;
let issuerKeys: Keys;
let own: Keys;
let foreign: Keys;
let app: Awaited<ReturnType<typeof fixtureService>>['app'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-kit-'));
  [issuerKeys, own, foreign] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  const jwks = join(folder, 'jwks.json');
  const key = { ...(await exportJWK(issuerKeys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  await writeFile(jwks, JSON.stringify({ keys: [key] }));
  const accept = oauth({ issuer, audience, jwks });
  ({ app } = await fixtureService({ security: { apiKey: async () => undefined, oauth: accept } }));
});

afterAll(() => rm(folder, { recursive: true }));

async function mint(bound: Keys | undefined): Promise<string> {
  const cnf = bound && { jkt: await calculateJwkThumbprint(await exportJWK(bound.publicKey)) };
  return new SignJWT({ scope: 'stones:read stones:carve', department: 'demo', ...(cnf && { cnf }) })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('client-1')
    .setExpirationTime('5 minutes')
    .sign(issuerKeys.privateKey);
}

async function prove(
  token: string,
  claims: JWTPayload = {},
  keys: Keys = own,
  typ = 'dpop+jwt',
): Promise<string> {
  const ath = createHash('sha256').update(token).digest('base64url');
  const iat = Math.floor(Date.now() / 1000);
  return new SignJWT({
    htm: 'POST',
    htu: `http://localhost:80${path}`,
    ath,
    iat,
    jti: randomUUID(),
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', typ, jwk: await exportJWK(keys.publicKey) })
    .sign(keys.privateKey);
}

async function send(authorization: string, dpop?: string): Promise<number> {
  const headers = { authorization, ...(dpop !== undefined && { dpop }) };
  return (await app.inject({ method: 'POST', url: path, headers })).statusCode;
}

describe('a token that is bound to a key', () => {
  test('opens with a proof of the key, each proof once', async () => {
    const token = await mint(own);
    const proof = await prove(token);
    const tries = await Promise.all(Array.from({ length: 10 }, () => send(`DPoP ${token}`, proof)));
    expect(tries.filter((status) => status === 200)).toHaveLength(1);
    expect(tries.filter((status) => status === 401)).toHaveLength(9);
    expect(await send(`DPoP ${token}`, await prove(token))).toBe(200);
  });

  test.each<[string, (token: string) => Promise<string | undefined>]>([
    ['no proof', async () => undefined],
    ['what is no proof', async () => 'a.b.c'],
    ['a proof of another key', (token) => prove(token, {}, foreign)],
    ['a proof for another token', (token) => prove(token, { ath: 'another' })],
    ['a proof for another method', (token) => prove(token, { htm: 'GET' })],
    ['a proof for another address', (token) => prove(token, { htu: `http://localhost:80${path}/more` })],
    ['a proof for another host', (token) => prove(token, { htu: `http://elsewhere.example${path}` })],
    ['an old proof', (token) => prove(token, { iat: Math.floor(Date.now() / 1000) - 120 })],
    ['a proof from the future', (token) => prove(token, { iat: Math.floor(Date.now() / 1000) + 120 })],
    ['a proof without an identifier', (token) => prove(token, { jti: '' })],
    ['a token of another type for a proof', (token) => prove(token, {}, own, 'JWT')],
  ])('does not open with %s', async (_what, forge) => {
    const token = await mint(own);
    expect(await send(`DPoP ${token}`, await forge(token))).toBe(401);
  });

  test('does not open as one that is not bound, nor the other way round', async () => {
    const [bound, free] = await Promise.all([mint(own), mint(undefined)]);
    expect(await send(`Bearer ${bound}`, await prove(bound))).toBe(401);
    expect(await send(`DPoP ${free}`, await prove(free))).toBe(401);
    expect(await send(`Bearer ${free}`)).toBe(200);
  });
});
