import { describe, expect, test } from '@jest/globals';
import { until } from '../src/index.ts';

describe('until', () => {
  test('resolves with the first truthy value', async () => {
    let asked = 0;
    expect(await until(() => (++asked === 3 ? 'ready' : undefined), { everyMs: 1 })).toBe('ready');
    expect(asked).toBe(3);
  });

  test('takes a check that throws as not yet', async () => {
    let asked = 0;
    const check = () => {
      asked += 1;
      if (asked < 2) throw new Error('away');
      return asked;
    };
    expect(await until(check, { everyMs: 1 })).toBe(2);
  });

  test('says what it waited for, and the last error', async () => {
    const check = () => Promise.reject(new Error('still away'));
    await expect(until(check, { timeoutMs: 5, everyMs: 1, what: 'the database' })).rejects.toThrow(
      'Waited 5 ms in vain for the database: still away',
    );
  });
});
