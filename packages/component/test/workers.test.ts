import { afterEach, describe, expect, test } from '@jest/globals';
import { startLoop, type Workers } from '../src/index.ts';

const loops: Workers[] = [];
const warnings: string[] = [];
const log = { warn: (_fields: object, message: string) => void warnings.push(message) };

afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
  warnings.length = 0;
});

/** Starts a loop whose n-th batch does what `batches[n]` says; the last one again and again. Resolves `reached` at that many batches. */
function start(...batches: (() => Promise<boolean>)[]) {
  const startedAt: number[] = [];
  let prunes = 0;
  const waiting = new Map<number, () => void>();
  const loop = startLoop({
    async work() {
      startedAt.push(performance.now());
      waiting.get(startedAt.length)?.();
      return batches[Math.min(startedAt.length, batches.length) - 1]?.() ?? false;
    },
    async prune() {
      prunes += 1;
    },
    log,
  });
  loops.push(loop);
  const reached = (count: number) =>
    new Promise<void>((resolve) => {
      if (startedAt.length >= count) resolve();
      else waiting.set(count, resolve);
    });
  return { loop, startedAt, reached, prunes: () => prunes };
}

const busy = async () => true;
const idle = async () => false;

describe('the loop behind the requests', () => {
  test('takes the next batch at once for as long as there is work, and prunes once', async () => {
    const { startedAt, reached, prunes } = start(busy, busy, busy, idle);
    await reached(4);
    expect((startedAt[3] ?? 0) - (startedAt[0] ?? 0)).toBeLessThan(500);
    expect(prunes()).toBe(1);
  });

  test('looks by itself once a second while idle, and at once when woken', async () => {
    const { loop, startedAt, reached } = start(idle);
    await reached(2);
    expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(900);
    const wokenAt = performance.now();
    loop.wake();
    await reached(3);
    expect((startedAt[2] ?? 0) - wokenAt).toBeLessThan(500);
  });

  test('does not lose a wake-up that comes while a batch is done', async () => {
    const { loop, startedAt, reached } = start(async () => {
      loop.wake();
      return false;
    }, idle);
    await reached(2);
    expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeLessThan(500);
  });

  test('waits after a failure, whoever wakes it, and says so', async () => {
    const { loop, startedAt, reached } = start(async () => {
      throw new Error('the database is away');
    }, idle);
    await reached(1);
    await new Promise((resolve) => setImmediate(resolve));
    loop.wake();
    await reached(2);
    expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(900);
    expect(warnings).toEqual(['the workers will try again']);
  });

  test('ends after the batch in hand', async () => {
    const hand = Promise.withResolvers<boolean>();
    const { loop, reached, startedAt } = start(() => hand.promise);
    await reached(1);
    let ended = false;
    const stopping = loop.stop().then(() => {
      ended = true;
    });
    expect(ended).toBe(false);
    hand.resolve(true);
    await stopping;
    expect(startedAt).toHaveLength(1);
  });
});
