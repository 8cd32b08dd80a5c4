import { randomUUID } from 'node:crypto';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDocumentTypes } from '../src/providers/document-types.ts';
import {
  accessToken,
  anApplication,
  aTransaction,
  type Client,
  callOf,
  clientOf,
  type Service,
  startService,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('content').document);
const types = '/ashlar/v1/document-types';
let service: Service;
let client: Client;
let admin: string;

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
  admin = await accessToken(service, 'demo');
});

afterAll(() => service.end());

const notice = {
  type: 'object',
  additionalProperties: false,
  required: ['body', 'river'],
  properties: {
    body: { $ref: '#/definitions/markup' },
    river: { type: 'string', enum: ['Tees', 'Wear'] },
    closed_until: { $ref: '#/definitions/time' },
    stretches: { type: 'array', items: { $ref: '#/definitions/stretch' } },
  },
  definitions: {
    stretch: {
      type: 'object',
      required: ['from'],
      properties: { from: { type: 'string', pattern: '^[A-Z]{2}\\d+$' } },
    },
  },
};

function create(name: string, more: object = {}, headers: Record<string, string> = {}) {
  return service.call('POST', types, { key: admin, headers, body: { name, details: notice, ...more } });
}

function next(name: string, body: object, headers: Record<string, string> = {}) {
  return service.call('POST', `${types}/${name}/versions`, { key: admin, headers, body });
}

/** A page of a type. Its applications are the department's own. */
function page(name: string, details: object, more: object = {}): Record<string, unknown> {
  const path = `/${name}-${randomUUID()}`;
  const kinds = {
    document_type: name,
    schema_name: name,
    publishing_app: 'river-desk',
    rendering_app: 'river-site',
  };
  return aTransaction(path, { ...kinds, details, ...more });
}

const details = { river: 'Tees', body: [{ content_type: 'text/html', content: '<p>Closed.</p>' }] };

async function versionOf(id: string): Promise<unknown> {
  const { rows } = await service.pool.query(
    'select schema_version from edition join document on document.id = document_id where content_id = $1',
    [id],
  );
  return rows[0]?.schema_version;
}

describe('a type of a department’s own', () => {
  test('is registered, and pages are written, published and read by it at once, in every process', async () => {
    const made = await create('river_notice', { links: ['organisations', 'rivers'] });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    expect(contract.response('createDocumentType', 201, made.json)).toEqual([]);
    const other = await service.another();
    const elsewhere = clientOf({ call: callOf(other) }, (await anApplication(service)).token);
    const id = randomUUID();
    const body = page('river_notice', details);
    expect((await elsewhere.put(id, body)).status).toBe(200);
    expect(await versionOf(id)).toBe(1);
    expect((await client.post(id, 'publish')).status).toBe(200);
    const read = await client.read(String(body.base_path));
    expect(read.json).toMatchObject({
      schema_name: 'river_notice',
      details: { river: 'Tees', body: '<p>Closed.</p>' },
    });
    await other.app.close();
    await other.close();
  });

  test('refuses what does not fit, as the standard does', async () => {
    const bad = await client.put(
      randomUUID(),
      page('river_notice', { ...details, river: 'Styx', stretches: [{ from: 'x' }] }),
    );
    expect([bad.status, bad.json]).toMatchObject([
      422,
      [
        { schema: 'river_notice', fragment: '#/details/river', failed_attribute: 'Enum' },
        { fragment: '#/details/stretches/0/from', failed_attribute: 'Pattern' },
      ],
    ]);
    const linked = await client.put(
      randomUUID(),
      page('river_notice', details, { publishing_app: 'Not a name' }),
    );
    expect(linked.json).toMatchObject([{ fragment: '#/publishing_app' }]);
  });

  test('is listed and shown, also as the standard shows schemas', async () => {
    const { status, json } = await service.call('GET', types, { key: admin });
    expect(contract.response('listDocumentTypes', status, json)).toEqual([]);
    expect(json.standard).toContain('transaction');
    expect(json.document_types).toMatchObject([
      { name: 'river_notice', version: 1, versions: [{ breaking: false }] },
    ]);
    const one = await service.call('GET', `${types}/river_notice/versions/1`, { key: admin });
    expect(contract.response('getDocumentTypeVersion', 200, one.json)).toEqual([]);
    expect(one.json.links).toMatchObject({ properties: { links: { properties: { rivers: {} } } } });
    const shown = await client.ask('GET', '/v2/schemas/river_notice');
    expect(Object.values(shown.json)).toEqual([one.json.schema]);
    expect((await client.ask('GET', '/v2/schemas')).json).toHaveProperty('river_notice');
    expect((await service.call('GET', `${types}/river_notice/versions/9`, { key: admin })).status).toBe(404);
    expect((await service.call('GET', `${types}/none`, { key: admin })).status).toBe(404);
  });

  test('does not exist for another department', async () => {
    const foreign = await accessToken(service, 'other');
    expect((await service.call('GET', types, { key: foreign })).json.document_types).toEqual([]);
    expect((await service.call('GET', `${types}/river_notice`, { key: foreign })).status).toBe(404);
    const theirs = clientOf(service, (await anApplication(service, 'other')).token);
    const refused = await theirs.put(randomUUID(), page('river_notice', details));
    expect(refused.json).toMatchObject([{ fragment: '#/schema_name', failed_attribute: 'Enum' }]);
    expect((await theirs.ask('GET', '/v2/schemas')).json).not.toHaveProperty('river_notice');
    const same = { name: 'river_notice', details: { type: 'object' } };
    expect((await service.call('POST', types, { key: foreign, body: same })).status).toBe(201);
    const named = { ...same, department: 'demo', name: 'sly' };
    expect((await service.call('POST', types, { key: foreign, body: named })).status).toBe(403);
    const operator = await accessToken(service);
    expect((await service.call('GET', types, { key: operator })).status).toBe(422);
    expect((await service.call('GET', `${types}?department=other`, { key: operator })).status).toBe(200);
    const publisher = await accessToken(service, 'demo', 'content:publish');
    expect((await service.call('POST', types, { key: publisher, body: same })).status).toBe(403);
  });

  test('takes no name of the standard, and none twice', async () => {
    expect((await create('transaction')).status).toBe(409);
    expect((await create('river_notice')).json).toMatchObject({ status: 409, detail: 'The next is 2.' });
    expect((await create('River')).status).toBe(400);
  });
});

