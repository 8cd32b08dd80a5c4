import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readReplicaConfig } from '../src/config.ts';
import type { NewsPage, PathNews, PublisherFeed, SnapshotPage } from '../src/domain/ports.ts';
import { replicaMigrations } from '../src/migrations.ts';
import { buildReplica, type ReplicaApp } from '../src/replica/app.ts';
import { createItemMemory } from '../src/usecases/read-item.ts';
import { rebuildReplica } from '../src/usecases/rebuild-replica.ts';
import { publisherOf } from '../src/wiring.ts';
import {
  type Answer,
  accessToken,
  anApplication,
  aTransaction,
  type Client,
  callOf,
  clientOf,
  publishedAt,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  service = await startService();
  const { token } = await anApplication(service);
  client = clientOf(service, token);
  const publisherUrl = await service.app.listen({ port: 0, host: '127.0.0.1' });
  folder = await mkdtemp(join(tmpdir(), 'ashlar-replica-'));
  const file = join(folder, 'token');
  await writeFile(file, await accessToken(service, 'demo', 'content:changes'));
  env = {
    DATABASE_URL: 'postgresql://not-used/x',
    PUBLISHER_URL: publisherUrl,
    FEED_ACCESS_TOKEN_PATH: file,
    SITE_DEPARTMENT: 'demo',
    PUBLIC_URL: 'http://content.test',
    LOG_LEVEL: 'silent',
    MAX_EVENT_LOOP_DELAY_MS: '60000',
  };
});

afterAll(async () => {
  await service.end();
  await rm(folder, { recursive: true });
});

/** A replica's database, and the replicas that run on it. */
interface Copy {
  readonly pool: Pool;
  start(publisher?: PublisherFeed): Promise<ReplicaApp & { read(path: string): Promise<Answer> }>;
  end(): Promise<void>;
}

async function makeCopy(): Promise<Copy> {
  const database = await createDatabase('content_replica');
  const pool = openPool({ url: database.url, applicationName: 'content-replica-test' });
  await migrate(pool, replicaMigrations);
  const running: ReplicaApp[] = [];
  return {
    pool,
    async start(publisher) {
      const config = readReplicaConfig(env);
      const logger = createLogger({ name: config.name, level: config.logLevel });
      const replica = await buildReplica(config, {
        pool,
        publisher: publisher ?? publisherOf(config),
        logger,
      });
      running.push(replica);
      const call = callOf(replica);
      return { ...replica, read: (path) => call('GET', `/content${path}`) };
    },
    async end() {
      for (const { app, close } of running) {
        await app.close();
        await close();
      }
      await pool.end();
      await database.drop();
    },
  };
}

let copy: Copy;
beforeEach(async () => {
  copy = await makeCopy();
});
afterEach(() => copy.end());

const everything = async () => {
  const { rows } = await service.pool.query(
    `select base_path, status, body, exact_routes, prefix_routes from content_item where department = 'demo' order by base_path`,
  );
  return rows;
};

const copied = async () => {
  const { rows } = await copy.pool.query(
    'select base_path, status, body, exact_routes, prefix_routes from content_item order by base_path',
  );
  return rows;
};

