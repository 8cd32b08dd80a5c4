import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBus } from '@ashlar/events';
import { freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { httpChangeFeeds } from '../src/providers/change-feeds.ts';
import { startBridge } from '../src/usecases/run-bridge.ts';
import { tokens } from '../src/wiring.ts';
import { type Arrivals, collect, type Feed, startFeed } from './feed.ts';
import { anImplementation, bind, made, type Registry, startRegistry } from './fixtures.ts';

const topic = 'ashlar.payments.v1';
let folder: string;
let registry: Registry;
let feed: Feed;
let arrivals: Arrivals;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bridge-'));
  await writeFile(join(folder, 'payments'), 'a-token\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  feed = await startFeed();
});

afterEach(async () => {
  await arrivals?.stop();
  await registry?.end();
  await feed.close();
});

async function start(override?: Parameters<typeof startRegistry>[0]): Promise<void> {
  registry = await startRegistry(override, { BRIDGE_TOKENS: folder });
  await made(registry, 'departments', { id: 'demo', name: 'Demo' });
  await made(registry, 'departments', { id: 'tax', name: 'Tax' });
  arrivals = await collect(registry.bus, topic);
}

/** Binds the feed's implementation for a department, or as the default. */
async function bindFeed(department: string, events = 'feed'): Promise<string> {
  const id = await anImplementation(registry, 'payments', { base_url: feed.url, events });
  const { status } = await bind(registry, { component: 'payments', department }, id, 0);
  expect(status).toBe(200);
  return id;
}

/** Waits until everything of the feed has arrived, each key in its order; answers how many repeats there were. */
async function arrived(wanted = feed.events): Promise<number> {
  const ids = () => new Set(arrivals.events.map(({ id }) => id));
  await until(() => wanted.every(({ id }) => ids().has(id)), { timeoutMs: 30_000, what: 'all events' });
  for (const subject of new Set(wanted.map((event) => event.subject))) {
    expect(arrivals.of(subject)).toEqual(wanted.filter((event) => event.subject === subject));
  }
  expect(ids().size).toBe(wanted.length);
  return arrivals.events.length - wanted.length;
}

function append(count: number, department = 'demo'): void {
  for (let at = 0; at < count; at += 1) feed.append(`${department}-${at % 4}`, department);
}

describe('the bridge', () => {
  test('publishes what a bound feed says, as it is, as it comes', async () => {
    await start();
    append(12);
    await bindFeed('demo');
    expect(await arrived()).toBe(0);
    append(3);
    expect(await arrived()).toBe(0);
    expect([...feed.tokens]).toEqual(['Bearer a-token']);
  });

  test('reads a default department by department, without those that have another binding', async () => {
    await start();
    append(6, 'demo');
    append(6, 'tax');
    append(2, '*');
    append(2, 'unknown');
    const elsewhere = await anImplementation(registry, 'payments', { events: 'publishes' });
    await bind(registry, { component: 'payments', department: 'tax' }, elsewhere, 0);
    await bindFeed('*');
    await arrived(feed.events.filter(({ department }) => ['demo', '*'].includes(department)));
    expect(feed.mostAtOnce('tax')).toBe(0);
  });

  test('leaves alone what publishes itself, and what is bound no longer', async () => {
    await start();
    append(3);
    const id = await bindFeed('demo', 'publishes');
    const other = await anImplementation(registry, 'payments', { events: 'publishes' });
    await registry.call('PATCH', `/ashlar/v1/implementations/${id}`, { body: { events: 'feed' } });
    await arrived();
    await bind(registry, { component: 'payments', department: 'demo' }, other, 1);
    await until(() => feed.openNow() === 0, { what: 'the bridge to leave it' });
    append(3);
    await bind(registry, { component: 'payments', department: 'demo' }, id, 2);
    await until(() => arrivals.events.some(({ position }) => position === 6));
    // Bound again it is read on from where it was left.
    expect(await arrived()).toBe(0);
  });

  test('hears only of the department that it asked for, and leaves out what is no event', async () => {
    await start();
    feed.narrows = false;
    append(2, 'tax');
    append(2, 'demo');
    feed.events.push({ ...feed.append('bad'), id: 'no-uuid', position: 6 });
    feed.events.push({ ...feed.append('bad'), type: 'registry.binding.changed.v1', position: 8 });
    append(1, 'demo');
    await bindFeed('demo');
    const good = feed.events.filter(
      ({ department, id, type }) => department === 'demo' && id.length === 36 && type.startsWith('payments.'),
    );
    await arrived(good);
  });

  test('goes on after what the implementation no longer keeps', async () => {
    await start();
    append(8);
    feed.pruned = 5;
    await bindFeed('demo');
    await arrived(feed.events.slice(5));
  });
});

