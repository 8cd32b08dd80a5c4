import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
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

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

describe('a path', () => {
  test('that nothing is at is 404 without a body, which may be kept', async () => {
    const answer = await client.read('/nothing');
    expect([answer.status, answer.text]).toEqual([404, '']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'max-age=300, public' });
    for (const path of ['/', '/%00', '/..%2fv2/schemas', '/a%20b', `/${'x'.repeat(2000)}`]) {
      expect((await client.read(path)).status).toBe(404);
    }
  });

  test('that is part of an item leads to it, at the address that was asked', async () => {
    await publishedAt(client, '/guide', {
      routes: [
        { path: '/guide', type: 'exact' },
        { path: '/guide.json', type: 'exact' },
        { path: '/guide/parts', type: 'prefix' },
      ],
    });
    for (const path of ['/guide.json', '/guide/parts', '/guide/parts/one/two']) {
      const answer = await client.read(path);
      expect([answer.status, answer.headers.location]).toEqual([303, 'http://content.test/content/guide']);
      const alias = await service.call('GET', `/api/content${path}`);
      expect(alias.headers.location).toBe('http://content.test/api/content/guide');
    }
    expect((await client.read('/guide/other')).status).toBe(404);
    expect((await client.read('/guide.json/x')).status).toBe(404);
  });

  test('may be the root, or have escaped letters', async () => {
    const root = await publishedAt(client, '/', { routes: [{ path: '/', type: 'exact' }] });
    expect((await client.read('/')).json.content_id).toBe(root);
    const cafe = await publishedAt(client, '/caf%C3%A9');
    expect((await client.read('/caf%C3%A9')).json.content_id).toBe(cafe);
  });

  test.each(['/caf%c3%a9', '/%41-to-z', '/either%2For', '/it%27s'])(
    'may be spelt with escapes that need not be, or in small letters: %s',
    async (path) => {
      const id = await publishedAt(client, path);
      expect((await client.read(path)).json.content_id).toBe(id);
    },
  );

  test('is found by another spelling of it that readers may send', async () => {
    const id = await publishedAt(client, "/reader's");
    expect((await client.read('/reader%27s')).json.content_id).toBe(id);
  });
});

describe('an item', () => {
  test('has a tag of its bytes: who has them is told so, in every form of the question', async () => {
    const id = await publishedAt(client, '/tagged');
    const { headers, text } = await client.read('/tagged');
    const tag = String(headers.etag);
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    const ask = (known: string, path = '/content/tagged') =>
      service.call('GET', path, { headers: { 'if-none-match': known } });
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const same = await ask(known);
      expect([same.status, same.text, same.headers.etag]).toEqual([304, '', tag]);
      expect(same.headers).toMatchObject({
        'cache-control': 'max-age=300, public',
        'access-control-allow-origin': '*',
      });
    }
    expect((await ask('"other"')).text).toBe(text);
    expect((await ask(tag, '/api/content/tagged')).status).toBe(304);
    const head = await service.call('HEAD', '/content/tagged');
    expect([head.status, head.text, head.headers.etag, head.headers['content-length']]).toEqual([
      200,
      '',
      tag,
      String(Buffer.byteLength(text)),
    ]);
    await client.put(id, aTransaction('/tagged', { title: 'Another' }));
    await client.post(id, 'publish');
    expect((await ask(tag)).json.title).toBe('Another');
    await client.post(id, 'unpublish', { type: 'gone' });
    expect((await ask('*')).status).toBe(410);
  });

  test('may ask to be kept for less than the site keeps its pages, down to five seconds', async () => {
    // No type that is known to every department has the member: a department's own may.
    const kept = async (path: string, seconds: unknown) => {
      await publishedAt(client, path);
      await service.pool.query(
        `update content_item set body = jsonb_set(body::jsonb, '{details,max_cache_time}', $2::jsonb)::text where base_path = $1`,
        [path, JSON.stringify(seconds)],
      );
      return (await client.read(path)).headers['cache-control'];
    };
    expect(await kept('/soon', 20)).toBe('max-age=20, public');
    expect(await kept('/at-once', 1)).toBe('max-age=5, public');
    expect(await kept('/late', 9000)).toBe('max-age=300, public');
    for (const [at, odd] of ['20', -1, null, {}].entries()) {
      expect(await kept(`/odd-${at}`, odd)).toBe('max-age=300, public');
    }
  });
});

