import { setTimeout as pause } from 'node:timers/promises';
import type { Swap } from '../domain/entities.ts';
import { readSwap } from '../store/swaps.ts';
import type { Deps } from './deps.ts';

/** Between two signs of life on a quiet stream: below the idle limits of common proxies. */
const heartbeatMs = 15_000;

/** A swap at each change of it from `after` on, undefined as a sign of life in between; it ends with the swap, or when `signal` does. */
export async function* followSwap(
  deps: Pick<Deps, 'db' | 'swapChanges'>,
  ask: { id: string; department: string; after: number; signal: AbortSignal },
): AsyncGenerator<Swap | undefined> {
  let revision = ask.after;
  while (!ask.signal.aborted) {
    // Begun before the look, so that nothing happens unheard between the two.
    const wait = deps.swapChanges.wait();
    try {
      const swap = await readSwap(deps.db, ask.id, ask.department);
      if (!swap) return;
      const isNew = swap.revision !== revision;
      if (isNew) yield swap;
      revision = swap.revision;
      if (swap.ended_at !== undefined) return;
      if (!isNew && !(await heard(wait.changed, ask.signal))) yield undefined;
    } finally {
      wait.leave();
    }
  }
}

/** Whether something was announced before it was time for a sign of life. */
async function heard(changed: Promise<void>, signal: AbortSignal): Promise<boolean> {
  const timer = new AbortController();
  const over = pause(heartbeatMs, false, { signal: AbortSignal.any([signal, timer.signal]) }).catch(
    () => true,
  );
  const first = await Promise.race([changed.then(() => true), over]);
  timer.abort();
  return first;
}
