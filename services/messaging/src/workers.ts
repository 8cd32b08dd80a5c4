import { sendDue, settleDue } from './usecases/deliver-notifications.ts';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';

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
 * Starts the loop that sends and settles. Any number of processes may run it: each notification is taken by one. It looks
 * once a second while idle, and waits longer after each failure in a row.
 */
export function startWorkers(deps: Deps): Workers {
  let stopped = false;
  let woken = false;
  let rouse = () => {};
  let failures = 0;
  let prunedAt = 0;

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
    if (Date.now() - prunedAt > pruneEveryMs) {
      // Counted before it is done: pruning that fails must not keep the messages waiting.
      prunedAt = Date.now();
      await pruneOld(deps);
    }
    return doDueWork(deps);
  };

  const loop = async () => {
    while (!stopped) {
      try {
        const busy = await turn();
        failures = 0;
        if (!busy && !woken && !stopped) await rest(pollMs);
      } catch (error) {
        failures += 1;
        deps.log.warn({ err: error }, 'the workers will try again');
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

/** Does one batch of each kind of work that is due. False when there was nothing. */
async function doDueWork(deps: Deps): Promise<boolean> {
  const done = await Promise.all([sendDue(deps), settleDue(deps)]);
  return done.some((count) => count > 0);
}
