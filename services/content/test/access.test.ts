import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  accessToken,
  administer,
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  publishedAt,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;
let id: string;

beforeAll(async () => {
  service = await startService({ GATEWAY_KEY: 'the-gateway-of-the-tests' });
  const application = await anApplication(service);
  ({ id } = application);
  client = clientOf(service, application.token);
});

afterAll(() => service.end());

const through = (department: string) => ({
  'ashlar-gateway': 'the-gateway-of-the-tests',
  'ashlar-department': department,
});

test('a write needs a token, before its body is looked at', async () => {
  const put = (headers: Record<string, string>) =>
    service.call('PUT', `/v2/content/${randomUUID()}`, { text: '{', headers });
  const refused = await put({});
  expect([refused.status, refused.json]).toEqual([
    401,
    { error: { code: 401, message: 'A valid token is needed' } },
  ]);
  expect((await put({ authorization: 'Bearer ashlar_pub_unknown' })).status).toBe(401);
});

test('departments do not meet: neither documents, nor paths, nor pages, nor tokens', async () => {
  const other = clientOf(service, (await anApplication(service, 'demo-two')).token);
  const contentId = await publishedAt(client, '/same');
  expect((await other.get(contentId)).status).toBe(404);
  expect((await other.post(contentId, 'unpublish', { type: 'gone' })).status).toBe(404);
  const own = aTransaction('/same', { title: 'Of the other', publishing_app: 'whitehall' });
  expect((await other.put(contentId, own)).json.lock_version).toBe(1);
  expect((await other.post(contentId, 'publish')).status).toBe(200);
  const readOf = async (department: string) =>
    (await service.call('GET', '/content/same', { headers: through(department) })).json.title;
  expect([await readOf('demo'), await readOf('demo-two')]).toEqual([
    'Apply for a fishing licence',
    'Of the other',
  ]);
  expect(await readOf('demo-three')).toBeUndefined();
  const { token } = await anApplication(service, 'demo-two');
  const path = `/v2/content/${contentId}`;
  expect((await service.call('GET', path, { key: token, headers: through('demo') })).status).toBe(401);
  expect((await other.ask('POST', '/lookup-by-base-path', { base_paths: ['/same', '/no'] })).json).toEqual({
    '/same': contentId,
  });
});

test('access tokens publish with their scope', async () => {
  const path = `/v2/content/${randomUUID()}`;
  const put = async (scope: string, department: string) =>
    service.call('PUT', path, {
      key: await accessToken(service, department, scope),
      body: aTransaction('/by-oauth'),
    });
  expect((await put('content:admin', 'demo')).status).toBe(403);
  expect((await put('content:publish', 'demo')).status).toBe(200);
  expect((await put('content:publish', '*')).status).toBe(200);
});

test('applications and tokens are made once for a key, told once, and revoked for good', async () => {
  const key = await accessToken(service);
  const root = '/ashlar/v1/publishing-applications';
  const headers = { 'idempotency-key': 'again' };
  const cases: [string, Record<string, unknown>][] = [
    [root, { department: 'demo', service: 'a', name: 'A' }],
    [`${root}/${id}/tokens`, { description: 'b' }],
  ];
  for (const [path, body] of cases) {
    const first = await service.call('POST', path, { key, body, headers });
    const second = await service.call('POST', path, { key, body, headers });
    const { token, ...shown } = first.json;
    expect([first.status, second.status, second.json]).toEqual([201, 201, shown]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(token === undefined).toBe(path === root);
    const changed = { ...body, ...(path === root ? { name: 'C' } : { description: 'C' }) };
    expect((await service.call('POST', path, { key, body: changed, headers })).status).toBe(422);
  }
  const { id: tokenId, token } = await administer(service, `/${id}/tokens`, { description: 'short' });
  const revoke = (application: string) =>
    service.call('DELETE', `${root}/${application}/tokens/${String(tokenId)}`, { key });
  expect((await revoke(randomUUID())).status).toBe(404);
  expect((await revoke(id)).status).toBe(204);
  expect((await revoke(id)).status).toBe(204);
  expect((await clientOf(service, String(token)).ask('GET', '/v2/schemas')).status).toBe(401);
  const listed = await service.call('GET', `${root}/${id}/tokens`, { key });
  expect(listed.text).not.toContain(String(token));
  const { rows } = await service.pool.query(
    `select 1 from publishing_token where encode(token_hash, 'escape') = $1`,
    [token],
  );
  expect(rows).toEqual([]);
});

test('administration is of the caller’s department', async () => {
  const key = await accessToken(service, 'demo-nine');
  const root = '/ashlar/v1/publishing-applications';
  expect((await service.call('GET', root, { key })).json).toEqual({ publishing_applications: [] });
  expect((await service.call('GET', `${root}/${id}`, { key })).status).toBe(404);
  expect((await service.call('GET', `${root}/${id}/tokens`, { key })).status).toBe(404);
  const body = { department: 'demo', service: 'a', name: 'A' };
  expect((await service.call('POST', root, { key, body })).status).toBe(403);
  expect((await client.ask('GET', root)).status).toBe(401);
  const { department: _none, ...unnamed } = body;
  const operator = await accessToken(service);
  expect((await service.call('POST', root, { key: operator, body: unnamed })).status).toBe(422);
});
