import { startLoop, type Workers } from '@ashlar/component';
import type { Deps } from './usecases/deps.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { sendLogoutNotices } from './usecases/send-logout-notices.ts';
import { sendMails } from './usecases/send-mails.ts';

/**
 * Starts the loops: one hands mail to messaging, and once a minute deletes what has ended; another tells clients of sign-outs. Any number of
 * processes may run them.
 */
export function startWorkers(deps: Deps): Workers {
  const { log } = deps;
  const loops = [
    startLoop({ work: () => sendMails(deps), prune: () => pruneOld(deps), log }),
    startLoop({ work: () => sendLogoutNotices(deps), prune: async () => {}, log }),
  ];
  return {
    wake() {
      for (const loop of loops) loop.wake();
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
