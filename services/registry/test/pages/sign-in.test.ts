import type { SignedIn, SignInProvider } from '@ashlar/component';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../src/wiring.ts';
import { aDepartment, type Registry, startRegistry } from '../fixtures.ts';
import { visitor } from './visitor.ts';

let registry: Registry;
let answer: SignedIn | 'refused' | Error;
let now = new Date();

/** An issuer whose answer is the test's. What it is asked must be what was begun. */
const issuer: SignInProvider = {
  begin: async (callback) => ({
    url: `https://issuer.test/authorize?redirect_uri=${encodeURIComponent(callback)}`,
    pending: { state: 's', nonce: 'n', verifier: 'v' },
  }),
  async finish(pending, returned) {
    expect(pending).toEqual({ state: 's', nonce: 'n', verifier: 'v' });
    expect(returned.href).toBe('http://registry.test/operator/callback?code=c&state=s');
    if (answer instanceof Error) throw answer;
    return answer;
  },
  signOutUrl: async (idToken) => `https://issuer.test/logout?id_token_hint=${idToken}`,
};

beforeAll(async () => {
  registry = await startRegistry(
    (wiring) => {
      wiring.value(tokens.signIn, issuer);
      wiring.value(tokens.now, () => now);
    },
    { OPERATORS: 'Ada@ops.example, bo@ops.example' },
  );
});

afterAll(() => registry?.end());

const operatorPaths = [
  '/operator',
  '/operator/implementations',
  '/operator/implementations/0198c0de-0000-7000-8000-000000000001/checks',
  '/operator/swaps',
  '/operator/swaps/new',
  '/operator/swaps/0198c0de-0000-7000-8000-000000000001',
  '/operator/swaps/0198c0de-0000-7000-8000-000000000001/abort',
];

