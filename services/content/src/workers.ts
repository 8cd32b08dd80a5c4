import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';

/** The loop behind the requests. */
export interface Workers {
  /** Ends the loop after the work in hand. */
  stop(): Promise<void>;
}

const everyMs = 60_000;

/** Starts the loop that deletes what has ended, once a minute. Any number of processes may run it. */
export function startWorkers(deps: Deps): Workers {
  let stopped = false;
  let rouse = () => {};
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async () => {
    while (!stopped) {
      await pruneOld(deps).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the workers will try again'),
      );
      if (!stopped) await rest();
    }
  };

  const running = loop();
  return {
    async stop() {
      stopped = true;
      rouse();
      await running;
    },
  };
}
