import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  aClient,
  aCode,
  anAccount,
  askToken,
  beginSignIn,
  operatorToken,
  password,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startService();
  token = await operatorToken(service);
});

afterAll(() => service?.end());

/** A token of an administrator of a department. */
async function departmentToken(department: string): Promise<string> {
  const client = await aClient(service, { department, scopes: ['identity:admin'], redirect_uris: [] });
  return String((await askToken(service, client, 'identity:admin')).json.access_token);
}

describe.each([
  ['clients', 'client_id', () => aClient(service, { department: 'paged' })],
  ['accounts', 'id', () => anAccount(service)],
] as const)('the list of %s', (list, id, make) => {
  test('comes in pages, oldest first, each thing once', async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await make()).id);
    const asking = list === 'clients' ? await departmentToken('paged') : token;
    const seen: string[] = [];
    let cursor: unknown = '';
    for (let pages = 0; cursor !== undefined; pages += 1) {
      expect(pages).toBeLessThan(10);
      const query = `limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { status, json } = await service.call('GET', `/ashlar/v1/${list}?${query}`, { token: asking });
      expect(status).toBe(200);
      const things = json[list] as Record<string, string>[];
      expect(things.length).toBeLessThanOrEqual(2);
      seen.push(...things.map((thing) => String(thing[id])));
      cursor = json.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((one) => made.includes(one))).toEqual(made);
  });

  test('refuses a cursor that is none of its own', async () => {
    for (const cursor of ['x', Buffer.from('1.<x>').toString('base64url')]) {
      const answer = await service.call('GET', `/ashlar/v1/${list}?cursor=${cursor}`, { token });
      expect([answer.status, answer.json.errors]).toMatchObject([400, [{ pointer: 'query:cursor' }]]);
    }
  });
});

describe('tokens with which clients register themselves', () => {
  test('are listed in pages for their department, without the token, and with what is left of them', async () => {
    const mine = await departmentToken('registering');
    const make = () =>
      service.call('POST', '/ashlar/v1/initial-access-tokens', {
        token: mine,
        json: { service: 'licensing', uses: 2 },
      });
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push((await make()).json);
    await service.call('DELETE', `/ashlar/v1/initial-access-tokens/${made[1]?.id}`, { token: mine });
    const list = (query: string, as = mine) =>
      service.call('GET', `/ashlar/v1/initial-access-tokens?${query}`, { token: as });
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.json.next_cursor}`);
    const seen = [first, second].flatMap(
      ({ json }) => json.initial_access_tokens as { id: string; uses_left: number }[],
    );
    expect(seen.map(({ id, uses_left: left }) => [id, left])).toEqual(
      made.map(({ id }, at) => [id, at === 1 ? 0 : 2]),
    );
    for (const { token: secret } of made) expect(first.text + second.text).not.toContain(String(secret));
    expect((await list('', await departmentToken('elsewhere'))).json.initial_access_tokens).toEqual([]);
    expect((await list('cursor=x')).status).toBe(400);
  });
});

