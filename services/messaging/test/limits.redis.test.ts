import { type OwnRedis, startRedis, until } from '@ashlar/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Account, anAccount, type Service, startBeside, startService, tokenOf } from './fixtures.ts';

let redis: OwnRedis;
let first: Service;
let second: Awaited<ReturnType<typeof startBeside>>;
let account: Account;

beforeEach(async () => {
  redis = await startRedis();
  first = await startService({ env: { REDIS_URL: redis.url, REDIS_TIMEOUT_MS: '500' } });
  second = await startBeside(first);
  account = await anAccount(first, { rate_limit: 60 });
  for (const one of [first, second]) await redisIs('ok', one);
});

afterEach(async () => {
  await second?.end();
  await first?.end();
  await redis?.kill();
});

const redisIs = (status: string, { call }: Pick<Service, 'call'>) =>
  until(
    async () =>
      JSON.stringify((await call('GET', '/health/ready')).json).includes(`"redis":{"status":"${status}"`),
    {
      what: `Redis to be ${status}`,
    },
  );

/** The status of a request that is counted, and goes no further: its body is none. */
async function send({ call }: Pick<Service, 'call'>, key = account.live): Promise<number> {
  const { status } = await call('POST', '/v2/notifications/email', { key: tokenOf(key), text: '{' });
  return status;
}

/** How many of thirty requests at once, half of them to each process, are let through. Each would let through twenty by itself. */
async function letThrough(key: string): Promise<number> {
  const ask = (_: unknown, at: number) => send(at % 2 === 0 ? first : second, key);
  const statuses = await Promise.all(Array.from({ length: 30 }, ask));
  expect(new Set([...statuses, 429])).toEqual(new Set([400, 429]));
  return statuses.filter((status) => status === 400).length;
}

test('processes share a limit for each type of key; without Redis each has its own, and later they share again', async () => {
  for (const key of [account.live, account.test]) {
    const through = await letThrough(key);
    expect(through).toBeGreaterThanOrEqual(20);
    // One more for each second that it took.
    expect(through).toBeLessThan(25);
  }
  await redis.kill();
  expect(await letThrough(account.live)).toBe(30);
  await redisIs('failed', first);
  expect(await first.call('GET', '/health/ready')).toMatchObject({
    status: 200,
    json: { status: 'degraded' },
  });
  redis = await startRedis(Number(new URL(redis.url).port));
  for (const one of [first, second]) await redisIs('ok', one);
  expect(await letThrough(account.test)).toBeLessThan(25);
});

test('a Redis that hangs keeps no request waiting for longer than REDIS_TIMEOUT_MS, and then none', async () => {
  redis.stop();
  expect(await send(first)).toBe(400);
  const started = performance.now();
  expect(await send(first, account.test)).toBe(400);
  expect(performance.now() - started).toBeLessThan(400);
  redis.goOn();
});
