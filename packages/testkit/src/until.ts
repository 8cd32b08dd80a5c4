import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';

/**
 * Waits for a condition: resolves with the first truthy value of `check`. A check that throws counts as not yet. After `timeoutMs`
 * (10,000 unless told) it throws an `Error` that names `what`, with the last error of the check as its cause.
 */
export async function until<T>(
  check: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number; what?: string } = {},
): Promise<NonNullable<T>> {
  const { timeoutMs = 10_000, everyMs = 25, what = 'the condition' } = options;
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const value = await check();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(everyMs);
  } while (performance.now() < deadline);
  const because = types.isNativeError(cause) ? `: ${cause.message}` : '';
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}${because}`, { cause });
}
