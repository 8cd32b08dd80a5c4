import { describe, expect, test } from '@jest/globals';
import { createBriefMemory } from '../src/index.ts';

/** A memory whose look-ups are answered by the test, in any order. */
function setUp(options: { trustedMs?: number; mostKept?: number; keeps?: (value: string) => boolean } = {}) {
  const asked: { key: string; answer(value: string | undefined): void; fail(error: Error): void }[] = [];
  const look = (key: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
    asked.push({ key, answer: resolve, fail: reject });
    return promise;
  };
  const memory = createBriefMemory(look, { trustedMs: 60_000, mostKept: 100, ...options });
  return { memory, asked };
}

describe('a brief memory', () => {
  test('asks once for requests at the same time, and for those that follow', async () => {
    const { memory, asked } = setUp();
    const both = [memory.recall('a'), memory.recall('a')];
    asked[0]?.answer('one');
    expect(await Promise.all(both)).toEqual(['one', 'one']);
    expect(await memory.recall('a')).toBe('one');
    expect(asked).toHaveLength(1);
  });

  test('asks again when the time is over', async () => {
    const { memory, asked } = setUp({ trustedMs: 0 });
    memory.recall('a');
    memory.recall('a');
    expect(asked).toHaveLength(2);
  });

  test('remembers neither what was not found nor what could not be asked', async () => {
    const { memory, asked } = setUp();
    const missing = memory.recall('a');
    asked[0]?.answer(undefined);
    expect(await missing).toBeUndefined();
    const failing = memory.recall('a');
    asked[1]?.fail(new Error('away'));
    await expect(failing).rejects.toThrow('away');
    memory.recall('a');
    expect(asked).toHaveLength(3);
  });

  test('does not remember what it is told not to keep', async () => {
    const { memory, asked } = setUp({ keeps: (value) => value.length < 4 });
    const long = memory.recall('a');
    asked[0]?.answer('too long');
    expect(await long).toBe('too long');
    memory.recall('a');
    expect(asked).toHaveLength(2);
  });

  test('never tells what was looked up before a change that it heard of', async () => {
    const { memory, asked } = setUp();
    const before = memory.recall('a');
    memory.forget('a');
    const after = memory.recall('a');
    asked[1]?.answer('new');
    asked[0]?.answer('old');
    expect(await Promise.all([before, after])).toEqual(['old', 'new']);
    expect(await memory.recall('a')).toBe('new');
    expect(asked).toHaveLength(2);
  });

  test('holds no more keys than it may', async () => {
    const { memory, asked } = setUp({ mostKept: 2 });
    for (const key of ['a', 'b', 'c', 'a']) memory.recall(key);
    expect(asked.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'a']);
  });
});
