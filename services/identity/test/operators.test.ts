import { randomUUID } from 'node:crypto';
import { visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Secret, TOTP } from 'otpauth';
import { tokens } from '../src/wiring.ts';
import {
  aClient,
  aCode,
  anAccount,
  askToken,
  operator,
  operatorToken,
  password,
  type Service,
  startService,
  webRedirectUri,
} from './fixtures.ts';
import { aListener } from './listener.ts';
import { type Mailroom, startMailroom } from './mailroom.ts';

let mailroom: Mailroom;
let service: Service;
let token: string;
/** How far the service's clock is ahead. */
let aheadMs = 0;

beforeAll(async () => {
  mailroom = await startMailroom();
  service = await startService({
    env: {
      MESSAGING_FILE: mailroom.file,
      SIGN_INS_PER_ADDRESS: '10000',
      SIGN_INS_PER_ACCOUNT: '3',
      CLIENT_INSECURE_TARGETS: 'true',
    },
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + aheadMs)),
  });
  token = await operatorToken(service, 'identity:accounts');
});

afterAll(async () => {
  await service?.end();
  await mailroom?.end();
});

const web = { redirect_uris: [webRedirectUri], grant_types: ['authorization_code', 'refresh_token'] };
const toWeb = { redirect_uri: webRedirectUri, scope: 'openid email offline_access', prompt: 'consent' };

/** Asks for something of an account, with the narrow scope. */
function onAccount(method: string, id: string, path = '', json?: unknown) {
  return service.call(method, `/ashlar/v1/accounts/${id}${path}`, {
    token,
    ...(json !== undefined && { json }),
  });
}

/** A person who is signed in at a client that hears of sign-outs, and what the client got. */
async function signedIn() {
  const listener = await aListener();
  const at = await aCode(service, { ...web, backchannel_logout_uri: listener.url }, toWeb);
  const got = (await service.call('POST', '/token', { form: at.form })).json;
  return { ...at, listener, access: String(got.access_token), refresh: String(got.refresh_token) };
}

type SignedIn = Awaited<ReturnType<typeof signedIn>>;

/** What the client's tokens are still worth: the statuses of userinfo and of a refresh. */
async function worth({ access, refresh, client }: SignedIn): Promise<number[]> {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refresh,
    client_id: client.id,
    client_secret: client.secret,
  };
  const [told, renewed] = [
    await service.call('GET', '/userinfo', { token: access }),
    await service.call('POST', '/token', { form }),
  ];
  return [told.status, renewed.status];
}

async function heard({ listener, account }: SignedIn): Promise<void> {
  await until(async () => listener.heard.length > 0, { what: 'the client to hear' });
  expect(decodeJwt(listener.heard[0] ?? '').sub).toBe(account.id);
}

/** The status of a sign-in by password: 303 leads on, 400 is refused. */
async function signInStatus(email: string, with_ = password, person = visitor(service.issuer)) {
  const page = await person.open(`${service.issuer}/account`);
  return (await person.post(page, '#submit-password', { email, password: with_ })).status;
}

async function lastEvent(id: string): Promise<string> {
  const { rows } = await service.pool.query<{ type: string }>(
    'select type from change_log where aggregate = $1 order by sequence desc limit 1',
    [id],
  );
  return rows[0]?.type ?? '';
}

describe('finding accounts', () => {
  test('by the exact address takes a header, and case does not matter', async () => {
    const { id, email } = await anAccount(service);
    const find = async (address: string) => {
      const headers = { 'account-email': address };
      return (await service.call('GET', '/ashlar/v1/accounts', { token, headers })).json.accounts;
    };
    expect(await find(email.toUpperCase())).toMatchObject([{ id, email }]);
    expect(await find(email.slice(1))).toEqual([]);
  });

  test('takes the scope of accounts, which is of no use for clients', async () => {
    const { id } = await anAccount(service);
    expect((await onAccount('GET', id)).json.id).toBe(id);
    expect((await service.call('GET', '/ashlar/v1/clients', { token })).status).toBe(403);
    const department = await aClient(service, { scopes: ['identity:accounts'], redirect_uris: [] });
    const { access_token: stranger } = (await askToken(service, department, 'identity:accounts')).json;
    for (const [method, path] of [
      ['PUT', '/lock'],
      ['DELETE', '/lock'],
      ['GET', '/sessions'],
      ['DELETE', '/sessions'],
      ['GET', '/factors'],
      ['DELETE', '/factors'],
      ['GET', '/history'],
      ['DELETE', ''],
    ] as const) {
      const json = method === 'PUT' ? { reason: 'other' } : undefined;
      const ask = { token: String(stranger), ...(json && { json }) };
      const answer = await service.call(method, `/ashlar/v1/accounts/${id}${path}`, ask);
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect([method, path, (await onAccount(method, randomUUID(), path, json)).status]).toEqual([
        method,
        path,
        404,
      ]);
    }
    expect((await onAccount('GET', id)).status).toBe(200);
  });
});

