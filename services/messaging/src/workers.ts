import { startLoop, type Workers } from '@ashlar/component';
import { sendDue, settleDue } from './usecases/deliver-notifications.ts';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';

/**
 * Starts the loop that sends and settles. Any number of processes may run it: each notification is taken by one. It looks
 * once a second while idle, and waits longer after each failure in a row.
 */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ work: () => doDueWork(deps), prune: () => pruneOld(deps), log: deps.log });
}

/** Does one batch of each kind of work that is due. False when there was nothing. */
async function doDueWork(deps: Deps): Promise<boolean> {
  const done = await Promise.all([sendDue(deps), settleDue(deps)]);
  return done.some((count) => count > 0);
}
