import { isInProgress, serviceCancel } from '../domain/payment.ts';
import { movePayment, movePaymentOnce } from '../store/moves.ts';
import { type ActKey, earlierAct, storedKey } from './act-once.ts';
import type { Deps } from './deps.ts';
import { type AccountPayment, getPayment } from './get-payment.ts';

const tries = 3;

/**
 * Cancels an unfinished payment for its service. `conflict`: another change of it is under way. `too_late`: it is finished or confirmed.
 * An authorised card is let go of by a worker afterwards.
 * `replayed` and `key_reused`: the key came with this request or with another one before.
 */
export async function cancelPayment(
  deps: Deps,
  input: AccountPayment & { key?: string | undefined; traceparent?: string | undefined },
): Promise<'cancelled' | 'conflict' | 'too_late' | 'unknown' | 'replayed' | 'key_reused'> {
  const act: ActKey | undefined =
    input.key === undefined
      ? undefined
      : {
          gatewayAccountId: input.gatewayAccountId,
          operation: 'cancel',
          thing: input.paymentId,
          key: input.key,
        };
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await getPayment(deps, input);
    if (!payment) return 'unknown';
    // After the payment: whoever moved it with this key stored both together.
    const earlier = await earlierAct(deps, act);
    if (earlier) return earlier;
    const cancel = serviceCancel(payment.status);
    if (!cancel) return isInProgress(payment.status) ? 'conflict' : 'too_late';
    const step = { id: payment.id, move: cancel, at: deps.now(), traceparent: input.traceparent };
    const moved = act ? movePaymentOnce(deps.db, step, storedKey(act)) : movePayment(deps.db, step);
    if (await moved) {
      deps.logged();
      deps.work();
      return 'cancelled';
    }
  }
  return 'conflict';
}