describe('a lock', () => {
  test('ends what is signed in, tells clients, signs in nowhere, and says why', async () => {
    const at = await signedIn();
    const lock = { reason: 'suspected_compromise', reference: 'CASE-2026/117' };
    const answer = await onAccount('PUT', at.account.id, '/lock', lock);
    expect([answer.status, answer.json]).toMatchObject([200, { lock, disabled_at: expect.any(String) }]);
    await heard(at);
    expect(await worth(at)).toEqual([401, 400]);
    expect(await signInStatus(at.account.email)).toBe(400);
    expect(await lastEvent(at.account.id)).toBe('identity.account.disabled.v1');

    for (const _again of [1, 2]) expect((await onAccount('DELETE', at.account.id, '/lock')).status).toBe(204);
    expect((await onAccount('GET', at.account.id)).json).not.toHaveProperty('lock');
    // Nothing that ended comes back.
    expect(await worth(at)).toEqual([401, 400]);
    expect(await signInStatus(at.account.email)).toBe(303);
    at.listener.close();
  });

  test('ends in time by itself, and has to have a time to come', async () => {
    const { id, email } = await anAccount(service);
    const past = await onAccount('PUT', id, '/lock', { reason: 'other', until: '2020-01-01T00:00:00Z' });
    expect([past.status, past.json.errors]).toMatchObject([422, [{ pointer: '#/until' }]]);
    for (const never of ['9999-12-31T23:59:60Z', '9999-12-31T23:59:59-01:00', '2016-12-31T23:59:60Z'])
      expect((await onAccount('PUT', id, '/lock', { reason: 'other', until: never })).status).toBe(422);
    expect((await onAccount('GET', id)).json).not.toHaveProperty('lock');
    const far = { reason: 'other', until: '2030-01-01T00:00:00+23:59' };
    expect((await onAccount('PUT', id, '/lock', far)).status).toBe(400);
    const ends = new Date(Date.now() + aheadMs + 3_600_000).toISOString();
    const locked = await onAccount('PUT', id, '/lock', { reason: 'other', until: ends });
    expect(locked.json.lock).toEqual({ reason: 'other', until: ends });
    expect(await signInStatus(email)).toBe(400);
    aheadMs = 3_601_000;
    await until(async () => (await onAccount('GET', id)).json.lock === undefined, {
      what: 'the lock to end',
    });
    aheadMs = 0;
    expect(await lastEvent(id)).toBe('identity.account.enabled.v1');
    expect(await signInStatus(email)).toBe(303);
  });

  test('says what is wrong with it, and leaves the account as it was', async () => {
    const { id } = await anAccount(service);
    for (const lock of [{}, { reason: 'dislike' }, { reason: 'other', reference: 'Jo Bloggs' }]) {
      expect((await onAccount('PUT', id, '/lock', lock)).status).toBe(400);
    }
    expect((await onAccount('GET', id)).json).not.toHaveProperty('disabled_at');
  });

  test('that failures brought about is forgotten by unlocking, also on a device that the account is known at', async () => {
    const { id, email } = await anAccount(service);
    const person = visitor(service.issuer);
    expect(await signInStatus(email, password, person)).toBe(303);
    await service.pool.query('delete from engine_record');
    for (const browser of [person, visitor(service.issuer)]) {
      for (let count = 0; count < 4; count += 1) await signInStatus(email, 'wrong wrong wrong', browser);
      expect(await signInStatus(email, password, browser)).toBe(429);
    }
    expect((await onAccount('DELETE', id, '/lock')).status).toBe(204);
    for (const browser of [person, visitor(service.issuer)]) {
      expect(await signInStatus(email, password, browser)).toBe(303);
      await service.pool.query('delete from engine_record');
    }
  });
});

