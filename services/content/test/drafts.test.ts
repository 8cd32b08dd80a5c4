import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accessToken,
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  publishedAt,
  rowsOf,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;
let other: Client;

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
  other = clientOf(service, (await anApplication(service, 'demo-two')).token);
});

afterAll(() => service.end());

async function draftAt(path: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  const { status, text } = await client.put(id, aTransaction(path, changes));
  expect([status, text]).toEqual([200, expect.anything()]);
  return id;
}

const forbidden = {
  errors: {
    type: 'access_forbidden',
    code: '403',
    message: 'You do not have permission to access this resource',
  },
};

describe('the draft store', () => {
  test('shows a draft as it will be read, and nobody reads it without a credential of its department', async () => {
    const id = await draftAt('/soon', { title: 'Soon' });
    const draft = await client.readDraft('/soon');
    expect([draft.status, draft.json.title]).toEqual([200, 'Soon']);
    expect(Object.keys(draft.json)).toEqual(Object.keys(draft.json).sort());
    expect(draft.headers).toMatchObject({ 'cache-control': 'max-age=5, private', etag: expect.anything() });
    expect(draft.headers).not.toHaveProperty('access-control-allow-origin');
    expect((await service.call('GET', '/draft/content/soon')).status).toBe(401);
    expect((await other.readDraft('/soon')).status).toBe(404);
    expect((await client.read('/soon')).status).toBe(404);
    await client.post(id, 'publish');
    const live = await client.read('/soon');
    expect({ ...(await client.readDraft('/soon')).json }).toEqual(live.json);
  });

  test('opens to an access token for drafts, and to none for other things', async () => {
    await draftAt('/with-token');
    const status = async (scope: string, path = '/draft/api/content/with-token') =>
      (await service.call('GET', path, { key: await accessToken(service, 'demo', scope) })).status;
    expect(await status('content:drafts')).toBe(200);
    expect(await status('content:changes')).toBe(403);
    expect(await status('content:admin')).toBe(403);
  });

  test('shows the live page of a document without a draft, and of one with a draft only that', async () => {
    const id = await publishedAt(client, '/live', { title: 'Live' });
    expect((await client.readDraft('/live')).json.title).toBe('Live');
    await client.put(id, aTransaction('/moved', { title: 'Moved' }));
    expect((await client.readDraft('/live')).status).toBe(404);
    expect((await client.readDraft('/moved')).json.title).toBe('Moved');
    expect((await client.read('/live')).json.title).toBe('Live');
    await client.post(id, 'discard-draft');
    expect((await client.readDraft('/live')).json.title).toBe('Live');
    expect((await client.readDraft('/moved')).status).toBe(404);
  });

  test('leads from a part to its item, at the address that was asked', async () => {
    await draftAt('/parts', {
      routes: [
        { path: '/parts', type: 'exact' },
        { path: '/parts.json', type: 'exact' },
        { path: '/parts/all', type: 'prefix' },
      ],
    });
    for (const part of ['/parts.json', '/parts/all', '/parts/all/of/it']) {
      const answer = await client.readDraft(part);
      expect([answer.status, answer.headers.location]).toEqual([
        303,
        'http://content.test/draft/content/parts',
      ]);
    }
    expect((await client.readDraft('/parts/other')).status).toBe(404);
    for (const path of ['/', '/%00', `/${'x/'.repeat(2000)}`]) {
      expect((await client.readDraft(path)).status).toBe(404);
    }
  });

  test('shows pages that were taken away as the public reads them', async () => {
    const gone = await publishedAt(client, '/was');
    await client.post(gone, 'unpublish', { type: 'gone' });
    expect((await client.readDraft('/was')).status).toBe(410);
    const vanished = await publishedAt(client, '/was-not');
    await client.post(vanished, 'unpublish', { type: 'vanish' });
    expect((await client.readDraft('/was-not')).status).toBe(404);
  });
});

describe('a draft with an access limit', () => {
  const [organisation, bypass] = [randomUUID(), randomUUID()];
  const limit = {
    access_limited: { users: ['bf3e4b4f-f02d-4658-95a7-df7c74cd0f50'], organisations: [organisation] },
    auth_bypass_ids: [bypass],
  };

  test('is for those whom it names, and nobody else', async () => {
    await draftAt('/limited', limit);
    const read = async (headers: Record<string, string>) => {
      const { status, json } = await client.readDraft('/limited', headers);
      if (status === 403) expect(json).toEqual(forbidden);
      return status;
    };
    const [user] = limit.access_limited.users;
    expect(await read({})).toBe(403);
    expect(await read({ 'x-govuk-authenticated-user': 'invalid' })).toBe(403);
    expect(await read({ 'x-govuk-authenticated-user': randomUUID() })).toBe(403);
    expect(await read({ 'x-govuk-authenticated-user': String(user) })).toBe(200);
    const from = (id: string, name = randomUUID() as string) => ({
      'x-govuk-authenticated-user': name,
      'x-govuk-authenticated-user-organisation': id,
    });
    expect(await read(from(organisation))).toBe(200);
    expect(await read(from(randomUUID()))).toBe(403);
    expect(await read(from(organisation, 'invalid'))).toBe(403);
    expect(await read({ 'govuk-auth-bypass-id': bypass })).toBe(200);
    expect(await read({ 'govuk-auth-bypass-id': randomUUID() })).toBe(403);
  });

  test('loses the limit when it is published, and nothing of it stands in the item', async () => {
    const id = await draftAt('/then-open', limit);
    expect((await client.post(id, 'publish')).status).toBe(200);
    const live = await client.read('/then-open');
    expect(live.status).toBe(200);
    expect(live.text).not.toContain(bypass);
    expect(live.text).not.toContain('access_limited');
    expect((await client.readDraft('/then-open')).status).toBe(200);
  });
});

