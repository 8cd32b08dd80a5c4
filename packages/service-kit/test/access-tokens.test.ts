import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@ashlar/testkit';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { oauth } from '../src/index.ts';
import { fixtureService } from './fixtures/service.ts';

const audience = 'masonry';
const minutes = (count: number) => count * 60_000;

let issuer: Issuer;
let clock: number;
let send: (token: string) => Promise<{ statusCode: number; headers: Record<string, unknown> }>;

beforeEach(async () => {
  await issuer?.close();
  issuer = await startIssuer();
  clock = 0;
  const jwks = `${issuer.url}/jwks`;
  const accept = oauth({ issuer: issuer.url, audience, jwks, now: () => clock });
  const { app } = await fixtureService({ security: { apiKey: async () => undefined, oauth: accept } });
  send = (token) =>
    app.inject({
      method: 'POST',
      url: '/ashlar/v1/stones/a/carve',
      headers: { authorization: `Bearer ${token}` },
    });
});

afterAll(() => issuer.close());

describe('an access token', () => {
  test.each<[string, (key: Key) => Promise<string>]>([
    ['expired', (key) => mint(key, { exp: '-1 minute' })],
    ['not valid yet', (key) => mint(key, { nbf: '5 minutes' })],
    ['signed by another key of the same name', async ({ kid }) => mint({ ...makeKey(), kid })],
    ['signed by a key that nobody published', () => mint(makeKey())],
    ['without a signature', () => unsigned()],
    ['signed with the public key as a shared secret', forgedWithPublicKey],
    ['signed by a key that it brings along', (key) => mint(makeKey(), { header: { jwk: key.published } })],
    ['for another audience', (key) => mint(key, { aud: 'payments' })],
    ['of another issuer', (key) => mint(key, { iss: 'https://elsewhere.example' })],
    ['without an audience', (key) => mint(key, { aud: undefined })],
    ['without a subject', (key) => mint(key, { sub: undefined })],
    ['without an end', (key) => mint(key, { exp: undefined })],
    ['without a department', (key) => mint(key, { department: undefined })],
    ['that is an ID token', (key) => mint(key, { header: { typ: 'JWT' } })],
    ['without a type', (key) => mint(key, { header: { typ: undefined } })],
    ['with an unknown critical header', (key) => mint(key, { header: { crit: ['seal'], seal: 1 } })],
    ['whose payload was changed', async (key) => changed(await mint(key))],
  ])('%s is 401', async (_what, forge) => {
    const reply = await send(await forge(issuer.key));
    expect(reply.statusCode).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
  });

  test.each(['at+jwt', 'application/at+jwt', 'AT+JWT'])(
    'of the type %s opens what its scopes are for',
    async (typ) => {
      expect((await send(await mint(issuer.key, { header: { typ } }))).statusCode).toBe(200);
      expect((await send(await mint(issuer.key, { header: { typ }, scope: 'stones:read' }))).statusCode).toBe(
        403,
      );
    },
  );
});