describe('a replica of a publisher', () => {
  test('answers as its publisher does, byte for byte, to all that can be asked', async () => {
    const moved = await publishedAt(client, '/from');
    await client.put(moved, aTransaction('/to', { title: 'Moved' }));
    await client.post(moved, 'publish');
    await publishedAt(client, '/with-parts', {
      routes: [
        { path: '/with-parts', type: 'exact' },
        { path: '/with-parts.json', type: 'exact' },
        { path: '/with-parts/all', type: 'prefix' },
      ],
    });
    for (const [path, how] of [
      ['/gone', { type: 'gone' }],
      ['/why', { type: 'gone', explanation: 'It is over' }],
      ['/vanished', { type: 'vanish' }],
      ['/withdrawn', { type: 'withdrawal', explanation: 'Old' }],
      ['/away', { type: 'redirect', alternative_path: '/elsewhere' }],
    ] as const) {
      await client.post(await publishedAt(client, path), 'unpublish', how);
    }
    const replica = await copy.start();
    await replica.follower.current();
    const paths = [
      '/from',
      '/to',
      '/with-parts',
      '/with-parts.json',
      '/with-parts/all/of/it',
      '/with-parts/x',
    ];
    for (const path of [...paths, '/gone', '/why', '/vanished', '/withdrawn', '/away', '/nothing', '/']) {
      const [own, publishers] = [await replica.read(path), await client.read(path)];
      const told = ({ status, text, headers }: Answer) => {
        const { etag, location, 'cache-control': cache, 'content-type': type } = headers;
        return { status, text, etag, location, cache, type };
      };
      expect([path, told(own)]).toEqual([path, told(publishers)]);
    }
  });

  test('offers nothing but reading', async () => {
    const replica = await copy.start();
    const call = callOf(replica);
    expect((await call('PUT', '/content/x', { body: {} })).status).toBe(405);
    expect((await call('GET', '/draft/content/x')).status).toBe(404);
    expect((await call('GET', '/v2/schemas')).status).toBe(404);
    const { json } = await call('GET', '/openapi.json');
    expect(Object.keys(json.paths as object).sort()).toEqual([
      '/api/content/{path}',
      '/content/{path}',
      '/health/live',
      '/health/ready',
      '/metrics',
    ]);
  });

  test('shows a change soon, tells how far behind it is, and keeps no other department’s pages', async () => {
    const other = clientOf(service, (await anApplication(service, 'demo-two')).token);
    await publishedAt(other, '/of-the-other');
    const replica = await copy.start();
    await replica.follower.current();
    const id = await publishedAt(client, '/fresh', { title: 'Fresh' });
    await until(async () => (await replica.read('/fresh')).json.title === 'Fresh', { everyMs: 5 });
    await client.post(id, 'unpublish', { type: 'vanish' });
    await until(async () => (await replica.read('/fresh')).status === 404, { everyMs: 5 });
    const ready = await callOf(replica)('GET', '/health/ready');
    expect([ready.status, ready.json.checks]).toEqual([
      200,
      expect.objectContaining({
        feed: { status: 'ok', measures: { positions_behind: 0, seconds_behind: 0 } },
      }),
    ]);
    const { text } = await callOf(replica)('GET', '/metrics');
    expect(text).toMatch(/content_replica_positions_behind\{[^}]*\} 0\n/);
    const { rows } = await copy.pool.query('select distinct department from content_item');
    expect(rows).toEqual([{ department: 'demo' }]);
  });

  test('is brought back from nothing, from damage, and from the log alone', async () => {
    const kept = await publishedAt(client, '/rebuilt');
    await client.put(kept, aTransaction('/rebuilt', { title: 'Twice' }));
    await client.post(kept, 'publish');
    const config = readReplicaConfig(env);
    const log = createLogger({ name: 'test', level: 'silent' });
    const deps = {
      db: copy.pool,
      publisher: publisherOf(config),
      items: createItemMemory(copy.pool, 0),
      log,
    };
    const live = await everything();
    for (const fromLog of [false, true, false]) {
      const { items } = await rebuildReplica(deps, { fromLog });
      expect(items).toBe(live.length);
      expect(await copied()).toEqual(live);
      await copy.pool.query(`update content_item set body = '{}' where base_path <> '/rebuilt'`);
      await copy.pool.query(`delete from content_item where base_path = '/rebuilt'`);
      await copy.pool.query(`insert into content_item values ('demo', '/ghost', 200, '{}', '{}', '{}')`);
      await copy.pool.query(
        `insert into item_version values ('demo', '/ghost', 1, '2026-01-01') on conflict (department, base_path) do update set confirmed_at = excluded.confirmed_at`,
      );
    }
  });

  test('reads a snapshot when the log is no longer kept from where it was, and serves meanwhile', async () => {
    const id = await publishedAt(client, '/snapshot');
    const first = await copy.start();
    await first.follower.current();
    await first.close();
    await client.post(id, 'unpublish', { type: 'vanish' });
    await publishedAt(client, '/after-all');
    await until(async () => {
      const { rows } = await service.pool.query(
        'select count(*)::int as n from change_log where position is null',
      );
      return rows[0]?.n === 0;
    });
    const { rows } = await service.pool.query<{ stamped: number }>('select stamped from relay_state');
    await service.pool.query('update relay_state set pruned = stamped');
    await service.pool.query('delete from change_log where position <= $1', [rows[0]?.stamped]);
    await service.pool.query(
      `insert into change_log_horizon (department, pruned) values ('*', $1), ('demo', $1)
       on conflict (department) do update set pruned = excluded.pruned`,
      [rows[0]?.stamped],
    );
    const second = await copy.start();
    expect((await second.read('/snapshot')).status).toBe(200);
    await second.follower.current();
    expect(await copied()).toEqual(await everything());
    expect((await second.read('/snapshot')).status).toBe(404);
  });
});

