import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokens } from '../src/wiring.ts';
import {
  anApplication,
  type Client,
  callOf,
  clientOf,
  publishedAt,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;
let elsewhere: Client;
const start = Date.parse('2026-03-01T09:00:00Z');
let clock = start;

beforeAll(async () => {
  service = await startService({ READ_TRUST_MS: '0' }, (wiring) =>
    wiring.value(tokens.now, () => new Date(clock)),
  );
  client = clientOf(service, (await anApplication(service)).token);
  elsewhere = clientOf(service, (await anApplication(service, 'tax')).token);
});

beforeEach(() => {
  clock = start;
});

afterAll(() => service.end());

/** An intent for so many seconds from now. */
const anIntent = (seconds: number, more: Record<string, unknown> = {}) => ({
  publishing_app: 'publisher',
  rendering_app: 'frontend',
  publish_time: new Date(clock + seconds * 1000).toISOString(),
  ...more,
});
const announce = (path: string, body: Record<string, unknown>, by = client) =>
  by.ask('PUT', `/publish-intent${path}`, body);
const ageAt = async (path: string) => (await client.read(path)).headers['cache-control'];

describe('a publish intent', () => {
  test('comes back as it was sent, is read, replaced and taken back once', async () => {
    // In the spelling of the published contract: the letter small, the time long past.
    const body = { ...anIntent(0), publish_time: '2019-11-11t17:56:17+00:00' };
    const made = await announce('/test-intent', body);
    expect([made.status, made.json]).toEqual([200, body]);
    const next = anIntent(60);
    expect((await announce('/test-intent', next)).json).toEqual(next);
    const read = await client.ask('GET', '/publish-intent/test-intent');
    expect([read.status, read.json]).toEqual([200, { base_path: '/test-intent', ...next }]);
    const gone = await client.ask('DELETE', '/publish-intent/test-intent');
    expect([gone.status, gone.json]).toEqual([200, {}]);
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await client.ask(method, '/publish-intent/test-intent');
      expect([answer.status, answer.json.error]).toEqual([404, expect.objectContaining({ code: 404 })]);
    }
  });

  test('reserves its path, and is refused where another application has it', async () => {
    expect((await announce('/taken', anIntent(60))).status).toBe(200);
    const reserve = (publishing_app: string) => client.ask('PUT', '/paths/taken', { publishing_app });
    expect([(await reserve('whitehall')).status, (await reserve('publisher')).status]).toEqual([422, 200]);
    const refused = await announce('/taken', anIntent(9, { publishing_app: 'whitehall' }));
    expect([refused.status, refused.json.error]).toEqual([
      422,
      expect.objectContaining({ fields: { base_path: ["is already in use by the 'publisher' app"] } }),
    ]);
    expect(await ageAt('/taken')).toBe('max-age=60, public');
  });

  test('is one department’s: another has its own at the path, and sees no other', async () => {
    await announce('/both', anIntent(60));
    expect((await elsewhere.ask('GET', '/publish-intent/both')).status).toBe(404);
    expect((await elsewhere.ask('DELETE', '/publish-intent/both')).status).toBe(404);
    expect((await announce('/both', anIntent(7), elsewhere)).status).toBe(200);
    expect(await ageAt('/both')).toBe('max-age=60, public');
  });

  test('needs a token', async () => {
    const answer = await service.call('PUT', '/publish-intent/x', { body: anIntent(60) });
    expect(answer.status).toBe(401);
  });

  test.each([
    ['publish_time', undefined],
    ['publish_time', 'tomorrow'],
    ['publish_time', '2026-03-01T10:00:00'],
    ['publish_time', '2026-02-30T10:00:00Z'],
    ['publish_time', '2026-03-01T24:00:00Z'],
    ['publish_time', 7],
    ['publishing_app', undefined],
    ['rendering_app', ''],
    ['routes', [{ path: '/bad' }]],
    ['routes', 'all'],
    [
      'routes',
      [
        { path: '/bad', type: 'exact' },
        { path: '/other', type: 'exact' },
      ],
    ],
  ])('is refused with a %s of %j, and nothing is stored', async (field, value) => {
    const answer = await announce('/bad', anIntent(60, { [field]: value }));
    expect([answer.status, answer.json.error]).toEqual([
      422,
      expect.objectContaining({ fields: { [field]: [expect.any(String)] } }),
    ]);
    const { rows } = await service.pool.query(
      `select base_path from publish_intent where base_path = '/bad' union all select base_path from path_reservation where base_path = '/bad'`,
    );
    expect(rows).toEqual([]);
  });

  test('that many announce at once is one, with one reservation and a gapless sequence', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((at) => announce('/race', anIntent(at * 30))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const { rows } = await service.pool.query<{ change: string; sequence: number }>(
      `select data ->> 'change' as change, sequence::integer as sequence from change_log where data ->> 'base_path' = '/race' order by 1, 2`,
    );
    expect(rows).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((sequence) => ({ change: 'put', sequence })),
      { change: 'reserved', sequence: 1 },
    ]);
  });
});

describe('what is read while something is announced', () => {
  test('may be kept until then: 5 seconds at least, 300 at most, five minutes past it in the end', async () => {
    await publishedAt(client, '/announced');
    expect(await ageAt('/announced')).toBe('max-age=300, public');
    await announce('/announced', anIntent(1000));
    const after = (seconds: number) => {
      clock = start + seconds * 1000;
      return ageAt('/announced');
    };
    expect(await after(0)).toBe('max-age=300, public');
    expect(await after(800)).toBe('max-age=200, public');
    // Never beyond the time.
    expect(await after(979.5)).toBe('max-age=20, public');
    expect(await after(998)).toBe('max-age=5, public');
    expect(await after(1299)).toBe('max-age=5, public');
    expect(await after(1300)).toBe('max-age=300, public');
  });

  test('is also that nothing is there yet, and what is at its routes', async () => {
    const routes = [
      { path: '/soon', type: 'exact' },
      { path: '/soon.json', type: 'exact' },
      { path: '/soon/parts', type: 'prefix' },
    ];
    await announce('/soon', anIntent(60, { routes }));
    for (const path of ['/soon', '/soon.json', '/soon/parts', '/soon/parts/one']) {
      const answer = await client.read(path);
      expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'max-age=60, public']);
    }
    expect(await ageAt('/soon/other')).toBe('max-age=300, public');
    await client.ask('DELETE', '/publish-intent/soon');
    expect(await ageAt('/soon')).toBe('max-age=300, public');
  });

  test('is heeded by every process', async () => {
    const other = await service.another();
    try {
      await announce('/everywhere', anIntent(60));
      const answer = await callOf(other)('GET', '/content/everywhere');
      expect(answer.headers['cache-control']).toBe('max-age=60, public');
    } finally {
      await other.app.close();
      await other.close();
    }
  });
});
