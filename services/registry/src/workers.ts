import { startLoop, type Workers } from '@ashlar/component';
import { createSwapCarrier } from './usecases/carry-swaps.ts';
import type { Deps } from './usecases/deps.ts';
import { keepStandbys } from './usecases/keep-standbys.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { endLostChecks } from './usecases/run-checks.ts';
import { signGrants } from './usecases/sign-grants.ts';

/** Starts the loop that signs what no key of today has signed, takes up swaps, sees to standbys, and deletes what is past its time. */
export function startWorkers(deps: Deps): Workers {
  const carrier = createSwapCarrier(deps);
  let standbys: Promise<void> | undefined;
  const loop = startLoop({
    async work() {
      await carrier.take();
      // Beside the loop: an implementation that does not answer keeps no swap waiting.
      standbys ??= keepStandbys(deps)
        .catch((error: unknown) => deps.log.warn({ err: error }, 'standbys are seen to again'))
        .finally(() => {
          standbys = undefined;
        });
      await endLostChecks(deps);
      return signGrants(deps);
    },
    prune: () => pruneOld(deps),
    log: deps.log,
  });
  return {
    wake: loop.wake,
    async stop() {
      await Promise.all([loop.stop(), carrier.stop()]);
      await standbys;
    },
  };
}
