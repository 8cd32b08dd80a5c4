import { startLoop, type Workers } from '@ashlar/component';
import type { Deps } from './usecases/deps.ts';
import { presentAnew } from './usecases/present-anew.ts';
import { pruneOld } from './usecases/prune-old.ts';

/** Starts the loop that presents pages anew when what they link to has changed, and deletes what is past its time, once a minute. Any number of processes may run it. */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ work: () => presentAnew(deps), prune: () => pruneOld(deps), log: deps.log });
}
