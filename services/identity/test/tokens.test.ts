import { loadEvents } from '@ashlar/contracts';
import { oauth } from '@ashlar/service-kit';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { decodeProtectedHeader } from 'jose';
import {
  aClient,
  aCode,
  anAccount,
  askToken,
  operatorToken,
  password,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } }) as FastifyRequest;

describe('an access token of a client', () => {
  test('is accepted by any component by local verification, and by the named one only', async () => {
    const client = await aClient(service, { scopes: ['payments:admin'] });
    const token = String((await askToken(service, client, 'payments:admin')).json.access_token);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const at = (audience: string) =>
      oauth({ issuer: service.issuer, audience, jwks: `${service.issuer}/.well-known/jwks.json` });
    expect(await at('payments')(withToken(token))).toEqual({
      kind: 'oauth',
      subject: client.id,
      department: 'demo',
      scopes: ['payments:admin'],
    });
    expect(await at('messaging')(withToken(token))).toBeUndefined();
    expect(await at('payments')(withToken(`${token.slice(0, -4)}AAAA`))).toBeUndefined();
  });

  test('holds no scope that the client was not given, and is not given for a wrong secret', async () => {
    const client = await aClient(service, { scopes: ['payments:changes'] });
    const more = await askToken(service, client, 'payments:changes payments:admin');
    expect([more.status, more.json.error]).toEqual([400, 'invalid_scope']);
    const other = await askToken(service, client, 'messaging:admin');
    expect(other.status).toBe(400);
    const wrong = await askToken(service, { ...client, secret: 'wrong' }, 'payments:changes');
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_client']);
    const unnamed = await askToken(service, client, '');
    expect([unnamed.status, unnamed.json.error]).toEqual([400, 'invalid_target']);
  });

  test('of a person’s sign-in is for userinfo only', async () => {
    const { form } = await aCode(service);
    const answer = await service.call('POST', '/token', {
      form: { ...form, resource: 'urn:ashlar:payments' },
    });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_target']);
  });
});

describe('administration', () => {
  test('is for tokens of this component with the scope', async () => {
    const json = { email: 'a@service.example', password };
    const create = (token?: string) =>
      service.call('POST', '/ashlar/v1/accounts', { json, ...(token && { token }) });
    expect((await create()).status).toBe(401);
    expect((await create(await operatorToken(service, 'payments:admin'))).status).toBe(401);
    expect((await create(await operatorToken(service, 'identity:changes'))).status).toBe(403);
    const department = await aClient(service, { scopes: ['identity:admin'] });
    const token = String((await askToken(service, department, 'identity:admin')).json.access_token);
    expect((await create(token)).status).toBe(403);
    const own = { service: 'licensing', name: 'Own', department: 'other' };
    expect((await service.call('POST', '/ashlar/v1/clients', { token, json: own })).status).toBe(403);
  });

  test('repeats nothing under one key, keeps an address to one account, and shows a secret once', async () => {
    const token = await operatorToken(service);
    const post = (path: string, json: unknown, key: string) =>
      service.call('POST', path, { token, json, headers: { 'idempotency-key': key } });
    const account = { email: 'Ann@service.example', password };
    const first = await post('/ashlar/v1/accounts', account, 'ann');
    expect(first.json.email).toBe('ann@service.example');
    const again = await post('/ashlar/v1/accounts', account, 'ann');
    expect([again.status, again.headers.get('idempotent-replayed'), again.json.id]).toEqual([
      201,
      'true',
      first.json.id,
    ]);
    expect((await post('/ashlar/v1/accounts', { ...account, password: `${password}!` }, 'ann')).status).toBe(
      422,
    );
    expect(
      (await post('/ashlar/v1/accounts', { ...account, email: 'ANN@service.example' }, 'bob')).status,
    ).toBe(409);
    const client = { department: 'demo', service: 'licensing', name: 'Once' };
    expect((await post('/ashlar/v1/clients', client, 'once')).json.client_secret).toMatch(/.{40}/);
    expect((await post('/ashlar/v1/clients', client, 'once')).json).not.toHaveProperty('client_secret');
  });

  test.each(['http://service.example/', 'https://service.example/#x', 'javascript:alert(1)'])(
    'gives no client the redirect address %s',
    async (address) => {
      const json = { department: 'demo', service: 'licensing', name: 'Bad', redirect_uris: [address] };
      const answer = await service.call('POST', '/ashlar/v1/clients', {
        token: await operatorToken(service),
        json,
      });
      expect([answer.status, answer.json.errors]).toMatchObject([422, [{ pointer: '#/redirect_uris/0' }]]);
    },
  );

  test('is told in the change log, without personal data', async () => {
    const [{ id, email }, client] = [await anAccount(service), await aClient(service)];
    const token = await operatorToken(service, 'identity:changes');
    const feed = await until(async () => {
      const { text } = await service.call('GET', '/ashlar/v1/changes?limit=500', { token });
      return text.includes(id) && text.includes(client.id) ? text : undefined;
    });
    expect(feed).not.toContain(email);
    const { events } = JSON.parse(feed) as { events: { type: string; subject: string; data: object }[] };
    expect(events.find(({ subject }) => subject === id)).toMatchObject({
      type: 'identity.account.created.v1',
      data: { account_id: id },
    });
    const known = loadEvents('identity').types.map(({ type }) => type);
    expect(known).toEqual(expect.arrayContaining(events.map(({ type }) => type)));
  });
});

test('what is stored holds neither secrets nor passwords nor the signing key in the clear', async () => {
  const client = await aClient(service);
  await anAccount(service);
  const { rows } = await service.pool.query<{ dump: string }>(
    `select (select string_agg(c::text, '') from client c) || (select string_agg(a::text, '') from account a) as dump`,
  );
  expect(rows[0]?.dump).not.toContain(client.secret);
  expect(rows[0]?.dump).not.toContain(password);
  expect(rows[0]?.dump).toContain('$argon2id$');
  const key = await service.pool.query<{ sealed: Buffer }>('select sealed from signing_key');
  expect(key.rows.map(({ sealed }) => sealed.toString('latin1').includes('kty'))).toEqual([false, false]);
});

test('readiness asks the database and the bus', async () => {
  const ready = await service.call('GET', '/health/ready');
  expect(ready.json).toMatchObject({
    status: 'ok',
    checks: { database: { status: 'ok' }, bus: { status: 'ok' } },
  });
});