describe('the issuer’s keys', () => {
  test('are read once, at the first token, however many come at once', async () => {
    expect(issuer.asked).toBe(0);
    const token = await mint(issuer.key);
    const replies = await Promise.all(Array.from({ length: 20 }, () => send(token)));
    expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(issuer.asked).toBe(1);
  });

  test('serve on while the issuer is away, for as long as that takes', async () => {
    const token = await mint(issuer.key);
    expect((await send(token)).statusCode).toBe(200);
    issuer.answer = 'nothing';
    for (const later of [minutes(4), minutes(60), minutes(60 * 24)]) {
      clock += later;
      expect((await send(token)).statusCode).toBe(200);
    }
    issuer.answer = 'keys';
    clock += minutes(6);
    expect((await send(token)).statusCode).toBe(200);
  });

  test('that could never be read are 503, and are had as soon as the issuer is back', async () => {
    issuer.answer = 'nothing';
    const token = await mint(issuer.key);
    for (let times = 0; times < 20; times += 1) {
      const reply = await send(token);
      expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1']);
    }
    expect(issuer.asked).toBe(1);
    issuer.answer = 'keys';
    clock += 1001;
    expect((await send(token)).statusCode).toBe(200);
  });

  test.each(['an error', 'nonsense'] as const)('that come as %s are 503 too', async (answer) => {
    issuer.answer = answer;
    expect((await send(await mint(issuer.key))).statusCode).toBe(503);
  });

  test('may change: a new one is fetched when a token names it, the old one stays while it is published', async () => {
    const old = await mint(issuer.key);
    expect((await send(old)).statusCode).toBe(200);
    const successor = makeKey();
    issuer.published = [issuer.key.published, successor.published];
    clock += minutes(1);
    expect((await send(await mint(successor))).statusCode).toBe(200);
    expect((await send(old)).statusCode).toBe(200);
    expect(issuer.asked).toBe(2);
  });

  test('that were withdrawn are trusted for some minutes at most', async () => {
    const token = await mint(issuer.key);
    expect((await send(token)).statusCode).toBe(200);
    issuer.published = [makeKey().published];
    clock += minutes(6);
    const refused = async () => (await send(token)).statusCode === 401;
    await until(refused, { what: 'the keys to be read again' });
    expect(issuer.asked).toBe(2);
  });

  test('are not asked for by forged tokens more than once a minute', async () => {
    const token = await mint(issuer.key);
    expect((await send(token)).statusCode).toBe(200);
    const storm = async () => {
      const forged = await Promise.all(Array.from({ length: 50 }, () => mint(makeKey())));
      const replies = await Promise.all(forged.map(send));
      expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
    };
    await storm();
    expect(issuer.asked).toBe(1);
    clock += minutes(1);
    await storm();
    expect(issuer.asked).toBe(2);
    expect((await send(token)).statusCode).toBe(200);
  });

  test('cannot be told from forged ones while the issuer is away: 503, and the known ones go on', async () => {
    const token = await mint(issuer.key);
    expect((await send(token)).statusCode).toBe(200);
    issuer.answer = 'nothing';
    clock += minutes(1);
    const replies = await Promise.all([send(await mint(makeKey())), send(await mint(makeKey()))]);
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([503, 503]);
    expect((await send(token)).statusCode).toBe(200);
    expect(issuer.asked).toBe(2);
  });
});

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly published: JWK;
}

/** An issuer of its own on a port, which publishes what it is told to and counts how often it was asked. */
interface Issuer {
  readonly url: string;
  readonly key: Key;
  published: readonly JWK[];
  answer: 'keys' | 'nothing' | 'an error' | 'nonsense';
  asked: number;
  close(): Promise<unknown>;
}

async function startIssuer(): Promise<Issuer> {
  const key = makeKey();
  const server: Server = createServer((request, reply) => {
    made.asked += 1;
    if (made.answer === 'nothing') return request.socket.destroy();
    if (made.answer === 'an error') return reply.writeHead(500).end('{}');
    return reply.end(made.answer === 'nonsense' ? 'no JSON' : JSON.stringify({ keys: made.published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const made: Issuer = {
    url: `http://127.0.0.1:${port}`,
    key,
    published: [key.published],
    answer: 'keys',
    asked: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
  return made;
}

function makeKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const published = { ...(publicKey.export({ format: 'jwk' }) as JWK), kid, alg: 'ES256', use: 'sig' };
  return { kid, privateKey, publicKey, published };
}

interface Changes {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly iss?: string;
  readonly aud?: string | undefined;
  readonly sub?: string | undefined;
  readonly exp?: string | undefined;
  readonly nbf?: string;
  readonly department?: string | undefined;
  readonly scope?: string;
}

function claims(changes: Changes): JWTPayload {
  const { header: _header, exp: _exp, nbf: _nbf, ...own } = changes;
  const all = { iss: issuer.url, aud: audience, sub: 'client-1', department: 'demo', ...own };
  const said = Object.entries({ scope: 'stones:read stones:carve', ...all });
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

async function mint(key: Pick<Key, 'kid' | 'privateKey'>, changes: Changes = {}): Promise<string> {
  const header = { alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...changes.header };
  const token = new SignJWT(claims(changes)).setProtectedHeader(header).setIssuedAt();
  if (!('exp' in changes) || changes.exp) token.setExpirationTime(changes.exp ?? '10 minutes');
  if (changes.nbf) token.setNotBefore(changes.nbf);
  return token.sign(key.privateKey, { crit: { seal: true } });
}

async function unsigned(): Promise<string> {
  return new UnsecuredJWT(claims({})).setExpirationTime('10 minutes').encode();
}

function forgedWithPublicKey({ kid, publicKey }: Key): Promise<string> {
  const secret = new TextEncoder().encode(String(publicKey.export({ type: 'spki', format: 'pem' })));
  const header = { alg: 'HS256', kid, typ: 'at+jwt' };
  return new SignJWT(claims({})).setProtectedHeader(header).setExpirationTime('10 minutes').sign(secret);
}

function changed(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  const more = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), department: '*' };
  return [header, Buffer.from(JSON.stringify(more)).toString('base64url'), signature].join('.');
}
