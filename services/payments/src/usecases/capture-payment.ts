import { isConfirmed, move } from '../domain/payment.ts';
import { movePayment } from '../store/moves.ts';
import type { Deps } from './deps.ts';
import { type AccountPayment, getPayment } from './get-payment.ts';

const tries = 3;

/**
 * Has the money of a delayed payment taken: it is a success from now on, and the capture worker does the rest. `captured` is also the answer
 * for a payment whose capture was approved before, so that a repeat is harmless. `not_capturable`: it waits for no capture.
 */
export async function capturePayment(
  deps: Deps,
  input: AccountPayment & { traceparent?: string | undefined },
): Promise<'captured' | 'not_capturable' | 'unknown'> {
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await getPayment(deps, input);
    if (!payment) return 'unknown';
    if (payment.status !== 'AWAITING CAPTURE REQUEST') {
      return isConfirmed(payment.status) ? 'captured' : 'not_capturable';
    }
    const approved = move(payment.status, 'CAPTURE APPROVED');
    const step = { id: payment.id, move: approved, at: deps.now(), traceparent: input.traceparent };
    if (await movePayment(deps.db, step)) {
      deps.logged();
      deps.work();
      return 'captured';
    }
  }
  return 'not_capturable';
}
