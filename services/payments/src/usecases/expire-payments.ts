import { expiry, type Status } from '../domain/payment.ts';
import { movePayment } from '../store/moves.ts';
import { findAged } from '../store/test-clocks.ts';
import { findExpired } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { deadlines } from './find-work.ts';

const batch = 100;
const mostBatches = 50;

/** Ends payments whose time is over. An authorised one is let go of by its provider afterwards. Returns how many it ended. */
export async function expirePayments(deps: Deps): Promise<number> {
  const due = deadlines(deps, deps.now());
  const byRealTime = await findExpired(deps.db, due, batch);
  const byTheirClock = await findAged(deps.db, due, { limit: batch });
  return endAll(deps, [...byRealTime, ...byTheirClock]);
}

/**
 * Ends the payments of one test account whose time is over by its clock. `finished` is false when there were more than one call does, or
 * somebody else had them in hand.
 */
export async function expireAccount(
  deps: Deps,
  gatewayAccountId: string,
): Promise<{ expired: number; finished: boolean }> {
  let expired = 0;
  for (let round = 0; round < mostBatches; round += 1) {
    const due = await findAged(deps.db, deadlines(deps, deps.now()), { gatewayAccountId, limit: batch });
    if (due.length === 0) return { expired, finished: true };
    expired += await endAll(deps, due);
  }
  return { expired, finished: false };
}

async function endAll(deps: Deps, due: readonly { id: string; status: Status }[]): Promise<number> {
  const at = deps.now();
  let ended = 0;
  for (const { id, status } of due) {
    const end = expiry(status);
    if (end && (await movePayment(deps.db, { id, move: end, at }))) ended += 1;
  }
  if (ended > 0) deps.logged();
  return ended;
}
