import { openBus } from '@ashlar/events';
import { openPool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { freePort, type OwnRedis, startRedis, until } from '@ashlar/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildApp } from '../src/app.ts';
import { readIdentityConfig } from '../src/config.ts';
import { aClient, type Service, startService } from './fixtures.ts';

let redis: OwnRedis;
let first: Service;
let second: { readonly url: string; end(): Promise<void> };

beforeEach(async () => {
  redis = await startRedis();
  first = await startService({
    env: { REDIS_URL: redis.url, REDIS_TIMEOUT_MS: '500', FAILED_SECRETS_PER_MINUTE: '20' },
  });
  second = await startBeside(first);
  for (const root of roots()) await redisIs('ok', root);
});

afterEach(async () => {
  await second?.end();
  await first?.end();
  await redis?.kill();
});

const roots = () => [first.issuer, second.url];

/** Another process of the same issuer, which shares its database. */
async function startBeside(service: Service) {
  const port = await freePort();
  const config = readIdentityConfig({ ...service.env, PORT: String(port) });
  const logger = createLogger({ name: 'identity', level: 'silent' });
  const pool = openPool({ url: String(service.env.DATABASE_URL), applicationName: 'identity-test' });
  const url = String(service.env.BUS_URL);
  const bus = openBus({ kind: 'postgres', url, clientId: 'identity-test', log: logger });
  const { app, close } = await buildApp(config, { pool, bus, logger });
  await app.listen({ host: '127.0.0.1', port });
  return {
    url: `http://127.0.0.1:${port}`,
    async end() {
      await app.close();
      await close();
      await bus.close();
      await pool.end();
    },
  };
}

const redisIs = (status: string, root: string) =>
  until(
    async () =>
      (await (await fetch(`${root}/health/ready`)).text()).includes(`"redis":{"status":"${status}"`),
    {
      what: `Redis to be ${status}`,
    },
  );

/** How many of so many wrong secrets of a new client, one after the other at both processes by turns, are looked at. */
async function lookedAt(tries: number): Promise<number> {
  const client = await aClient(first, { scopes: ['payments:admin'] });
  const form = { grant_type: 'client_credentials', scope: 'payments:admin', client_id: client.id };
  const statuses: number[] = [];
  for (let at = 0; at < tries; at += 1) {
    const root = roots()[at % 2];
    const body = new URLSearchParams({ ...form, client_secret: 'wrong' });
    statuses.push((await fetch(`${root}/token`, { method: 'POST', body })).status);
  }
  expect(new Set([...statuses, 401, 429])).toEqual(new Set([401, 429]));
  return statuses.filter((status) => status === 401).length;
}

test('processes count wrong secrets together; without Redis each counts its own, and later they share again', async () => {
  const shared = await lookedAt(50);
  expect(shared).toBeGreaterThanOrEqual(20);
  // A few more, as time passes.
  expect(shared).toBeLessThan(30);
  await redis.kill();
  const alone = await lookedAt(50);
  expect(alone).toBeGreaterThanOrEqual(40);
  await redisIs('failed', first.issuer);
  const ready = await fetch(`${first.issuer}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'degraded' }]);
  redis = await startRedis(Number(new URL(redis.url).port));
  for (const root of roots()) await redisIs('ok', root);
  expect(await lookedAt(50)).toBeLessThan(30);
});

test('while Redis hangs, tokens are given all the same', async () => {
  const client = await aClient(first, { scopes: ['payments:admin'] });
  redis.stop();
  try {
    const form = { grant_type: 'client_credentials', scope: 'payments:admin', client_id: client.id };
    const ask = async (secret: string) => {
      const body = new URLSearchParams({ ...form, client_secret: secret });
      return (await fetch(`${first.issuer}/token`, { method: 'POST', body })).status;
    };
    expect(await ask('wrong')).toBe(401);
    expect(await ask(client.secret)).toBe(200);
  } finally {
    redis.goOn();
  }
});

test('processes count the tokens of a client together', async () => {
  const client = await aClient(first, { scopes: ['payments:admin'], quotas: { tokens_per_minute: 10 } });
  const form = { grant_type: 'client_credentials', scope: 'payments:admin', client_id: client.id };
  const statuses: number[] = [];
  for (let at = 0; at < 20; at += 1) {
    const body = new URLSearchParams({ ...form, client_secret: client.secret });
    statuses.push((await fetch(`${roots()[at % 2]}/token`, { method: 'POST', body })).status);
  }
  const given = statuses.filter((status) => status === 200).length;
  expect(given).toBeGreaterThanOrEqual(10);
  // A few more, as time passes.
  expect(given).toBeLessThan(14);
});
