import type { Refund } from '../domain/entities.ts';
import { isStandardId } from '../domain/ids.ts';
import { listRefunds, readRefund } from '../store/refunds.ts';
import type { Deps } from './deps.ts';
import { type AccountPayment, getPayment } from './get-payment.ts';

/** Reads a refund of a payment of an account; undefined when the account has no such. */
export async function getRefund(
  deps: Pick<Deps, 'db'>,
  input: AccountPayment & { refundId: string },
): Promise<Refund | undefined> {
  if (!isStandardId(input.refundId)) return undefined;
  const refund = await readRefund(deps.db, input.refundId);
  return refund?.gatewayAccountId === input.gatewayAccountId && refund.paymentId === input.paymentId
    ? refund
    : undefined;
}

/** A payment's refunds, oldest first; undefined when the account has no such payment. */
export async function getRefunds(
  deps: Pick<Deps, 'db'>,
  input: AccountPayment,
): Promise<Refund[] | undefined> {
  const payment = await getPayment(deps, input);
  return payment && listRefunds(deps.db, payment.id);
}
