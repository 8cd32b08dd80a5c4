import { type OwnRedis, startRedis, until } from '@ashlar/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openRedisBuckets, type RedisBuckets } from '../src/redis-buckets.ts';

let redis: OwnRedis;
let lines: string[];
let open: RedisBuckets[];

beforeEach(async () => {
  redis = await startRedis();
  lines = [];
  open = [];
});

afterEach(async () => {
  for (const one of open) one.close();
  await redis.kill();
});

const log = {
  info: (_: unknown, message: string) => void lines.push(message),
  warn: (_: unknown, message: string) => void lines.push(message),
  error: (_: unknown, message: string) => void lines.push(message),
};

async function aProcess(): Promise<RedisBuckets> {
  const buckets = openRedisBuckets({ url: redis.url, name: 'test', timeoutMs: 200, log });
  open.push(buckets);
  await until(() => buckets.check().then(() => true), { what: 'Redis' });
  return buckets;
}

/** So slow to refill that nothing comes back within a test. */
const bucket = { key: 'a:live', burst: 50, refillPerSecond: 0.001 };

const takes = (times: number, from: readonly RedisBuckets[], which = bucket) =>
  Promise.all(Array.from({ length: times }, (_, at) => from[at % from.length]?.take(which)));

test('processes take from one bucket, each token once, and who finds none takes none', async () => {
  const all = [await aProcess(), await aProcess(), await aProcess()];
  const left = await takes(90, all);
  const given = left.filter((one) => one !== undefined && one >= 0);
  expect(given.sort((a, b) => Number(b) - Number(a))).toEqual(Array.from({ length: 50 }, (_, at) => 49 - at));
  expect(new Set(left.filter((one) => one !== undefined && one < 0))).toEqual(new Set([-1]));
  expect(await takes(1, all, { ...bucket, key: 'b:live' })).toEqual([49]);
});

test('a bucket refills as time goes by, and is forgotten once it is full', async () => {
  const [one] = [await aProcess()];
  const fast = { key: 'fast', burst: 2, refillPerSecond: 20 };
  expect(await takes(3, [one], fast)).toEqual([1, 0, -1]);
  await until(async () => Number(await one.take(fast)) >= 0, { everyMs: 10, what: 'a token' });
  const { Redis } = await import('ioredis');
  const client = new Redis(redis.url);
  await until(async () => (await client.keys('*')).length === 0, { what: 'the bucket to be forgotten' });
  client.disconnect();
});

test('one that answers nobody is not waited for twice, and comes back by itself', async () => {
  const [one] = [await aProcess()];
  await takes(10, [one]);
  redis.stop();
  const started = performance.now();
  expect(await takes(5, [one])).toEqual(Array.from({ length: 5 }, () => undefined));
  expect(await takes(5, [one])).toEqual(Array.from({ length: 5 }, () => undefined));
  expect(performance.now() - started).toBeLessThan(900);
  await expect(one.check()).rejects.toThrow('Redis does not answer');
  redis.goOn();
  await until(async () => (await one.take(bucket)) !== undefined, { what: 'Redis to be back' });
  expect(lines).toEqual([
    'Redis does not answer: each process counts requests by itself',
    'Redis answers again: limits are shared among processes',
  ]);
});

test('one that is killed gives no answer at once, and another in its place is found', async () => {
  const [one] = [await aProcess()];
  await takes(10, [one]);
  await redis.kill();
  expect(await one.take(bucket)).toBeUndefined();
  await until(() => lines.length === 1, { what: 'the outage to be logged' });
  redis = await startRedis(Number(new URL(redis.url).port));
  await until(async () => (await one.take(bucket)) === 49, { what: 'a new bucket' });
  expect(lines).toEqual([
    'Redis does not answer: each process counts requests by itself',
    'Redis answers again: limits are shared among processes',
  ]);
});
