import { expect, test } from '@jest/globals';
import { createUnderWay } from '../src/under-way.ts';

test('settles when what was under way for the department, or for all, has ended, whatever came of it', async () => {
  const underWay = createUnderWay();
  const [mine, everybody, others] = [0, 1, 2].map(() => Promise.withResolvers<string>());
  const failing = underWay.run('one', () => mine?.promise);
  underWay.run('*', () => everybody?.promise);
  underWay.run('two', () => others?.promise);
  let settled = false;
  const waiting = underWay.settled('one', 60_000).then(() => {
    settled = true;
  });
  mine?.reject(new Error('the handler failed'));
  await expect(failing).rejects.toThrow('the handler failed');
  expect(settled).toBe(false);
  everybody?.resolve('');
  await waiting;
  expect(settled).toBe(true);
});

test('waits for what began meanwhile, and no longer than it may', async () => {
  const underWay = createUnderWay();
  const endless = new Promise(() => {});
  const first = Promise.withResolvers<void>();
  underWay.run('one', () => first.promise.then(() => void underWay.run('one', () => endless)));
  const began = performance.now();
  const waiting = underWay.settled('one', 100);
  first.resolve();
  await waiting;
  expect(performance.now() - began).toBeGreaterThanOrEqual(90);
});

test('what is over at once is not waited for', async () => {
  const underWay = createUnderWay();
  expect(underWay.run('one', () => 7)).toBe(7);
  await underWay.settled('one', 60_000);
});
