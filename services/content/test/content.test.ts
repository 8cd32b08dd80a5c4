import { randomUUID } from 'node:crypto';
import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  eventsOf,
  publishedAt,
  rowsOf,
  type Service,
  startService,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('content').document);
let service: Service;
let client: Client;

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

describe('a draft', () => {
  test('is written, replaced and read with its lock version', async () => {
    const id = randomUUID();
    const first = await client.put(id, { ...aTransaction('/draft'), content_id: id });
    expect([first.status, first.text]).toEqual([200, expect.any(String)]);
    expect(contract.response('putContent', 200, first.json)).toEqual([]);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(first.json).toMatchObject({
      content_id: id,
      base_path: '/draft',
      publication_state: 'draft',
      lock_version: 1,
      user_facing_version: 1,
      state_history: { 1: 'draft' },
      warnings: {},
    });
    const second = await client.put(id, aTransaction('/draft', { title: 'Fish', previous_version: '1' }));
    expect(second.json).toMatchObject({ title: 'Fish', lock_version: 2, user_facing_version: 1 });
    expect((await client.get(id)).json).toEqual(second.json);
    expect((await client.read('/draft')).status).toBe(404);
  });

  test('keeps its details in the order they came in', async () => {
    const id = randomUUID();
    const details = { start_button_text: 'a', downtime_message: 'b', hidden_search_terms: ['z', 'a'] };
    const { json } = await client.put(id, aTransaction('/order', { details }));
    expect(JSON.stringify(json.details)).toBe(JSON.stringify(details));
  });

  test('is one for each locale', async () => {
    const id = randomUUID();
    await client.put(id, aTransaction('/fish'));
    const welsh = await client.put(id, aTransaction('/fish.cy', { locale: 'cy', title: 'Trwydded' }));
    expect(welsh.json).toMatchObject({ locale: 'cy', title: 'Trwydded', lock_version: 1 });
    expect((await client.get(id, '?locale=cy')).json.title).toBe('Trwydded');
    expect((await client.get(id)).json.title).toBe('Apply for a fishing licence');
    expect((await client.get(id, '?locale=fr')).status).toBe(404);
    expect((await client.get(id, '?locale=NO')).status).toBe(422);
    expect((await client.get(id, '?content_store=other')).status).toBe(422);
  });

  test('is discarded, and its path freed', async () => {
    const id = randomUUID();
    await client.put(id, aTransaction('/discarded'));
    expect(await client.post(id, 'discard-draft', { previous_version: 7 })).toMatchObject({ status: 409 });
    const discarded = await client.post(id, 'discard-draft', { previous_version: 1 });
    expect([discarded.status, discarded.json]).toEqual([200, { content_id: id }]);
    expect((await client.get(id)).status).toBe(404);
    expect((await client.post(id, 'discard-draft')).status).toBe(404);
    const other = aTransaction('/discarded', { publishing_app: 'whitehall' });
    expect((await client.put(randomUUID(), other)).status).toBe(200);
    const again = await client.put(id, aTransaction('/discarded-again', { previous_version: '2' }));
    expect(again.json).toMatchObject({ user_facing_version: 1, lock_version: 3 });
  });
});

