import { expiry } from '../domain/payment.ts';
import { movePayment } from '../store/moves.ts';
import { findExpired } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { deadlines } from './find-work.ts';

const batch = 100;

/** Ends payments whose time is over. An authorised one is let go of by its provider afterwards. Returns how many it ended. */
export async function expirePayments(deps: Deps): Promise<number> {
  const now = deps.now();
  const due = await findExpired(deps.db, deadlines(deps, now), batch);
  let ended = 0;
  for (const { id, status } of due) {
    const end = expiry(status);
    if (end && (await movePayment(deps.db, { id, move: end, at: now }))) ended += 1;
  }
  if (ended > 0) deps.logged();
  return ended;
}
