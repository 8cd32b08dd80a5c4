import { isStandardId } from '../domain/ids.ts';
import { externalState } from '../domain/payment.ts';
import { markExpired } from '../store/moves.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps } from './deps.ts';

/**
 * Lets a test payment's time be over: the expiry worker finds it at once and takes it down the ordinary path. `visible` says whether the
 * caller may see the payment. `live` and `finished` are refusals.
 */
export async function expireSandboxPayment(
  deps: Deps,
  input: {
    paymentId: string;
    visible(payment: { gatewayAccountId: string; department: string }): boolean;
    traceparent?: string | undefined;
  },
): Promise<'accepted' | 'unknown' | 'live' | 'finished'> {
  const payment = isStandardId(input.paymentId) ? await readPayment(deps.db, input.paymentId) : undefined;
  if (!payment || !input.visible(payment)) return 'unknown';
  if (payment.live) return 'live';
  if (externalState(payment.status).finished) return 'finished';
  await markExpired(deps.db, { id: payment.id, at: deps.now(), traceparent: input.traceparent });
  deps.logged();
  deps.work();
  return 'accepted';
}