describe('publishing', () => {
  test('shows the item to the public, keys sorted, text as HTML', async () => {
    const id = await publishedAt(client, '/apply');
    const read = await client.read('/apply');
    expect(read.status).toBe(200);
    expect(read.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'max-age=300, public',
      'access-control-allow-origin': '*',
    });
    expect(contract.response('readContentItem', 200, read.json)).toEqual([]);
    expect(Object.keys(read.json)).toEqual(Object.keys(read.json).toSorted());
    expect(read.json).toMatchObject({
      base_path: '/apply',
      content_id: id,
      details: { introductory_paragraph: '<p>You <em>need</em> one.</p>', start_button_text: 'Apply now' },
      links: {},
      phase: 'live',
      schema_name: 'transaction',
    });
    expect(read.json).not.toHaveProperty('change_note');
    const alias = await service.call('GET', '/api/content/apply');
    expect(alias.text).toBe(read.text);
    expect((await service.call('HEAD', '/content/apply')).status).toBe(200);
  });

  test('supersedes the edition before, and dates major changes only', async () => {
    const id = randomUUID();
    const dated = {
      first_published_at: '2012-09-27T18:00:00+01:00',
      public_updated_at: '2015-01-14T13:47:41Z',
    };
    await client.put(id, aTransaction('/steps', dated));
    await client.post(id, 'publish');
    await client.put(id, aTransaction('/steps', { title: 'Two', update_type: 'minor', change_note: 'no' }));
    expect((await client.get(id)).json).toMatchObject({ publication_state: 'draft', user_facing_version: 2 });
    expect((await client.get(id, '?content_store=live')).json).toMatchObject({
      publication_state: 'published',
      change_note: 'It is new.',
      state_history: { 1: 'published', 2: 'draft' },
    });
    expect((await client.read('/steps')).json.title).toBe('Apply for a fishing licence');
    expect((await client.post(id, 'publish')).status).toBe(200);
    expect((await client.get(id)).json).toMatchObject({
      title: 'Two',
      change_note: null,
      update_type: 'minor',
      state_history: { 1: 'superseded', 2: 'published' },
    });
    expect((await client.read('/steps')).json).toMatchObject({
      title: 'Two',
      first_published_at: '2012-09-27T17:00:00Z',
      public_updated_at: '2015-01-14T13:47:41Z',
    });
    expect((await client.get(id, '?version=1')).json.publication_state).toBe('superseded');
    expect((await client.get(id, '?version=x')).status).toBe(404);
    await client.put(id, aTransaction('/steps', { title: 'Three' }));
    await client.post(id, 'publish');
    const { json } = await client.read('/steps');
    expect(Date.parse(String(json.public_updated_at))).toBeGreaterThan(Date.now() - 60_000);
  });

  test('is refused in the standard’s words', async () => {
    const id = randomUUID();
    expect((await client.post(id, 'publish')).status).toBe(404);
    await client.put(id, aTransaction('/refused', { update_type: undefined }));
    const refusals = [
      [{}, 422, { update_type: ['is required'] }],
      [{ update_type: '' }, 422, { update_type: ['is required'] }],
      [{ update_type: 'odd' }, 422, { update_type: [expect.stringContaining('must be one of')] }],
      [{ update_type: 'major', previous_version: 3 }, 409, { previous_version: ['does not match'] }],
    ] as const;
    for (const [body, code, fields] of refusals) {
      const { status, json } = await client.post(id, 'publish', body);
      expect([status, json.error]).toEqual([code, expect.objectContaining({ code, fields })]);
      expect(contract.response('publishContent', status, json)).toEqual([]);
    }
    expect((await client.post(id, 'publish', { update_type: 'minor', previous_version: 1 })).status).toBe(
      200,
    );
    const again = await client.post(id, 'publish', { update_type: 'minor' });
    expect([again.status, again.json.error]).toEqual([
      409,
      { code: 409, message: 'Cannot publish an already published edition' },
    ]);
    expect((await client.post(id, 'discard-draft')).json.error).toMatchObject({
      code: 422,
      error_code: 'no_draft_to_discard',
    });
  });

  test('at another path leaves a redirect at the old one', async () => {
    const routes = (path: string) => [
      { path, type: 'exact' },
      { path: `${path}/part`, type: 'exact' },
    ];
    const id = await publishedAt(client, '/old', { routes: routes('/old') });
    await client.put(id, aTransaction('/new', { routes: routes('/new') }));
    expect((await client.read('/old')).json.schema_name).toBe('transaction');
    await client.post(id, 'publish');
    expect((await client.read('/new')).json.content_id).toBe(id);
    const { status, json } = await client.read('/old');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      schema_name: 'redirect',
      document_type: 'redirect',
      redirects: [
        { path: '/old', type: 'exact', destination: '/new' },
        { path: '/old/part', type: 'exact', destination: '/new/part' },
      ],
    });
    const [event] = await eventsOf(service, String(json.content_id));
    expect(event).toMatchObject({ type: 'content.edition.published.v1', sequence: 1 });
    const back = await publishedAt(client, '/old');
    expect((await client.read('/old')).json.content_id).toBe(back);
  });

  test('again writes the live item anew', async () => {
    const id = await publishedAt(client, '/again');
    await service.pool.query(`delete from content_item where base_path = '/again'`);
    expect((await client.post(id, 'republish', { previous_version: 1 })).status).toBe(409);
    expect((await client.post(id, 'republish', { previous_version: 2 })).json).toEqual({ content_id: id });
    expect((await client.read('/again')).status).toBe(200);
    expect((await client.post(randomUUID(), 'republish')).status).toBe(404);
  });
});

