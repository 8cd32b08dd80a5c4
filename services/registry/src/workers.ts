import { startLoop, type Workers } from '@ashlar/component';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';

/** Starts the loop that deletes what is past its time; nothing else waits to be done here. */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ prune: () => pruneOld(deps), log: deps.log });
}