describe('the next version', () => {
  const wider = {
    ...notice,
    properties: {
      ...notice.properties,
      river: { type: 'string', enum: ['Tees', 'Wear', 'Tyne'] },
      note: { type: 'string' },
    },
  };

  test('is in force at once when it breaks nothing, and editions remember theirs', async () => {
    await create('widening');
    const first = randomUUID();
    await client.put(first, page('widening', details));
    const made = await next('widening', { version: 2, details: wider });
    expect([made.status, made.json]).toMatchObject([201, { version: 2, breaking: false }]);
    const second = randomUUID();
    expect((await client.put(second, page('widening', { ...details, river: 'Tyne' }))).status).toBe(200);
    expect([await versionOf(first), await versionOf(second)]).toEqual([1, 2]);
  });

  test('is refused with every change that breaks, unless it says so', async () => {
    await create('narrowing');
    const { stretches: _gone, ...properties } = notice.properties;
    const narrower = {
      ...notice,
      required: ['body', 'river', 'closed_until'],
      properties: { ...properties, river: { type: 'string', enum: ['Tees'] } },
    };
    const refused = await next('narrowing', { version: 2, details: narrower, links: ['organisations'] });
    expect(refused.status).toBe(409);
    expect(refused.json.errors).toEqual(
      expect.arrayContaining([
        { pointer: '#/closed_until', detail: 'is required' },
        { pointer: '#/river', detail: 'may not be "Wear" any more' },
        { pointer: '#/stretches', detail: 'is gone' },
        { pointer: '#/links/taxons', detail: 'is gone' },
      ]),
    );
    expect((await client.put(randomUUID(), page('narrowing', { ...details, river: 'Wear' }))).status).toBe(
      200,
    );
    const made = await next('narrowing', { version: 2, details: narrower, breaking: true });
    expect([made.status, made.json]).toMatchObject([201, { version: 2, breaking: true }]);
    const old = await client.put(randomUUID(), page('narrowing', details));
    expect(old.json).toMatchObject([{ fragment: '#/details', failed_attribute: 'Required' }]);
  });

  test('is the one after the newest, and one of two that come at once', async () => {
    await create('racing');
    expect((await next('racing', { version: 3, details: wider })).json).toMatchObject({
      detail: 'The next is 2.',
    });
    expect((await next('nothing', { version: 2, details: wider })).status).toBe(404);
    const racers = await Promise.all(
      Array.from({ length: 8 }, () => next('racing', { version: 2, details: wider })),
    );
    expect(racers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)]);
  });

  test('is answered again to whoever asks with the same key', async () => {
    await create('replayed', {}, { 'idempotency-key': 'one' });
    const again = await create('replayed', {}, { 'idempotency-key': 'one' });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    const [first, second] = await Promise.all(
      [1, 2].map(() => next('replayed', { version: 2, details: wider }, { 'idempotency-key': 'two' })),
    );
    expect([first?.status, second?.status, first?.json.id]).toEqual([201, 201, second?.json.id]);
    const other = await next('replayed', { version: 3, details: wider }, { 'idempotency-key': 'two' });
    expect(other.status).toBe(422);
  });
});