describe('a client', () => {
  test('that several administrators change at once has what each of them said', async () => {
    const client = await aClient(service);
    const path = `/ashlar/v1/clients/${client.id}`;
    const changes = [
      { name: 'Another name' },
      { require_pushed_authorization_requests: true },
      { dpop_bound_access_tokens: true },
      { post_logout_redirect_uris: ['https://party.example/bye'] },
      { scopes: ['payments:admin'], grant_types: ['authorization_code', 'client_credentials'] },
    ];
    const answers = await Promise.all(changes.map((json) => service.call('PATCH', path, { token, json })));
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    expect((await service.call('GET', path, { token })).json).toMatchObject(Object.assign({}, ...changes));
  });

  test('is not told to, ended or changed by another department', async () => {
    const client = await aClient(service);
    const stranger = await departmentToken('elsewhere');
    const path = `/ashlar/v1/clients/${client.id}`;
    const answers = await Promise.all([
      service.call('GET', path, { token: stranger }),
      service.call('DELETE', path, { token: stranger }),
      service.call('POST', `${path}/secrets`, { token: stranger, json: {} }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const list = await service.call('GET', '/ashlar/v1/clients?limit=200', { token: stranger });
    expect(list.text).not.toContain(client.id);
    expect((await service.call('GET', path, { token })).json).not.toHaveProperty('revoked_at');
  });

  test('that is revoked gets no token, signs nobody in, and what it signed in reads nothing more', async () => {
    const { client, form, party } = await aCode(service);
    const signedIn = String((await service.call('POST', '/token', { form })).json.access_token);
    const path = `/ashlar/v1/clients/${client.id}`;
    for (const _again of [1, 2]) expect((await service.call('DELETE', path, { token })).status).toBe(204);
    expect((await service.call('GET', path, { token })).json.revoked_at).toMatch(/Z$/);
    expect((await service.call('GET', '/userinfo', { token: signedIn })).status).toBe(401);
    expect((await service.call('POST', '/token', { form })).json.error).toBe('invalid_client');
    expect(
      (await service.call('GET', new URL(party.start).pathname + new URL(party.start).search)).status,
    ).toBe(400);
    expect((await service.call('POST', `${path}/secrets`, { token, json: {} })).status).toBe(404);
    const events = await eventsOf(client.id);
    expect(events).toEqual(['identity.client.created.v1', 'identity.client.revoked.v1']);
  });

  test('gets another secret, and the one before works as long as was asked', async () => {
    const client = await aClient(service, { scopes: ['payments:admin'] });
    const works = async (secret: string) =>
      (await askToken(service, { id: client.id, secret }, 'payments:admin')).status === 200;
    const change = (json: object, key: string) =>
      service.call('POST', `/ashlar/v1/clients/${client.id}/secrets`, {
        token,
        json,
        headers: { 'idempotency-key': key },
      });
    expect(await works(client.secret)).toBe(true);
    const first = await change({ keep_previous_for_s: 2 }, 'first');
    const second = String(first.json.client_secret);
    expect([first.status, first.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect([await works(second), await works(client.secret)]).toEqual([true, true]);
    const replay = await change({ keep_previous_for_s: 2 }, 'first');
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect(replay.json).not.toHaveProperty('client_secret');
    expect((await change({}, 'first')).status).toBe(422);
    await until(async () => !(await works(client.secret)), { what: 'the secret before to end' });
    const third = String((await change({}, 'third')).json.client_secret);
    expect([await works(third), await works(second), await works(client.secret)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('an account that is disabled', () => {
  const setDisabled = (id: string, disabled: boolean) =>
    service.call('PATCH', `/ashlar/v1/accounts/${id}`, { token, json: { disabled } });

  test('signs in nowhere, by password or by a session, until it is enabled again', async () => {
    const { account, client, person, form } = await aCode(service);
    const { start } = await beginSignIn(service, client);
    const signedIn = String((await service.call('POST', '/token', { form })).json.access_token);
    expect((await setDisabled(account.id, true)).json.disabled_at).toMatch(/Z$/);
    expect((await setDisabled(account.id, true)).status).toBe(200);
    expect((await service.call('GET', '/userinfo', { token: signedIn })).status).toBe(401);
    const page = await person.open(start);
    expect(page.document.querySelector('#submit-password')).not.toBeNull();
    const refused = await person.post(page, '#submit-password', { email: account.email, password });
    expect(refused.status).toBe(400);

    expect((await setDisabled(account.id, false)).json).not.toHaveProperty('disabled_at');
    expect((await service.call('GET', '/userinfo', { token: signedIn })).status).toBe(200);
    const events = await eventsOf(account.id);
    expect(events).toEqual(
      ['account.created', 'session.started', 'account.disabled', 'account.enabled'].map(
        (what) => `identity.${what}.v1`,
      ),
    );
  });

  test('is so by an operator of the platform only', async () => {
    const { id } = await anAccount(service);
    const ask = { token: await departmentToken('demo'), json: { disabled: true } };
    expect((await service.call('PATCH', `/ashlar/v1/accounts/${id}`, ask)).status).toBe(403);
    expect(
      (await service.call('GET', '/ashlar/v1/accounts', ask.token ? { token: ask.token } : {})).status,
    ).toBe(403);
    const unknown = crypto.randomUUID();
    expect((await setDisabled(unknown, true)).status).toBe(404);
  });
});

/** The types of what the change log says of one thing, once the last of them is there. */
async function eventsOf(subject: string): Promise<string[]> {
  const { rows } = await service.pool.query<{ type: string }>(
    'select type from change_log where aggregate = $1 order by sequence',
    [subject],
  );
  return rows.map(({ type }) => type);
}
