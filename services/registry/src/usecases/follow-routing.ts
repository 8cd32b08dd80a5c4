import { setTimeout as pause } from 'node:timers/promises';
import type { Routing } from '../domain/entities.ts';
import { readRouting, readRoutingVersion } from '../store/routing.ts';
import type { Deps } from './deps.ts';

/**
 * The routing table, if its version is another one than `after` (a registry that was set back must be followed too); else waits up to `waitMs` for that.
 * Undefined when the time is over, or `signal` ended the wait.
 */
export async function followRouting(
  deps: Pick<Deps, 'db' | 'routingChanges'>,
  ask: { after: number | undefined; waitMs: number; signal: AbortSignal },
): Promise<Routing | undefined> {
  const { after, signal } = ask;
  if (after === undefined) return readRouting(deps.db);
  const deadline = performance.now() + ask.waitMs;
  for (;;) {
    // Begun before the look, so that nothing happens unheard between the two.
    const wait = deps.routingChanges.wait();
    try {
      if ((await readRoutingVersion(deps.db)) !== after) return await readRouting(deps.db);
      const leftMs = deadline - performance.now();
      if (leftMs <= 0 || signal.aborted) return undefined;
      await within(wait.changed, leftMs, signal);
    } finally {
      wait.leave();
    }
    if (signal.aborted) return undefined;
  }
}

async function within(changed: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const timer = new AbortController();
  const over = pause(ms, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => {});
  await Promise.race([changed, over]);
  timer.abort();
}