describe('the sessions of an account', () => {
  test('are listed, and one ends with its tokens while another goes on', async () => {
    const at = await signedIn();
    const elsewhere = visitor(service.issuer);
    const page = await elsewhere.open(`${service.issuer}/account`);
    await elsewhere.submit(page, '#submit-password', { email: at.account.email, password });
    const list = (await onAccount('GET', at.account.id, '/sessions')).json.sessions as { id: string }[];
    expect(list).toHaveLength(2);
    const session = list.find((one) => JSON.stringify(one).includes(at.client.id));
    expect(session).toMatchObject({ methods: ['pwd'], clients: [at.client.id] });
    const path = `/sessions/${session?.id}`;
    expect((await onAccount('DELETE', at.account.id, path)).status).toBe(204);
    expect((await onAccount('DELETE', at.account.id, path)).status).toBe(404);
    await heard(at);
    expect(await worth(at)).toEqual([401, 400]);
    expect(new URL((await elsewhere.open(`${service.issuer}/account`)).url).pathname).toBe('/account');
    at.listener.close();
  });

  test('end all at once, of which clients hear', async () => {
    const at = await signedIn();
    expect((await onAccount('DELETE', at.account.id, '/sessions')).status).toBe(204);
    await heard(at);
    expect(await worth(at)).toEqual([401, 400]);
    expect((await onAccount('GET', at.account.id, '/sessions')).json).toEqual({ sessions: [] });
    expect(await lastEvent(at.account.id)).toBe('identity.session.ended.v1');
    expect(await signInStatus(at.account.email)).toBe(303);
    at.listener.close();
  });

  test('do not end where it cannot be stored who is to hear', async () => {
    const at = await signedIn();
    await service.pool.query(`insert into recovery_code (account_id, digest) values ($1, 'one')`, [
      at.account.id,
    ]);
    await service.pool.query('alter table logout_notice rename to logout_notice_away');
    try {
      for (const [method, path, json] of [
        ['DELETE', '/sessions'],
        ['DELETE', '/factors'],
        ['DELETE', ''],
        ['PUT', '/lock', { reason: 'other' }],
        ['PATCH', '', { disabled: true }],
      ] as const) {
        expect((await onAccount(method, at.account.id, path, json)).status).toBe(500);
      }
    } finally {
      await service.pool.query('alter table logout_notice_away rename to logout_notice');
    }
    expect(await worth(at)).toEqual([200, 200]);
    at.listener.close();
  });
});

test('an account that is disabled has clients hear, once', async () => {
  const at = await signedIn();
  for (const _again of [1, 2]) await onAccount('PATCH', at.account.id, '', { disabled: true });
  await heard(at);
  await until(async () => (await service.pool.query('select from logout_notice')).rowCount === 0);
  expect(at.listener.heard).toHaveLength(1);
  at.listener.close();
});

