import type { Log } from './resources.ts';

/** The loop behind the requests. */
export interface Workers {
  /** There is something to do now; without it the loop looks once a second. */
  wake(): void;
  /** Ends the loop after the work in hand. */
  stop(): Promise<void>;
}

const pollMs = 1000;
const pruneEveryMs = 60_000;
const longestBackoffMs = 30_000;

/**
 * Starts a loop that does what is due. Any number of processes may run it, as long as each piece of work is taken by one. `work` does one
 * batch and answers whether there was anything; without it the loop only prunes. It looks once a second while idle, and waits longer after
 * each failure in a row, up to half a minute. `prune` deletes what is past its time, once a minute.
 */
export function startLoop(options: {
  work?: () => Promise<boolean>;
  prune: () => Promise<void>;
  log: Pick<Log, 'warn'>;
}): Workers {
  const { work, prune, log } = options;
  const idleMs = work ? pollMs : pruneEveryMs;
  let stopped = false;
  let woken = false;
  let rouse = () => {};
  let failures = 0;
  let prunedAt = Number.NEGATIVE_INFINITY;

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const turn = async () => {
    woken = false;
    if (performance.now() - prunedAt >= pruneEveryMs) {
      // Counted before it is done: pruning that fails must not keep the work waiting.
      prunedAt = performance.now();
      await prune();
    }
    return work?.() ?? false;
  };

  const loop = async () => {
    while (!stopped) {
      try {
        const busy = await turn();
        failures = 0;
        if (!busy && !woken && !stopped) await rest(idleMs);
      } catch (error) {
        failures += 1;
        log.warn({ err: error }, 'the workers will try again');
        if (!stopped) await rest(Math.min(pollMs * 2 ** (failures - 1), longestBackoffMs));
      }
    }
  };

  const running = loop();
  return {
    wake() {
      woken = true;
      // After a failure the wait stands: a busy service would otherwise hammer a database that is down.
      if (failures === 0) rouse();
    },
    async stop() {
      stopped = true;
      rouse();
      await running;
    },
  };
}