describe('a schema that could harm', () => {
  const doubling = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => {
      const below = { $ref: `#/definitions/d${at + 1}` };
      return [`d${at}`, at === 29 ? { type: 'string' } : { allOf: [below, below] }];
    }),
  );
  const member = (schema: object, definitions = {}) => ({
    type: 'object',
    properties: { a: schema },
    definitions,
  });

  test.each<[string, object, string, RegExp]>([
    ['is no object', { type: 'string' }, '#/type', /must be object/],
    ['is no schema', member({ type: 'word' }), '#/properties/a/type', /must be/],
    ['has a keyword of a later draft', member({ const: 1 }), '#/properties/a/const', /no keyword/],
    [
      'refers elsewhere',
      member({ $ref: 'https://elsewhere.example/s.json' }),
      '#/properties/a/$ref',
      /definitions/,
    ],
    [
      'refers to nothing',
      member({ $ref: '#/definitions/none' }),
      '#/properties/a/$ref',
      /names no definition/,
    ],
    [
      'refers with more beside',
      member({ $ref: '#/definitions/id', minLength: 1 }),
      '#/properties/a/$ref',
      /minLength/,
    ],
    [
      'goes round in a circle',
      member({ $ref: '#/definitions/b' }, { b: { items: { $ref: '#/definitions/b' } } }),
      '#',
      /circle/,
    ],
    ['doubles with each reference', member({ $ref: '#/definitions/d0' }, doubling), '#', /parts/],
    ['takes a name that is there', member({}, { markup: {} }), '#/definitions/markup', /already/],
    ['has a pattern that looks ahead', member({ pattern: '(?=a)' }), '#/properties/a', /linear/],
    [
      'has a pattern of no size',
      member({ pattern: '((a{1,1000}){1,1000}){1,1000}' }),
      '#/properties/a',
      /linear/,
    ],
    ['is of an unknown format', member({ format: 'regex' }), '#/properties/a/format', /date-time/],
    [
      'is nested too deeply',
      Array.from({ length: 20 }).reduce<object>((inner) => member(inner), {}),
      '#',
      /deep/,
    ],
    ['is too long', { type: 'object', description: 'x'.repeat(70_000) }, '#', /longer/],
  ])('is refused when it %s', async (_what, schema, pointer, detail) => {
    const refused = await create('harmful', { details: schema });
    expect([refused.status, refused.json.errors]).toEqual([
      422,
      expect.arrayContaining([{ pointer, detail: expect.stringMatching(detail) }]),
    ]);
    expect((await service.call('GET', `${types}/harmful`, { key: admin })).status).toBe(404);
  });

  test('costs little where a pattern would take for ever elsewhere', async () => {
    await create('backtracking', { details: member({ type: 'string', pattern: '^(a+)+$' }) });
    const answer = await client.put(randomUUID(), page('backtracking', { a: `${'a'.repeat(300_000)}b` }));
    expect(answer.json).toMatchObject([{ fragment: '#/details/a', failed_attribute: 'Pattern' }]);
  });

  test('tells patterns apart', async () => {
    const two = { type: 'object', properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } };
    await create('patterns', { details: two });
    expect((await client.put(randomUUID(), page('patterns', { a: 'a', b: 'b' }))).status).toBe(200);
    expect((await client.put(randomUUID(), page('patterns', { a: 'b', b: 'b' }))).json).toMatchObject([
      { fragment: '#/details/a' },
    ]);
  });

  test('is broken off when a body takes too long', () => {
    const folder = new URL('../schemas/', import.meta.url);
    const quick = readDocumentTypes(folder, { bytes: 65_536, parts: 5000, ms: 200 });
    const hundred = Array.from({ length: 100 }, (_, at) => ({ not: { pattern: `^(x|y{1,9})*${at}$` } }));
    const schema = { type: 'object', properties: { a: { type: 'array', items: { allOf: hundred } } } };
    const slow = quick.compile('slow', { schema, links: {} });
    const errors = slow.errorsOf({ a: Array(9000).fill('x'.repeat(90)) });
    expect(errors).toMatchObject([{ fragment: '#/', failed_attribute: 'Time' }]);
    expect(slow.errorsOf({ a: ['x'] })).toEqual([]);
  });
});
