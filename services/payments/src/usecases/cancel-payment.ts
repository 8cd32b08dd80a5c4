import { isInProgress, serviceCancel } from '../domain/payment.ts';
import { movePayment } from '../store/moves.ts';
import type { Deps } from './deps.ts';
import { type AccountPayment, getPayment } from './get-payment.ts';

const tries = 3;

/**
 * Cancels an unfinished payment for its service. `conflict`: another change of it is under way. `too_late`: it is finished or confirmed.
 * An authorised card is let go of by a worker afterwards.
 */
export async function cancelPayment(
  deps: Deps,
  input: AccountPayment & { traceparent?: string | undefined },
): Promise<'cancelled' | 'conflict' | 'too_late' | 'unknown'> {
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await getPayment(deps, input);
    if (!payment) return 'unknown';
    const cancel = serviceCancel(payment.status);
    if (!cancel) return isInProgress(payment.status) ? 'conflict' : 'too_late';
    const step = { id: payment.id, move: cancel, at: deps.now(), traceparent: input.traceparent };
    if (await movePayment(deps.db, step)) {
      deps.logged();
      deps.work();
      return 'cancelled';
    }
  }
  return 'conflict';
}
