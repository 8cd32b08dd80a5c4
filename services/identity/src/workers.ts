import { Closing, startLoop, type Workers } from '@ashlar/component';
import { chainAudit, pruneAudit } from './usecases/audit/chain.ts';
import type { Deps } from './usecases/deps.ts';
import { rotateDueKeys } from './usecases/manage-signing-keys.ts';
import { liftEndedLocks } from './usecases/operate-accounts.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { sendLogoutNotices } from './usecases/send-logout-notices.ts';
import { sendMails } from './usecases/send-mails.ts';

/**
 * Starts the loops: one unlocks accounts in time and hands mail to messaging, and once a minute deletes what has ended; others tell clients of sign-outs, rotate signing keys
 * that are due, and chain the audit. Any number of processes may run them.
 */
export function startWorkers(deps: Deps): Workers {
  const { log } = deps;
  const loops = [
    startLoop({ work: () => working(deps, liftAndSend), prune: () => pruneOld(deps), log }),
    startLoop({ work: () => working(deps, sendLogoutNotices), prune: async () => {}, log }),
    startLoop({ work: () => working(deps, rotateDueKeys), prune: async () => {}, log }),
    // The audit is this installation's own, whoever writes for the issuer.
    startLoop({ work: () => chainAudit(deps), prune: () => pruneAudit(deps), log }),
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

async function liftAndSend(deps: Deps): Promise<boolean> {
  return (await liftEndedLocks(deps)) || sendMails(deps);
}

/** Nothing is begun while the issuer is about to be frozen, and a freeze waits for what was. */
async function working(deps: Deps, work: (deps: Deps) => Promise<boolean>): Promise<boolean> {
  try {
    return await deps.working('*', () => work(deps));
  } catch (error) {
    if (error instanceof Closing) return false;
    throw error;
  }
}
