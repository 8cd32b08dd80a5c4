import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import {
  aClient,
  aCode,
  beginSignIn,
  type MadeClient,
  operatorToken,
  password,
  type Service,
  startService,
  webRedirectUri,
} from './fixtures.ts';
import { aListener } from './listener.ts';

let service: Service;

beforeAll(async () => {
  service = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true' } });
});

afterAll(() => service?.end());

const web = { redirect_uris: [webRedirectUri] };
const toWeb = { redirect_uri: webRedirectUri };

/** Signs the browser in at one more client. */
async function alsoAt(person: Awaited<ReturnType<typeof aCode>>['person'], client: MadeClient) {
  const { start } = await beginSignIn(service, client, toWeb);
  await person.submit(await person.open(start), '#submit-consent');
}

async function signOut({ person }: Pick<Awaited<ReturnType<typeof aCode>>, 'person'>) {
  return person.submit(await person.open(`${service.issuer}/logout`), '#submit-logout', { logout: 'yes' });
}

/** What a client does with a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.6). */
async function verified(token: string, client: MadeClient, alg = 'ES256'): Promise<JWTPayload> {
  const keys = createRemoteJWKSet(new URL(`${service.issuer}/.well-known/jwks.json`));
  const rules = { issuer: service.issuer, audience: client.id, typ: 'logout+jwt', algorithms: [alg] };
  return (await jwtVerify(token, keys, rules)).payload;
}