describe('outages', () => {
  test('an implementation that is away keeps no other back, and nothing of it is missing', async () => {
    await start();
    const other = await startFeed();
    feed.away = true;
    append(4);
    await bindFeed('demo');
    const id = await anImplementation(registry, 'payments', { base_url: other.url, events: 'feed' });
    await bind(registry, { component: 'payments', department: 'tax' }, id, 0);
    const taxed = [other.append('tax-1', 'tax'), other.append('tax-2', 'tax')];
    await until(() => taxed.every(({ id: wanted }) => arrivals.events.some((event) => event.id === wanted)));
    expect(arrivals.events).toHaveLength(2);
    feed.away = false;
    await until(() => arrivals.events.length === 6, { timeoutMs: 20_000 });
    expect(arrivals.of('demo-0')).toEqual([feed.events[0]]);
    await other.close();
  });

  test('a bus that takes nothing, or takes it and does not say so, costs repeats and no event', async () => {
    let refusals = 0;
    await start((wiring) =>
      wiring.single(tokens.bridge, (get) => {
        const { pool, bus, logger } = get(tokens.resources);
        const moody = moodyBus(bus, () => {
          refusals += 1;
        });
        return startBridge({
          db: pool,
          pool,
          bus: moody,
          feeds: httpChangeFeeds(async () => 'a-token'),
          routingChanges: get(tokens.routingChanges),
          now: () => new Date(),
          log: logger,
        });
      }),
    );
    append(40);
    await bindFeed('demo');
    expect(await arrived()).toBeGreaterThan(0);
    expect(refusals).toBeGreaterThan(2);
  });

  test('two processes and a kill at any moment: one reads at a time, nothing is missing, repeats have the same id', async () => {
    // The bridges here are those of the processes.
    await start((wiring) => wiring.value(tokens.bridge, { stop: async () => {} }));
    await bindFeed('demo');
    const { DATABASE_URL, BUS_URL } = registry.urls;
    const [one, other] = await Promise.all([freePort(), freePort()]);
    const spawn = (port: number) =>
      spawnService({
        folder: 'services/registry',
        env: {
          PORT: String(port),
          DATABASE_URL,
          BUS_URL,
          BRIDGE_TOKENS: folder,
          OAUTH_ISSUER: registry.issuer.issuer,
          OAUTH_JWKS: registry.issuer.jwksFile,
          DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
        },
        readyUrl: `http://127.0.0.1:${port}/health/ready`,
      });
    let [first, second] = await Promise.all([spawn(one), spawn(other)]);
    let writing = true;
    const written = (async () => {
      while (writing) {
        append(3);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    for (const round of [1, 2, 3, 4]) {
      const seen = arrivals.events.length;
      await until(() => arrivals.events.length > seen + 5, { timeoutMs: 20_000, what: `round ${round}` });
      await first.kill('SIGKILL');
      [first, second] = [second, await spawn(round % 2 === 1 ? one : other)];
    }
    writing = false;
    await written;
    await arrived();
    expect(feed.mostAtOnce('demo')).toBe(1);
    await Promise.all([first.kill('SIGTERM'), second.kill('SIGTERM')]);
  }, 180_000);
});

/** A bus that fails before every third batch, and after every fourth. */
function moodyBus(bus: EventBus, refused: () => void): EventBus {
  let batches = 0;
  return {
    ...bindAll(bus),
    async publish(topicName, messages) {
      batches += 1;
      const fail = () => {
        refused();
        throw new Error('The bus is away');
      };
      if (batches % 3 === 0) fail();
      await bus.publish(topicName, messages);
      if (batches % 4 === 0) fail();
    },
  };
}

function bindAll(bus: EventBus): EventBus {
  return {
    ensureTopics: (all) => bus.ensureTopics(all),
    publish: (name, messages) => bus.publish(name, messages),
    consume: (options) => bus.consume(options),
    lag: (name, group) => bus.lag(name, group),
    check: () => bus.check(),
    close: () => bus.close(),
  };
}
