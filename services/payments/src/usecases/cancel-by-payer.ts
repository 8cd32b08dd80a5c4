import { isInProgress, payerCancel } from '../domain/payment.ts';
import { movePayment } from '../store/moves.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps, PaymentAsk } from './deps.ts';

const tries = 3;

/** Cancels a payment because the payer gave up. `in_progress`: the provider is being asked about the card; look again. */
export async function cancelByPayer(
  deps: Deps,
  input: PaymentAsk,
): Promise<'cancelled' | 'in_progress' | 'not_open'> {
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await readPayment(deps.db, input.paymentId);
    if (!payment) return 'not_open';
    const cancel = payerCancel(payment.status);
    if (!cancel) return isInProgress(payment.status) ? 'in_progress' : 'not_open';
    const step = { id: payment.id, move: cancel, at: deps.now(), traceparent: input.traceparent };
    if (await movePayment(deps.db, step)) {
      deps.logged();
      deps.work();
      return 'cancelled';
    }
  }
  return 'in_progress';
}
