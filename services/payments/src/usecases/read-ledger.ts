import type { LedgerEntry } from '../domain/entities.ts';
import { isStandardId } from '../domain/ids.ts';
import { readLedger } from '../store/ledger.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps } from './deps.ts';

/** A payment's ledger entries; undefined when the caller has no such payment to see. */
export async function readPaymentLedger(
  deps: Pick<Deps, 'db'>,
  input: {
    paymentId: string;
    visible(payment: { gatewayAccountId: string; department: string }): boolean;
  },
): Promise<LedgerEntry[] | undefined> {
  if (!isStandardId(input.paymentId)) return undefined;
  const payment = await readPayment(deps.db, input.paymentId);
  return payment && input.visible(payment) ? readLedger(deps.db, payment.id) : undefined;
}