describe('a sign-out', () => {
  test('is told to every client of the session that wants to hear, with the session where it asked', async () => {
    const [one, two] = await Promise.all([aListener(), aListener()]);
    try {
      const signedIn = await aCode(
        service,
        { ...web, backchannel_logout_uri: one.url, backchannel_logout_session_required: true },
        toWeb,
      );
      const idToken = String((await service.call('POST', '/token', { form: signedIn.form })).json.id_token);
      const second = await aClient(service, { ...web, backchannel_logout_uri: two.url });
      await alsoAt(signedIn.person, second);
      await alsoAt(signedIn.person, await aClient(service, web));
      await signOut(signedIn);
      await until(async () => one.heard.length > 0 && two.heard.length > 0);
      const { sid } = decodeJwt(idToken);
      const told = await verified(one.heard[0] ?? '', signedIn.client);
      expect(sid).toEqual(expect.any(String));
      expect(told).toMatchObject({
        sub: signedIn.account.id,
        sid,
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      });
      expect(told).not.toHaveProperty('nonce');
      expect(await verified(two.heard[0] ?? '', second)).not.toHaveProperty('sid');
    } finally {
      one.close();
      two.close();
    }
  });

  test('is told again until the client has heard, as the same one', async () => {
    const listener = await aListener([503, 400, 200]);
    try {
      const signedIn = await aCode(service, { ...web, backchannel_logout_uri: listener.url }, toWeb);
      await signOut(signedIn);
      await until(async () => listener.heard.length === 3, { timeoutMs: 20_000 });
      await until(async () => (await waiting(signedIn.client)) === 0);
      const told = await Promise.all(listener.heard.map((token) => verified(token, signedIn.client)));
      expect(new Set(told.map(({ jti }) => jti)).size).toBe(1);
      expect(listener.heard).toHaveLength(3);
    } finally {
      listener.close();
    }
  }, 30_000);

  test('is told by RS256 to a client whose ID tokens are signed so', async () => {
    const listener = await aListener();
    try {
      const settings = { backchannel_logout_uri: listener.url, id_token_signed_response_alg: 'RS256' };
      const signedIn = await aCode(service, { ...web, ...settings }, toWeb);
      await signOut(signedIn);
      await until(async () => listener.heard.length > 0);
      const told = await verified(listener.heard[0] ?? '', signedIn.client, 'RS256');
      expect(told.sub).toBe(signedIn.account.id);
    } finally {
      listener.close();
    }
  });

  test('that was not told before the process ended is told by another', async () => {
    const mute = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true' } });
    await mute.workers.stop();
    const listener = await aListener();
    const port = await freePort();
    try {
      const signedIn = await aCode(mute, { ...web, backchannel_logout_uri: listener.url }, toWeb);
      await signedIn.person.submit(await signedIn.person.open(`${mute.issuer}/logout`), '#submit-logout', {
        logout: 'yes',
      });
      expect(listener.heard).toEqual([]);
      const process = await spawnService({
        folder: 'services/identity',
        env: { ...mute.env, PORT: String(port) },
        readyUrl: `http://127.0.0.1:${port}/health/ready`,
      });
      try {
        await until(async () => listener.heard.length > 0, { timeoutMs: 20_000 });
        expect(decodeJwt(listener.heard[0] ?? '')).toMatchObject({
          iss: mute.issuer,
          aud: signedIn.client.id,
        });
      } finally {
        await process.kill('SIGTERM');
      }
    } finally {
      listener.close();
      await mute.end();
    }
  }, 60_000);

  test('does not happen when it cannot be stored that clients are to hear', async () => {
    const own = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true' } });
    try {
      const signedIn = await aCode(own, { ...web, backchannel_logout_uri: 'http://127.0.0.1:9/' }, toWeb);
      const page = await signedIn.person.open(`${own.issuer}/logout`);
      await own.pool.query('alter table logout_notice rename to elsewhere');
      const failed = await signedIn.person.post(page, '#submit-logout', { logout: 'yes' });
      expect(failed.status).toBeGreaterThanOrEqual(500);
      await own.pool.query('alter table elsewhere rename to logout_notice');
      const { start } = await beginSignIn(own, signedIn.client, { ...toWeb, prompt: 'none' });
      const still = await signedIn.person.open(start);
      expect(new URL(still.url).searchParams.get('code')).toMatch(/.{20}/);
    } finally {
      await own.end();
    }
  });

  test('of one client alone, by a person who stays signed in, is told to that client alone', async () => {
    const [one, two] = await Promise.all([aListener(), aListener()]);
    try {
      const signedIn = await aCode(service, { ...web, backchannel_logout_uri: one.url }, toWeb);
      const second = await aClient(service, { ...web, backchannel_logout_uri: two.url });
      await alsoAt(signedIn.person, second);
      const page = await signedIn.person.open(`${service.issuer}/logout?client_id=${signedIn.client.id}`);
      await signedIn.person.submit(page, '#stay');
      await until(async () => one.heard.length > 0);
      expect(await waiting(second)).toBe(0);
      expect(two.heard).toEqual([]);
    } finally {
      one.close();
      two.close();
    }
  });
});

