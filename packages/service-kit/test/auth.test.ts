import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { oauth } from '../src/index.ts';
import { fixtureConfig, fixtureService } from './fixtures/service.ts';

const issuer = 'https://identity.example';
const audience = 'masonry';
const gatewayKey = 'a-gateway-key-of-32-characters!!';
const carve = { method: 'POST', url: '/ashlar/v1/stones/a/carve' } as const;

let folder: string;
let own: Keys;
let foreign: Keys;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-kit-'));
  own = await generateKeyPair('ES256');
  foreign = await generateKeyPair('ES256');
  await writeKeys('jwks.json', own, 'one');
});
afterAll(() => rm(folder, { recursive: true }));

describe('access tokens', () => {
  test('a token with all scopes becomes the caller', async () => {
    const reply = await carveWith(await mint());
    expect(reply.statusCode).toBe(200);
    expect(reply.json().caller).toEqual({
      kind: 'oauth',
      subject: 'client-1',
      department: 'demo',
      scopes: ['stones:read', 'stones:carve'],
    });
  });

  test.each<[string, () => Promise<string>]>([
    ['signed by another key', () => mint({ key: foreign })],
    ['expired', () => mint({ expires: '-1 minute' })],
    ['for another audience', () => mint({ audience: 'payments' })],
    ['of another issuer', () => mint({ issuer: 'https://elsewhere.example' })],
    [
      'without a signature',
      async () => new UnsecuredJWT({ sub: 'a', department: 'demo' }).setExpirationTime('1h').encode(),
    ],
    ['without a department', () => mint({ claims: { scope: 'stones:carve stones:read' } })],
    ['that is not a token', async () => 'a.b.c'],
  ])('a token %s is 401', async (_what, token) => {
    const reply = await carveWith(await token());
    expect(reply.statusCode).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
  });

  test('a token that lacks a scope is 403 and told which are needed', async () => {
    const reply = await carveWith(await mint({ claims: { department: 'demo', scope: 'stones:read' } }));
    expect(reply.statusCode).toBe(403);
    expect(reply.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_scope", scope="stones:carve stones:read"',
    );
  });

  test('either of two schemes opens an operation', async () => {
    expect((await carveWith('good')).json().caller).toMatchObject({ kind: 'api-key', account: '7' });
  });

  test('a key set that cannot be read is 503, not 401', async () => {
    const reply = await carveWith(await mint(), {}, join(folder, 'absent.json'));
    expect(reply.statusCode).toBe(503);
    expect(reply.headers['retry-after']).toBe('1');
  });
});

describe('the department of an entry point', () => {
  const through = (department: string) => ({ 'ashlar-gateway': gatewayKey, 'ashlar-department': department });

  test.each([
    ['demo', 200],
    ['other', 401],
  ])('a key of demo behind the entry point of %s: %i', async (department, status) => {
    expect((await carveWith('good', through(department))).statusCode).toBe(status);
    expect((await carveWith(await mint(), through(department))).statusCode).toBe(status);
  });

  test("an operator's token works behind every entry point", async () => {
    const token = await mint({ claims: { department: '*', scope: 'stones:carve stones:read' } });
    expect((await carveWith(token, through('other'))).statusCode).toBe(200);
  });

  test('a department is not believed without the gateway key', async () => {
    const reply = await carveWith('good', { 'ashlar-gateway': 'wrong', 'ashlar-department': 'other' });
    expect(reply.statusCode).toBe(200);
  });
});

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

interface Token {
  key?: Keys;
  expires?: string;
  audience?: string;
  issuer?: string;
  claims?: Record<string, string>;
}

function mint(token: Token = {}): Promise<string> {
  return new SignJWT(token.claims ?? { department: 'demo', scope: 'stones:read stones:carve' })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })
    .setSubject('client-1')
    .setIssuer(token.issuer ?? issuer)
    .setAudience(token.audience ?? audience)
    .setExpirationTime(token.expires ?? '1 hour')
    .sign((token.key ?? own).privateKey);
}

async function writeKeys(name: string, keys: Keys, kid: string): Promise<void> {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid, alg: 'ES256' };
  await writeFile(join(folder, name), JSON.stringify({ keys: [jwk] }));
}

async function carveWith(
  token: string,
  headers: Record<string, string> = {},
  jwks = join(folder, 'jwks.json'),
) {
  const { app } = await fixtureService({
    config: fixtureConfig({ gatewayKey }),
    security: {
      apiKey: async (request) =>
        request.headers.authorization === 'Bearer good'
          ? { kind: 'api-key', subject: 'key-1', department: 'demo', scopes: [], account: '7' }
          : undefined,
      oauth: oauth({ issuer, audience, jwks }),
    },
  });
  return app.inject({ ...carve, headers: { authorization: `Bearer ${token}`, ...headers } });
}