test('each change is an event with ids only, in order, with a payload version that rises', async () => {
  const id = randomUUID();
  await client.put(id, aTransaction('/told', { title: 'Secret plans', change_note: 'Secret' }));
  await client.post(id, 'publish');
  await client.put(id, aTransaction('/told'));
  await client.post(id, 'discard-draft');
  await client.post(id, 'unpublish', { type: 'gone', explanation: 'Secret' });
  const rows = await eventsOf(service, id);
  expect(rows.map(({ type }) => type)).toEqual(
    ['drafted', 'published', 'drafted', 'discarded', 'unpublished'].map(
      (what) => `content.edition.${what}.v1`,
    ),
  );
  expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  const versions = rows.map(({ data }) => Number(data.payload_version));
  expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
  expect(JSON.stringify(rows)).not.toMatch(/Secret/);
  const isEvent = createEventValidator('content');
  const events = await until(async () => {
    const { json } = await client.ask('GET', '/ashlar/v1/changes?after=0&limit=500');
    const told = json.events as { subject: string }[];
    return told.filter(({ subject }) => subject === rows[0]?.aggregate).length === 5 ? told : undefined;
  });
  for (const event of events) expect(isEvent(event)).toEqual([]);
});

describe('what does not fit', () => {
  test('the schema is told as a list, one entry a failing keyword, and nothing is stored', async () => {
    const before = await rowsOf(service);
    const bad = aTransaction('no path', { routes: [{ path: '/a', type: 'exact' }] });
    const answer = await client.put(randomUUID(), bad);
    expect([answer.status, answer.json]).toEqual([
      422,
      [
        {
          schema: 'transaction',
          fragment: '#/base_path',
          message: expect.stringContaining("'#/base_path' did not match all of the required schemas"),
          failed_attribute: 'AllOf',
        },
      ],
    ]);
    expect(contract.response('putContent', 422, answer.json)).toEqual([]);
    const worse = await client.put(randomUUID(), {
      ...aTransaction('/worse', { title: undefined, routes: undefined, odd: 1, phase: 'gamma' }),
      details: { introductory_paragraph: [{ content: 1 }], odder: 1 },
    });
    const errors = worse.json as unknown as { fragment: string; failed_attribute: string }[];
    expect(
      errors.map(({ fragment, failed_attribute }) => `${fragment} ${failed_attribute}`).toSorted(),
    ).toEqual([
      '#/ AdditionalProperties',
      '#/ Required',
      '#/details AdditionalProperties',
      '#/details/introductory_paragraph AnyOf',
      '#/phase Enum',
    ]);
    const unknown = await client.put(randomUUID(), aTransaction('/x', { schema_name: 'constructor' }));
    expect(unknown.json).toMatchObject([{ fragment: '#/schema_name', failed_attribute: 'Enum' }]);
    const none = await client.put(randomUUID(), aTransaction('/x', { schema_name: undefined }));
    expect(none.json).toMatchObject([{ fragment: '#/', failed_attribute: 'Required' }]);
    expect(await rowsOf(service)).toEqual(before);
  });

  test('is refused as a command, and nothing is stored', async () => {
    const taken = await publishedAt(client, '/taken');
    const before = await rowsOf(service);
    const id = randomUUID();
    const route = (path: string) => [{ path, type: 'exact' }];
    const codes = async (body: Record<string, unknown>) => {
      const { status, json } = await client.put(id, body);
      expect(contract.response('putContent', status, json)).toEqual([]);
      const error = json.error as { error_code?: string; fields?: object };
      return [status, error.error_code, Object.keys(error.fields ?? {}).join()];
    };
    expect(await codes(aTransaction('/a', { publishing_app: undefined }))).toEqual([
      422,
      'parameter_missing_or_invalid',
      'publishing_app',
    ]);
    expect(await codes(aTransaction('/a', { routes: route('/b') }))).toEqual([
      422,
      'routes_must_include_base_path',
      'routes',
    ]);
    expect(await codes(aTransaction('/a', { routes: [...route('/a'), ...route('/ab')] }))).toEqual([
      422,
      'routes_must_be_below_base_path',
      'routes',
    ]);
    expect(await codes(aTransaction('/a', { routes: [...route('/a'), ...route('/a')] }))).toEqual([
      422,
      'routes_must_be_unique',
      'routes',
    ]);
    expect(await codes(aTransaction('/taken', { publishing_app: 'whitehall' }))).toEqual([
      422,
      'base_path_already_in_use',
      'base_path',
    ]);
    expect(await codes(aTransaction('/a', { previous_version: 3 }))).toEqual([
      409,
      undefined,
      'previous_version',
    ]);
    expect((await client.put(id, aTransaction('/a', { title: 'a\0b' }))).status).toBe(422);
    expect((await client.put(id, aTransaction('/a', { title: 'a\ud800' }))).status).toBe(422);
    expect(await rowsOf(service)).toEqual(before);
    expect((await client.get(taken)).json.lock_version).toBe(2);
  });

  test('JSON, or an id, is told so', async () => {
    const put = (path: string, text: string) =>
      service.call('PUT', path, { text, headers: { authorization: `Bearer ${token}` } });
    const { token } = await anApplication(service);
    const bad = await put(`/v2/content/${randomUUID()}`, '{');
    expect([bad.status, bad.json]).toEqual([400, { error: { code: 400, message: 'The body is not JSON' } }]);
    expect((await put(`/v2/content/${randomUUID()}`, '[]')).status).toBe(400);
    expect((await put('/v2/content/not-an-id', '{}')).status).toBe(404);
    expect((await client.get('not-an-id')).status).toBe(404);
  });
});

