import { startLoop, type Workers } from '@ashlar/component';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { sendMails } from './usecases/send-mails.ts';

/** Starts the loop that hands mail to messaging, and once a minute deletes what has ended. Any number of processes may run it. */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ work: () => sendMails(deps), prune: () => pruneOld(deps), log: deps.log });
}
