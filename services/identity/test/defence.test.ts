import { randomUUID } from 'node:crypto';
import { visitor } from '@ashlar/conformance';
import { freePort, type SpawnedService, spawnService } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  operator,
  operatorToken,
  password,
  type Service,
  signInByForms,
  startService,
  webRedirectUri,
} from './fixtures.ts';

// What the pack cannot see from one address, or could not ask for without locking itself out.

let service: Service;
let second: SpawnedService;
let other: string;

beforeAll(async () => {
  service = await startService();
  const port = await freePort();
  other = `http://127.0.0.1:${port}`;
  second = await spawnService({
    folder: 'services/identity',
    env: { ...service.env, PORT: String(port), LOG_LEVEL: 'trace' },
    readyUrl: `${other}/health/ready`,
  });
});

afterAll(async () => {
  await second?.kill('SIGTERM');
  await service?.end();
});

/** Asks fifty times at once, turn about at the two processes. */
function fifty<T>(ask: (root: string) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 50 }, (_one, at) => ask(at % 2 ? other : service.issuer)));
}

async function post(url: string, form: Readonly<Record<string, string>>, headers = {}): Promise<number> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
  await answer.body?.cancel();
  return answer.status;
}

describe('of fifty at once at two processes one wins', () => {
  test('with one code', async () => {
    const { form } = await aCode(service);
    const statuses = await fifty((root) => post(`${root}/token`, form));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(49);
  });

  test('with one proof of a key', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const proof = await new SignJWT({ htm: 'POST', htu: `${service.issuer}/token`, jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
      .setIssuedAt()
      .sign(privateKey);
    const form = {
      grant_type: 'client_credentials',
      scope: 'identity:changes',
      client_id: operator.id,
      client_secret: operator.secret,
    };
    const statuses = await fifty((root) => post(`${root}/token`, form, { dpop: proof }));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  test('with one pushed request', async () => {
    const { client, party, person } = await aCode(
      service,
      { redirect_uris: [webRedirectUri] },
      { redirect_uri: webRedirectUri },
    );
    const form = Object.fromEntries(new URL(party.start).searchParams);
    const pushed = await service.call('POST', '/par', { form: { ...form, client_secret: client.secret } });
    const query = new URLSearchParams({
      client_id: client.id,
      request_uri: String(pushed.json.request_uri),
    });
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const places = await fifty(async (root) => {
      const answer = await fetch(`${root}/authorize?${query}`, { headers: { cookie }, redirect: 'manual' });
      await answer.body?.cancel();
      return answer.headers.get('location') ?? '';
    });
    expect(places.filter((place) => place.includes('code='))).toHaveLength(1);
  });
});

test('passwords are hashed with argon2id at or above OWASP’s first parameters', async () => {
  const { id } = await anAccount(service);
  const { rows } = await service.pool.query('select password_hash from account where id = $1', [id]);
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(rows[0].password_hash) ?? [];
  expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
  expect(Number(passes)).toBeGreaterThanOrEqual(2);
});

test('one network address fails so often with any addresses, and not those whose device is known', async () => {
  const strict = await startService({ env: { SIGN_INS_PER_ADDRESS: '4' } });
  try {
    const [client, account] = [await aClient(strict), await anAccount(strict)];
    const { start } = await beginSignIn(strict, client);
    const { person: owner } = await signInByForms(strict, start, account.email);
    const attempt = async (email: string, given: string, person = visitor(strict.issuer)) => {
      const page = await person.open((await beginSignIn(strict, client, { prompt: 'login' })).start);
      return person.post(page, '#submit-password', { email, password: given });
    };
    for (const expected of [400, 400, 400, 400, 429]) {
      const answer = await attempt(`nobody-${randomUUID()}@service.example`, 'not the password');
      expect(answer.status).toBe(expected);
      expect(answer.headers.get('retry-after')).toBe(expected === 429 ? '900' : null);
    }
    const stranger = await anAccount(strict);
    expect((await attempt(stranger.email, password)).status).toBe(429);
    expect((await attempt(account.email, password, owner)).status).toBe(303);
  } finally {
    await strict.end();
  }
});

// Last, since it ends the second process to have all of its log.
test('nothing that is logged, however much, holds a secret, a code, a token or an address', async () => {
  const { client, form } = await aCode(service);
  const email = `logged-${randomUUID()}@service.example`;
  const answer = await fetch(`${other}/token`, { method: 'POST', body: new URLSearchParams(form) });
  const tokens = (await answer.json()) as { access_token: string; id_token: string };
  await fetch(`${other}/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  expect(await post(`${other}/token`, { ...form, client_secret: 'a-wrong-secret-0123' })).toBe(401);
  const admin = await operatorToken(service);
  const made = await fetch(`${other}/ashlar/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(made.status).toBe(201);
  await second.kill('SIGTERM');
  const logged = second.output();
  expect(logged).toContain('/ashlar/v1/accounts');
  const secrets = {
    code: form.code,
    verifier: form.code_verifier,
    secret: client.secret,
    'wrong secret': 'a-wrong-secret-0123',
    'access token': tokens.access_token,
    'ID token': tokens.id_token,
    'operator’s token': admin,
    'operator’s secret': operator.secret,
    'data key': String(service.env.DATA_KEY),
    password,
    address: email,
  };
  for (const [name, value] of Object.entries(secrets))
    expect([name, logged.includes(value)]).toEqual([name, false]);
});
