import { startLoop, type Workers } from '@ashlar/component';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { signGrants } from './usecases/sign-grants.ts';

/** Starts the loop that signs what no key of today has signed, and deletes what is past its time. */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ work: () => signGrants(deps), prune: () => pruneOld(deps), log: deps.log });
}
