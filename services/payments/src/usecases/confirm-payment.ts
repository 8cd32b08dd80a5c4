import { isConfirmed, move } from '../domain/payment.ts';
import { movePayment, recordConfirmation } from '../store/moves.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps, PaymentAsk } from './deps.ts';

/**
 * Makes an authorised payment a success, or one that waits for its service to capture it. `already`: it was confirmed before.
 * An agreement that the payment sets up is active from then on. The money follows within milliseconds, taken by the capture worker.
 */
export async function confirmPayment(
  deps: Deps,
  input: PaymentAsk,
): Promise<'confirmed' | 'already' | 'not_open'> {
  const payment = await readPayment(deps.db, input.paymentId);
  if (!payment) return 'not_open';
  if (isConfirmed(payment.status)) return 'already';
  if (payment.status !== 'AUTHORISATION SUCCESS') return 'not_open';
  const to = payment.delayedCapture ? 'AWAITING CAPTURE REQUEST' : 'CAPTURE APPROVED';
  const step = {
    id: payment.id,
    move: move(payment.status, to),
    at: deps.now(),
    traceparent: input.traceparent,
  };
  const record = payment.agreementId === null ? movePayment : recordConfirmation;
  if (await record(deps.db, step)) {
    deps.logged();
    deps.work();
    return 'confirmed';
  }
  const now = await readPayment(deps.db, input.paymentId);
  return now && isConfirmed(now.status) ? 'already' : 'not_open';
}