describe('the account area', () => {
  /** Another browser of the same person, at a page of the account area. */
  async function elsewhere(email: string, path = '') {
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account${path}`);
    return { person, page: await person.submit(signIn, '#submit-password', { email, password }) };
  }

  /** Does `end` in another browser, and answers what the client of the first one hears. */
  async function heardWhen(
    path: string,
    end: (person: Visitor, page: Page) => Promise<Page>,
  ): Promise<{ told: JWTPayload; subject: string }> {
    const listener = await aListener();
    try {
      const { client, account } = await aCode(
        service,
        { ...web, backchannel_logout_uri: listener.url },
        toWeb,
      );
      const { person, page } = await elsewhere(account.email, path);
      expect((await end(person, page)).status).toBe(200);
      await until(async () => listener.heard.length > 0);
      return { told: await verified(listener.heard[0] ?? '', client), subject: account.id };
    } finally {
      listener.close();
    }
  }

  test.each<[string, string, (person: Visitor, page: Page) => Promise<Page>]>([
    ['a session is ended there', '', (person, page) => person.submit(page, '.end-session')],
    [
      'the password is changed',
      '/password',
      (person, page) => person.submit(page, '#submit-new-password', { password: 'another horse battery' }),
    ],
    [
      'the account is erased',
      '/delete',
      (person, page) => person.submit(page, '#submit-erase', { confirm: 'yes' }),
    ],
  ])('has clients hear when %s', async (_when, path, end) => {
    const { told, subject } = await heardWhen(path, end);
    expect(told.sub).toBe(subject);
  });

  test('changes no password where it cannot be stored who is to hear of it', async () => {
    const backchannel_logout_uri = 'http://127.0.0.1:9/out';
    const { account } = await aCode(service, { ...web, backchannel_logout_uri }, toWeb);
    const { person, page } = await elsewhere(account.email, '/password');
    await service.pool.query('alter table logout_notice rename to logout_notice_away');
    try {
      const fields = { password: 'another horse battery' };
      expect((await person.submit(page, '#submit-new-password', fields)).status).toBe(500);
    } finally {
      await service.pool.query('alter table logout_notice_away rename to logout_notice');
    }
    expect((await elsewhere(account.email, '')).page.status).toBe(200);
  });
});

async function waiting({ id }: MadeClient): Promise<number> {
  const { rows } = await service.pool.query<{ count: number }>(
    'select count(*)::integer as count from logout_notice where client_id = $1',
    [id],
  );
  return rows[0]?.count ?? 0;
}

test.each(['http://party.example/out', 'https://127.0.0.2/out', 'https://party.internal/out'])(
  'a client does not hear at %s',
  async (backchannel_logout_uri) => {
    const strict = await startService();
    try {
      const json = { department: 'demo', service: 'licensing', name: 'Out', ...web, backchannel_logout_uri };
      const answer = await strict.call('POST', '/ashlar/v1/clients', {
        token: await operatorToken(strict),
        json,
      });
      expect([answer.status, answer.json.errors]).toMatchObject([
        422,
        [{ pointer: '#/backchannel_logout_uri' }],
      ]);
    } finally {
      await strict.end();
    }
  },
);

describe('a client that sends a person to sign out', () => {
  const bye = 'http://127.0.0.1:9/bye';
  const open = (signedIn: Awaited<ReturnType<typeof aCode>>, query: Record<string, string>) =>
    signedIn.person.open(`${service.issuer}/logout?${new URLSearchParams(query)}`);

  test('gets the person back with its state, by a hint or its id, and nowhere else', async () => {
    const signedIn = await aCode(service, web, toWeb);
    const hint = String((await service.call('POST', '/token', { form: signedIn.form })).json.id_token);
    for (const bad of [
      { id_token_hint: hint, post_logout_redirect_uri: `${bye}/other` },
      { id_token_hint: `${hint.slice(0, -6)}AAAAAA`, post_logout_redirect_uri: bye },
      { id_token_hint: hint, client_id: 'another', post_logout_redirect_uri: bye },
    ]) {
      const page = await open(signedIn, bad);
      expect([page.status, new URL(page.url).origin]).toEqual([400, service.issuer]);
    }
    // Without a word of who asks, there is nobody to lead back to.
    const nobody = await open(signedIn, { post_logout_redirect_uri: bye });
    expect(nobody.document.querySelector('#submit-logout')).not.toBeNull();
    const page = await open(signedIn, {
      client_id: signedIn.client.id,
      post_logout_redirect_uri: bye,
      state: 's',
    });
    const left = await signedIn.person.submit(page, '#submit-logout', { logout: 'yes' });
    expect(left.url).toBe(`${bye}?state=s`);
  });

  test('without an address leaves the person at a page, and may send the person by a form', async () => {
    const signedIn = await aCode(service, web, toWeb);
    const hint = String((await service.call('POST', '/token', { form: signedIn.form })).json.id_token);
    const led = await service.call('POST', '/logout', { form: { id_token_hint: hint } });
    const page = await signedIn.person.open(new URL(led.headers.get('location') ?? '', service.issuer).href);
    const left = await signedIn.person.submit(page, '#submit-logout', { logout: 'yes' });
    expect([left.status, left.document.querySelector('h1')?.text.trim()]).toEqual([
      200,
      'You have signed out',
    ]);
  });
});