describe('a preview link', () => {
  const make = (body: Record<string, unknown>, headers: Record<string, string> = {}, by = client) =>
    by.ask('POST', '/ashlar/v1/preview-links', body, headers);
  const open = (address: unknown) => service.call('GET', String(address).replace('http://content.test', ''));

  test('opens its own path to anybody, and nothing else', async () => {
    await draftAt('/seen', {
      routes: [
        { path: '/seen', type: 'exact' },
        { path: '/seen/x', type: 'exact' },
      ],
    });
    await draftAt('/not-seen');
    const made = await make({ base_path: '/seen' });
    expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const { url, token, created_at, expires_at } = made.json as Record<string, string>;
    expect(Date.parse(String(expires_at)) - Date.parse(String(created_at))).toBe(7 * 86_400_000);
    expect((await open(url)).json.base_path).toBe('/seen');
    const part = await open(`/draft/content/seen/x?token=${token}`);
    expect([part.status, part.headers.location]).toEqual([303, url]);
    const elsewhere = await open(`/draft/content/not-seen?token=${token}`);
    expect([elsewhere.status, elsewhere.json]).toEqual([403, forbidden]);
    expect((await open(`/draft/content/nowhere?token=${token}`)).status).toBe(403);
    expect((await open('/draft/content/seen?token=ashlar_prv_guess')).status).toBe(401);
    expect((await service.call('GET', '/ashlar/v1/preview-links', { key: String(token) })).status).toBe(401);
    const put = await service.call('PUT', `/v2/content/${randomUUID()}`, { key: String(token), body: {} });
    expect(put.status).toBe(401);
  });

  test('opens a draft with a limit only by a bypass id that the draft has, and claims of who reads do not help', async () => {
    const bypass = randomUUID();
    const limited = { access_limited: { users: ['someone'] }, auth_bypass_ids: [bypass] };
    const id = await draftAt('/for-few', limited);
    const statusOf = async (body: Record<string, unknown>) => {
      const { json } = await make({ base_path: '/for-few', ...body });
      const path = `/draft/content/for-few?token=${json.token}`;
      return [path, (await service.call('GET', path)).status] as const;
    };
    const [plain, refused] = await statusOf({});
    expect(refused).toBe(403);
    const claims = { 'x-govuk-authenticated-user': 'someone', 'govuk-auth-bypass-id': bypass };
    expect((await service.call('GET', plain, { headers: claims })).status).toBe(403);
    const [path, opened] = await statusOf({ auth_bypass_id: bypass });
    expect(opened).toBe(200);
    await client.put(id, aTransaction('/for-few', { ...limited, auth_bypass_ids: [] }));
    expect((await service.call('GET', path)).status).toBe(403);
  });

  test('ends when it is revoked, once for all, and by its own department only', async () => {
    await draftAt('/revoked');
    const { id, url } = (await make({ base_path: '/revoked' })).json;
    const revoke = (by: Client) => by.ask('DELETE', `/ashlar/v1/preview-links/${id}`);
    expect((await revoke(other)).status).toBe(404);
    expect((await open(url)).status).toBe(200);
    expect([(await revoke(client)).status, (await revoke(client)).status]).toEqual([204, 204]);
    expect((await open(url)).status).toBe(401);
    const { json } = await client.ask('GET', '/ashlar/v1/preview-links?base_path=/revoked');
    expect(json.preview_links).toEqual([expect.objectContaining({ id, revoked_at: expect.anything() })]);
    expect(JSON.stringify(json)).not.toContain('ashlar_prv_');
    expect((await other.ask('GET', '/ashlar/v1/preview-links')).json).toEqual({ preview_links: [] });
  });

  test('ends by itself', async () => {
    await draftAt('/over');
    const { url, id } = (await make({ base_path: '/over', expires_in_s: 60 })).json;
    expect((await open(url)).status).toBe(200);
    await service.pool.query(`update preview_link set expires_at = now() where id = $1`, [id]);
    expect((await open(url)).status).toBe(401);
  });

  test('is made once for a key, and only to a path that has something to show', async () => {
    await draftAt('/keyed');
    const key = { 'idempotency-key': randomUUID() };
    const first = await make({ base_path: '/keyed' }, key);
    const again = await make({ base_path: '/keyed' }, key);
    expect([again.status, again.headers['idempotent-replayed'], again.json.id]).toEqual([
      201,
      'true',
      first.json.id,
    ]);
    expect(again.json).not.toHaveProperty('token');
    const before = await rowsOf(service);
    expect((await make({ base_path: '/nothing-here' })).status).toBe(422);
    expect((await make({ base_path: '/keyed' }, {}, other)).status).toBe(422);
    for (const bad of [
      {},
      { base_path: 'no-slash' },
      { base_path: '/keyed', expires_in_s: 1 },
      { base_path: '/keyed', auth_bypass_id: 'x' },
    ]) {
      expect([400, 422]).toContain((await make(bad)).status);
    }
    expect(await rowsOf(service)).toEqual(before);
  });
});