/** A publisher whose log and snapshot a test writes. */
function aPublisher(): PublisherFeed & { pages: NewsPage[]; snapshot: SnapshotPage; away: boolean } {
  const self = {
    pages: [] as NewsPage[],
    snapshot: { news: [], position: 0, next: undefined } as SnapshotPage,
    away: false,
    async changes({ after, waitS, signal }: { after: number; waitS: number; signal: AbortSignal }) {
      for (;;) {
        if (self.away) throw new Error('away');
        const page = self.pages.shift();
        if (page) return page;
        if (waitS === 0) return { news: [], position: after, head: after, lastAt: undefined };
        await new Promise((resolve) => setTimeout(resolve, 2));
        signal.throwIfAborted();
      }
    },
    async items() {
      if (self.away) throw new Error('away');
      return self.snapshot;
    },
  };
  return self;
}

const shown = (path: string, version: number, changes: Partial<PathNews> = {}): PathNews => ({
  department: 'demo',
  base_path: path,
  payload_version: version,
  status: 200,
  body: JSON.stringify({ title: `${path} ${version}` }),
  exact_routes: [],
  prefix_routes: [],
  ...changes,
});
const hidden = (path: string, version: number): PathNews => ({
  department: 'demo',
  base_path: path,
  payload_version: version,
});

describe('news', () => {
  test('that repeat and come in any order end in the last word on each path', async () => {
    const publisher = aPublisher();
    const replica = await copy.start(publisher);
    await replica.follower.current();
    let from = 0;
    const story = fc
      .array(fc.record({ path: fc.constantFrom('/a', '/b'), isShown: fc.boolean() }), {
        minLength: 1,
        maxLength: 8,
      })
      .chain((told) => {
        const news = told.map(({ path, isShown }, at) => ({ path, isShown, at: at + 1 }));
        return fc.tuple(
          fc.constant(news),
          fc.shuffledSubarray([...news, ...news], { minLength: news.length }),
        );
      });
    await fc.assert(
      fc.asyncProperty(story, async ([told, order]) => {
        const run = `/${randomUUID()}`;
        const newsOf = ({ path, isShown, at }: (typeof told)[number]) =>
          isShown ? shown(run + path, at) : hidden(run + path, at);
        // What never came is no part of the story; the rest comes at least once.
        const all = [...order, ...told.filter((one) => !order.includes(one))];
        for (let at = 0; at < all.length; at += 3) {
          from += 3;
          publisher.pages.push({
            news: all.slice(at, at + 3).map(newsOf),
            position: from,
            head: from,
            lastAt: new Date(),
          });
        }
        await until(() => publisher.pages.length === 0, { everyMs: 1 });
        await until(
          async () =>
            (await copy.pool.query('select position from replica_cursor')).rows[0]?.position === from,
          {
            everyMs: 1,
          },
        );
        for (const path of ['/a', '/b']) {
          const last = told.filter((one) => one.path === path).at(-1);
          const answer = await replica.read(run + path);
          expect(answer.status).toBe(last?.isShown ? 200 : 404);
          if (last?.isShown) expect(answer.json.title).toBe(`${run}${path} ${last.at}`);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('that make no sense are left out, and those behind them are not', async () => {
    const publisher = aPublisher();
    const replica = await copy.start(publisher);
    const odd = { ...shown('/odd', 1), status: Number.NaN, exact_routes: 'x' } as unknown as PathNews;
    publisher.pages.push({
      news: [odd, hidden('no-path', 2), shown('/sound', 3)],
      position: 9,
      head: 9,
      lastAt: new Date(),
    });
    await until(async () => (await replica.read('/sound')).status === 200);
    expect((await replica.read('/odd')).status).toBe(404);
  });
});

test('a replica without a snapshot is not ready, and with one it serves while its publisher is away, and says so', async () => {
  const publisher = aPublisher();
  publisher.away = true;
  const replica = await copy.start(publisher);
  const ready = async () => {
    const { status, json } = await callOf(replica)('GET', '/health/ready');
    return { status, checks: json.checks as Record<string, { status: string; detail?: string }> };
  };
  expect(await ready()).toMatchObject({
    status: 503,
    checks: { items: { detail: 'no snapshot has been read yet' } },
  });
  publisher.snapshot = { news: [shown('/kept', 5)], position: 10, next: undefined };
  publisher.away = false;
  await until(async () => (await ready()).status === 200);
  expect((await replica.read('/kept')).status).toBe(200);
  publisher.away = true;
  await until(async () => (await ready()).checks.feed?.status === 'failed');
  const { checks } = await ready();
  expect(checks.feed?.detail).toMatch(
    /^the publisher is not read: 0 positions and \d+(\.\d)? seconds behind$/,
  );
  expect((await replica.read('/kept')).status).toBe(200);
  publisher.away = false;
  await until(async () => (await ready()).checks.feed?.status === 'ok');
});