describe('the factors of an account', () => {
  /** An account with an app, recovery codes and a passkey of which only its row matters. */
  async function withFactors() {
    const account = await anAccount(service);
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account/authenticator`);
    const page = await person.submit(signIn, '#submit-password', { email: account.email, password });
    const secret = Secret.fromBase32(page.document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '');
    const code = new TOTP({ secret }).generate({ timestamp: Date.now() + aheadMs });
    await person.submit(page, '#submit-authenticator', { code });
    await service.pool.query(
      `insert into passkey (id, account_id, name, public_key, counter, transports, synced, created_at)
       values ($1::text, $2, 'Blue key', '\\x00', 0, '{}', false, now())`,
      [randomUUID(), account.id],
    );
    return account;
  }

  test('are told without what signs in', async () => {
    const { id } = await withFactors();
    const { text, json } = await onAccount('GET', id, '/factors');
    expect(json).toMatchObject({
      passkeys: [{ name: 'Blue key', synced: false }],
      authenticator_app: { confirmed_at: expect.any(String) },
      recovery_codes_left: 10,
    });
    expect(text).not.toMatch(/secret|public_key|counter/);
  });

  test('are reset: the password alone signs in, other sessions end, and the person hears in their language', async () => {
    const { id, email } = await withFactors();
    expect((await onAccount('DELETE', id, '/factors?language=cy')).status).toBe(204);
    expect((await onAccount('GET', id, '/factors')).json).toEqual({ passkeys: [], recovery_codes_left: 0 });
    expect((await onAccount('GET', id, '/sessions')).json).toEqual({ sessions: [] });
    const ofPerson = () => mailroom.mails.filter((mail) => mail.email_address === email);
    await until(async () => ofPerson().length === 2, { what: 'both notices' });
    expect(ofPerson().find(({ template_id: template }) => template === 'notice-cy')).toMatchObject({
      personalisation: { what: expect.stringMatching(/^Tynnwyd/) },
    });
    const person = visitor(service.issuer);
    const signIn = await person.open(`${service.issuer}/account/authenticator`);
    const page = await person.submit(signIn, '#submit-password', { email, password });
    expect(page.document.querySelector('#secret')).not.toBeNull();
    // There is nothing left to reset, and nobody hears of nothing.
    expect((await onAccount('DELETE', id, '/factors')).status).toBe(204);
    expect(await lastEvent(id)).toBe('identity.session.started.v1');
  });

  test('are none to reset: nobody is signed out, and no client hears that somebody was', async () => {
    const at = await signedIn();
    expect((await onAccount('DELETE', at.account.id, '/factors')).status).toBe(204);
    const { rowCount } = await service.pool.query('select from logout_notice where subject = $1', [
      at.account.id,
    ]);
    expect([rowCount, at.listener.heard]).toEqual([0, []]);
    expect(await worth(at)).toEqual([200, 200]);
    at.listener.close();
  });

  test.each([
    ['passkeys', { passkeys: [], authenticator_app: {}, recovery_codes_left: 10 }],
    ['recovery_codes', { passkeys: [{}], authenticator_app: {}, recovery_codes_left: 0 }],
    ['authenticator_app', { passkeys: [{}], recovery_codes_left: 0 }],
  ])('are reset of one kind: %s', async (kind, left) => {
    const { id } = await withFactors();
    expect((await onAccount('DELETE', id, `/factors?kind=${kind}`)).status).toBe(204);
    const { json } = await onAccount('GET', id, '/factors');
    expect(json).toMatchObject(left);
    expect(Object.keys(json)).toHaveLength(Object.keys(left).length);
  });
});

test('an account that an operator erases leaves a tombstone, a notice to its address, and clients that hear', async () => {
  const at = await signedIn();
  expect((await onAccount('DELETE', at.account.id)).status).toBe(204);
  await heard(at);
  expect(await worth(at)).toEqual([401, 400]);
  expect((await onAccount('GET', at.account.id)).status).toBe(404);
  expect((await onAccount('DELETE', at.account.id)).status).toBe(404);
  const stones = await service.pool.query('select from account_tombstone where account_id = $1', [
    at.account.id,
  ]);
  expect([stones.rowCount, await lastEvent(at.account.id)]).toEqual([1, 'identity.account.erased.v1']);
  await until(async () => mailroom.mails.some((mail) => mail.email_address === at.account.email));
  at.listener.close();
});

test('the history of an account comes in pages, newest first', async () => {
  const { id, email } = await anAccount(service);
  await signInStatus(email);
  await onAccount('PUT', id, '/lock', { reason: 'other' });
  await onAccount('DELETE', id, '/lock');
  const first = (await onAccount('GET', id, '/history?limit=2')).json;
  expect(first.history).toMatchObject([{ what: 'unlocked' }, { what: 'locked' }]);
  const second = (await onAccount('GET', id, `/history?limit=2&cursor=${first.next_cursor}`)).json;
  expect(second.history).toMatchObject([{ what: 'signed_in', client: 'Your account' }]);
  expect(second).not.toHaveProperty('next_cursor');
  expect((await onAccount('GET', id, '/history?cursor=x')).status).toBe(400);
});

test('the operators’ client may ask for the scope of accounts alone', async () => {
  const { status, json } = await askToken(service, operator, 'identity:accounts');
  expect([status, decodeJwt(String(json.access_token)).scope]).toEqual([200, 'identity:accounts']);
});