describe('without a sign-in', () => {
  test.each(operatorPaths)('%s shows nothing and leads to the sign-in, which leads back', async (path) => {
    const { status, location, html, headers } = await visitor(registry).get(path);
    expect([status, location, html]).toEqual([303, `/operator/sign-in?to=${encodeURIComponent(path)}`, '']);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('a cookie that somebody made up, and one of another registry, open nothing', async () => {
    const other = await startRegistry(undefined, { DATA_KEY: Buffer.alloc(32, 8).toString('base64') });
    const elsewhere = visitor(other);
    await elsewhere.signIn();
    const [cookie] = elsewhere.cookies.values();
    await other.end();
    for (const value of [cookie, 'e30', '']) {
      const { statusCode, body } = await registry.app.inject({
        url: '/operator',
        headers: { cookie: `registry_operator=${value}` },
      });
      expect([statusCode, body]).toEqual([303, '']);
    }
  });

  test('nothing can be sent', async () => {
    const { status, html } = await visitor(registry).post('/operator/sign-out');
    expect(status).toBe(403);
    expect(html).toContain('Nothing was done');
  });
});

describe('with an access token', () => {
  test('an operator is signed in until the token ends', async () => {
    now = new Date();
    const browser = visitor(registry);
    const { status, location, setCookies } = await browser.signIn(
      await registry.issuer.mint({
        audience: 'registry',
        scope: 'registry:admin',
        department: '*',
        expiresInS: 120,
      }),
    );
    expect([status, location]).toEqual([303, '/operator']);
    expect(setCookies[0]).toMatch(/; Max-Age=1[12]\d; Path=\/operator; HttpOnly; SameSite=Lax$/);
    expect((await browser.get('/operator')).status).toBe(200);
    now = new Date(Date.now() + 121_000);
    expect((await browser.get('/operator')).status).toBe(303);
    now = new Date();
  });

  test('is led to the page that was asked for, and to no other site', async () => {
    const browser = visitor(registry);
    await browser.get('/operator/sign-in?to=/operator/implementations');
    const token = await registry.token();
    const there = await browser.post('/operator/sign-in', { token, to: '/operator/implementations' });
    expect(there.location).toBe('/operator/implementations');
    for (const to of [
      'https://evil.test/',
      '//evil.test',
      '/operator/../docs',
      '\\\\evil.test',
      '/operatorx',
    ]) {
      const stranger = visitor(registry);
      await stranger.get('/operator/sign-in');
      expect((await stranger.post('/operator/sign-in', { token, to })).location).toBe('/operator');
    }
  });

  test.each([
    ['of a department', () => aDepartment(registry).then((department) => registry.token(department))],
    ['with another scope', () => registry.token('*', 'registry:routing')],
    [
      'for another component',
      () => registry.issuer.mint({ audience: 'payments', scope: 'registry:admin', department: '*' }),
    ],
    [
      'that has ended',
      () =>
        registry.issuer.mint({
          audience: 'registry',
          scope: 'registry:admin',
          department: '*',
          expiresInS: -60,
        }),
    ],
    ['that is none', async () => 'none'],
    ['that is empty', async () => ''],
  ])('one %s opens nothing', async (_, mint) => {
    const browser = visitor(registry);
    const { status, html } = await browser.signIn(await mint());
    expect(status).toBe(422);
    expect(html).toContain('<title>Error: Sign in');
    expect(html).toContain('no access token of an operator');
    expect(browser.cookies.has('registry_operator')).toBe(false);
  });

  test('the form of another browser signs nobody in', async () => {
    const [one, other] = [visitor(registry), visitor(registry)];
    await one.get('/operator/sign-in');
    await other.get('/operator/sign-in');
    const [cookie] = one.cookies.values();
    const { html } = await other.get('/operator/sign-in');
    const [, foreign = ''] = /name="csrf_token" value="([^"]+)"/.exec(html) ?? [];
    const { statusCode } = await registry.app.inject({
      method: 'POST',
      url: '/operator/sign-in',
      headers: { cookie: `registry_sign_in=${cookie}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf_token: foreign, token: await registry.token() }).toString(),
    });
    expect(statusCode).toBe(403);
  });
});

describe('at the issuer', () => {
  const ada = { subject: 'account-1', email: 'ada@ops.example', idToken: 'an-id-token' };
  const begun = async (to = '/operator/implementations') => {
    const browser = visitor(registry);
    const { status, location } = await browser.get(`/operator/sign-in/identity?to=${to}`);
    expect([status, location]).toEqual([
      303,
      'https://issuer.test/authorize?redirect_uri=http%3A%2F%2Fregistry.test%2Foperator%2Fcallback',
    ]);
    return browser;
  };
  const back = '/operator/callback?code=c&state=s';

  test('an operator is signed in, for eight hours, and signs out there too', async () => {
    now = new Date();
    answer = ada;
    const browser = await begun();
    const { status, location } = await browser.get(back);
    expect([status, location]).toEqual([303, '/operator/implementations']);
    expect((await browser.get('/operator')).status).toBe(200);
    now = new Date(Date.now() + 8 * 3_600_000 + 1000);
    expect((await browser.get('/operator')).status).toBe(303);
    now = new Date();

    const out = await browser.post('/operator/sign-out');
    expect(out.html).toContain('https://issuer.test/logout?id_token_hint=an-id-token');
    expect(browser.cookies.size).toBe(0);
    expect((await browser.get('/operator')).status).toBe(303);
  });

  test.each([
    ['whose address is no operator’s', { ...ada, email: 'eve@ops.example' }],
    ['whose address the issuer does not vouch for', { subject: 'x', idToken: 'i' }],
  ])('an account %s is told so and sees nothing', async (_, signedIn) => {
    answer = signedIn;
    const browser = await begun();
    const { status, html } = await browser.get(back);
    expect(status).toBe(403);
    expect(html).toContain('may not operate the platform');
    expect((await browser.get('/operator')).status).toBe(303);
  });

  test('what comes back counts for the browser that began, once, and not when it is refused', async () => {
    answer = ada;
    const stranger = await visitor(registry).get(back);
    expect([stranger.status, stranger.html]).toEqual([400, expect.stringContaining('Sign in again')]);
    const browser = await begun();
    answer = 'refused';
    expect((await browser.get(back)).status).toBe(400);
    answer = new Error('The issuer is away');
    const away = await browser.get(back);
    expect([away.status, away.html]).toEqual([503, expect.stringContaining('Try again in a moment')]);
    expect(browser.cookies.has('registry_operator')).toBe(false);
  });
});

test('an operator who is not one any more is signed out', async () => {
  const dataKey = Buffer.alloc(32, 7).toString('base64');
  const before = await startRegistry((wiring) => wiring.value(tokens.signIn, issuer), {
    OPERATORS: 'ada@ops.example',
    DATA_KEY: dataKey,
  });
  answer = { subject: 'account-1', email: 'ada@ops.example', idToken: 'i' };
  const browser = visitor(before);
  await browser.get('/operator/sign-in/identity');
  await browser.get('/operator/callback?code=c&state=s');
  const cookie = `registry_operator=${browser.cookies.get('registry_operator')}`;
  const ask = { url: '/operator', headers: { cookie } };
  expect((await before.app.inject(ask)).statusCode).toBe(200);
  await before.end();

  // A session outlives the process where there is a key, and not the operator.
  for (const [operators, status] of [
    ['ada@ops.example', 200],
    ['bo@ops.example', 303],
  ] as const) {
    const after = await startRegistry(undefined, { OPERATORS: operators, DATA_KEY: dataKey });
    expect((await after.app.inject(ask)).statusCode).toBe(status);
    await after.end();
  }
});

test('without a client there are only tokens', async () => {
  const alone = await startRegistry();
  const browser = visitor(alone);
  const { html } = await browser.get('/operator/sign-in');
  expect(html).not.toContain('Sign in with your account');
  expect((await browser.get('/operator/sign-in/identity')).status).toBe(404);
  await alone.end();
});