describe('a page that was taken away', () => {
  const unpublish = async (path: string, how: Record<string, unknown>) => {
    const id = await publishedAt(client, path);
    const { status } = await client.post(id, 'unpublish', how);
    expect(status).toBe(200);
    return id;
  };

  test('is gone, or says why', async () => {
    const id = await unpublish('/gone', { type: 'gone' });
    const gone = await client.read('/gone');
    expect([gone.status, gone.json.schema_name, gone.json.content_id]).toEqual([410, 'gone', id]);
    expect((await client.post(id, 'unpublish', { type: 'gone', explanation: 'Moved on' })).status).toBe(200);
    const explained = await client.read('/gone');
    expect([explained.status, explained.json.details]).toEqual([
      200,
      { alternative_path: null, explanation: 'Moved on' },
    ]);
    expect((await client.get(id)).json).toMatchObject({ publication_state: 'unpublished', lock_version: 4 });
  });

  test('leads elsewhere, is withdrawn with a notice, or vanishes', async () => {
    await unpublish('/away', { type: 'redirect', alternative_path: '/elsewhere' });
    expect((await client.read('/away')).json).toMatchObject({
      schema_name: 'redirect',
      redirects: [{ path: '/away', type: 'exact', destination: '/elsewhere' }],
    });
    await unpublish('/old-news', {
      type: 'withdrawal',
      explanation: 'Out of date',
      unpublished_at: '2026-01-02T03:04:05Z',
    });
    expect((await client.read('/old-news')).json).toMatchObject({
      schema_name: 'transaction',
      withdrawn_notice: { explanation: 'Out of date', withdrawn_at: '2026-01-02T03:04:05Z' },
    });
    await unpublish('/never', { type: 'vanish' });
    expect((await client.read('/never')).status).toBe(404);
  });

  test('needs what its kind needs, and no draft in the way', async () => {
    const id = await publishedAt(client, '/stays');
    const codes = async (body: Record<string, unknown>) => {
      const { status, json } = await client.post(id, 'unpublish', body);
      return [status, (json.error as { error_code?: string }).error_code];
    };
    expect(await codes({ type: 'odd' })).toEqual([422, 'unpublishing_type_invalid']);
    expect(await codes({ type: 'withdrawal' })).toEqual([422, 'parameter_missing_or_invalid']);
    expect(await codes({ type: 'redirect' })).toEqual([422, 'parameter_missing_or_invalid']);
    expect(await codes({ type: 'gone', previous_version: 1 })).toEqual([409, undefined]);
    expect(await codes({ type: 'gone', allow_draft: true, discard_drafts: true })).toEqual([
      422,
      'allow_draft_and_discard_drafts',
    ]);
    await client.put(id, aTransaction('/stays'));
    expect(await codes({ type: 'gone' })).toEqual([422, 'cannot_unpublish_with_draft']);
    expect((await client.read('/stays')).status).toBe(200);
    expect((await client.post(id, 'unpublish', { type: 'gone', discard_drafts: true })).status).toBe(200);
    expect((await client.get(id)).json.state_history).toEqual({ 1: 'unpublished' });
    expect((await client.post(randomUUID(), 'unpublish', { type: 'gone' })).status).toBe(404);
  });

  test('may be a draft that never was live', async () => {
    const id = randomUUID();
    await client.put(id, aTransaction('/stillborn'));
    expect((await client.post(id, 'unpublish', { type: 'gone', allow_draft: true })).status).toBe(200);
    expect((await client.read('/stillborn')).status).toBe(410);
  });
});

test('a path is reserved, taken over only by force, and released by its owner', async () => {
  const ask = (method: 'PUT' | 'DELETE', publishing_app: string, more = {}) =>
    client.ask(method, '/paths/reserved/here', { publishing_app, ...more });
  expect((await ask('DELETE', 'publisher')).status).toBe(404);
  expect((await ask('PUT', 'publisher')).json).toMatchObject({
    base_path: '/reserved/here',
    publishing_app: 'publisher',
  });
  expect((await ask('PUT', 'publisher')).status).toBe(200);
  const refused = await ask('PUT', 'whitehall');
  expect([refused.status, refused.json.error]).toEqual([
    422,
    expect.objectContaining({ fields: { base_path: ["is already in use by the 'publisher' app"] } }),
  ]);
  const draft = aTransaction('/reserved/here', { publishing_app: 'whitehall' });
  expect((await client.put(randomUUID(), draft)).status).toBe(422);
  expect((await ask('PUT', 'whitehall', { override_existing: 'true' })).status).toBe(200);
  expect((await ask('DELETE', 'publisher')).status).toBe(422);
  expect((await ask('DELETE', 'whitehall')).json).toEqual({});
  expect((await client.ask('PUT', '/paths/x', {})).status).toBe(422);
});
