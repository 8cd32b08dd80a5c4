import { startLoop, type Workers } from '@ashlar/component';
import { capturePayments } from './usecases/capture-payments.ts';
import { chargeAgreements } from './usecases/charge-agreements.ts';
import { checkDisputes } from './usecases/check-disputes.ts';
import { countPayments } from './usecases/count-payments.ts';
import type { Deps } from './usecases/deps.ts';
import { expirePayments } from './usecases/expire-payments.ts';
import { findWork } from './usecases/find-work.ts';
import { finishCancellations } from './usecases/finish-cancellations.ts';
import { pruneOld } from './usecases/prune-old.ts';
import { resolveRefunds } from './usecases/resolve-refunds.ts';
import { resolveStuck } from './usecases/resolve-stuck.ts';

/**
 * Starts the loop that charges, captures, cancels, expires and resolves. Any number of processes may run it: each payment is taken by one. It looks
 * with one query a second while idle, and waits longer after each failure in a row.
 */
export function startWorkers(deps: Deps): Workers {
  return startLoop({ work: () => doDueWork(deps), prune: () => pruneOld(deps), log: deps.log });
}

/** Does one batch of each kind of work that is due. False when there was nothing. */
async function doDueWork(deps: Deps): Promise<boolean> {
  const due = await findWork(deps);
  // No reason to look again at once: counts may lag, since searches add what they lack.
  if (due.count) await countPayments(deps);
  const done = await Promise.all([
    due.capture && capturePayments(deps),
    due.cancel && finishCancellations(deps),
    due.resolve && resolveStuck(deps),
    due.expire && expirePayments(deps),
    due.charge && chargeAgreements(deps),
    due.refund && resolveRefunds(deps),
    due.dispute && checkDisputes(deps),
  ]);
  return done.some((count) => count !== false && count > 0);
}
