import { startLoop, type Workers } from '@ashlar/component';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';

/** Starts the loop that deletes what is past its time, once a minute. Any number of processes may run it. */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ prune: () => pruneOld(deps), log: deps.log });
}