test('a draft at a path where another document is live says so, and cannot be published', async () => {
  const live = await publishedAt(client, '/contested');
  const id = randomUUID();
  const draft = await client.put(id, aTransaction('/contested'));
  expect(draft.json.warnings).toEqual({
    content_item_blocking_publish: expect.stringContaining(live),
  });
  const rival = await client.put(randomUUID(), aTransaction('/contested'));
  expect(rival.json.error).toMatchObject({ code: 422, error_code: 'base_path_already_in_use' });
  const refused = await client.post(id, 'publish');
  expect(refused.json.error).toMatchObject({ code: 422, error_code: 'base_path_already_in_use' });
  await client.post(live, 'unpublish', { type: 'gone' });
  expect((await client.read('/contested')).status).toBe(410);
  expect((await client.post(id, 'publish')).status).toBe(200);
  expect((await client.read('/contested')).json.content_id).toBe(id);
  expect((await client.get(live)).json).toMatchObject({
    publication_state: 'unpublished',
    unpublishing: { type: 'substitute' },
  });
});

test('the schemas are listed, and each is there by its name', async () => {
  const { json } = await client.ask('GET', '/v2/schemas');
  expect(Object.keys(json).toSorted()).toEqual([
    'answer',
    'completed_transaction',
    'generic',
    'gone',
    'guide',
    'manual',
    'redirect',
    'service_manual_guide',
    'special_route',
    'transaction',
  ]);
  const one = await client.ask('GET', '/v2/schemas/transaction');
  expect(Object.values(one.json)).toEqual([json.transaction]);
  expect((await client.ask('GET', '/v2/schemas/toString')).status).toBe(404);
});
