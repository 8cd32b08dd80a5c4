import { expect, test } from '@jest/globals';
import { Closing, createUnderWay } from '../src/under-way.ts';

test('settles when what was under way for the department, or for all, has ended, whatever came of it', async () => {
  const underWay = createUnderWay();
  const [mine, everybody, others] = [0, 1, 2].map(() => Promise.withResolvers<string>());
  const failing = underWay.run('one', () => mine?.promise);
  underWay.run('*', () => everybody?.promise);
  underWay.run('two', () => others?.promise);
  let settled = false;
  const waiting = underWay.closing('one', 60_000, async () => {
    settled = true;
  });
  mine?.reject(new Error('the handler failed'));
  await expect(failing).rejects.toThrow('the handler failed');
  expect(settled).toBe(false);
  everybody?.resolve('');
  await waiting;
  expect(settled).toBe(true);
});

test('nothing begins while it waits and works, which is no longer than it may; others begin as ever', async () => {
  const underWay = createUnderWay();
  underWay.run('one', () => new Promise(() => {}));
  const began = performance.now();
  const work = Promise.withResolvers<void>();
  const closing = underWay.closing('one', 100, () => work.promise);
  expect(() => underWay.run('one', () => 1)).toThrow(Closing);
  expect(underWay.run('two', () => 2)).toBe(2);
  work.resolve();
  await closing;
  expect(performance.now() - began).toBeGreaterThanOrEqual(90);
  expect(underWay.run('one', () => 3)).toBe(3);
});

test('what fails opens again', async () => {
  const underWay = createUnderWay();
  await expect(underWay.closing('one', 100, () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  expect(underWay.run('one', () => 1)).toBe(1);
});

test('what is over at once is not waited for', async () => {
  const underWay = createUnderWay();
  expect(underWay.run('one', () => 7)).toBe(7);
  expect(await underWay.closing('one', 60_000, async () => 'frozen')).toBe('frozen');
});
