import { isConfirmed, move } from '../domain/payment.ts';
import { movePayment, movePaymentOnce } from '../store/moves.ts';
import { type ActKey, earlierAct, storedKey } from './act-once.ts';
import type { Deps } from './deps.ts';
import { type AccountPayment, getPayment } from './get-payment.ts';

const tries = 3;

/**
 * Has the money of a delayed payment taken: it is a success from now on, and the capture worker does the rest. `captured` is also the answer
 * for a payment whose capture was approved before, so that a repeat is harmless. `not_capturable`: it waits for no capture.
 * `replayed` and `key_reused`: the key came with this request or with another one before.
 */
export async function capturePayment(
  deps: Deps,
  input: AccountPayment & { key?: string | undefined; traceparent?: string | undefined },
): Promise<'captured' | 'not_capturable' | 'unknown' | 'replayed' | 'key_reused'> {
  const act: ActKey | undefined =
    input.key === undefined
      ? undefined
      : {
          gatewayAccountId: input.gatewayAccountId,
          operation: 'capture',
          thing: input.paymentId,
          key: input.key,
        };
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await getPayment(deps, input);
    if (!payment) return 'unknown';
    // After the payment: whoever moved it with this key stored both together.
    const earlier = await earlierAct(deps, act);
    if (earlier) return earlier;
    if (payment.status !== 'AWAITING CAPTURE REQUEST') {
      return isConfirmed(payment.status) ? 'captured' : 'not_capturable';
    }
    const approved = move(payment.status, 'CAPTURE APPROVED');
    const step = { id: payment.id, move: approved, at: deps.now(), traceparent: input.traceparent };
    const moved = act ? movePaymentOnce(deps.db, step, storedKey(act)) : movePayment(deps.db, step);
    if (await moved) {
      deps.logged();
      deps.work();
      return 'captured';
    }
  }
  return 'not_capturable';
}
