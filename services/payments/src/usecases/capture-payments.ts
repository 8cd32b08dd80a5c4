import { randomUUID } from 'node:crypto';
import type { Payment } from '../domain/entities.ts';
import { captureEntries } from '../domain/money.ts';
import { move } from '../domain/payment.ts';
import { providerKeys } from '../domain/ports.ts';
import { movePayment, recordCapture } from '../store/moves.ts';
import { lockForCapture } from '../store/work.ts';
import type { Deps } from './deps.ts';

const batch = 20;

/** Takes the money of confirmed payments: locks a batch, asks the provider, stores each answer. Returns how many it locked. */
export async function capturePayments(deps: Deps): Promise<number> {
  const payments = await lockForCapture(deps.db, deps.now(), batch);
  if (payments.length > 0) deps.logged();
  await Promise.all(payments.map((payment) => captureOne(deps, payment)));
  return payments.length;
}

/** Stores what became of a capture: the money with its ledger entries, or the error. Without effect when it was stored before. */
export async function storeCapture(
  deps: Deps,
  payment: Payment,
  outcome: 'captured' | 'refused',
): Promise<void> {
  const at = deps.now();
  const stored =
    outcome === 'captured'
      ? await recordCapture(
          deps.db,
          { id: payment.id, move: move('CAPTURE READY', 'CAPTURED'), at },
          randomUUID(),
          captureEntries(payment.amount),
        )
      : await movePayment(deps.db, { id: payment.id, move: move('CAPTURE READY', 'CAPTURE ERROR'), at });
  if (stored) deps.logged();
}

async function captureOne(deps: Deps, payment: Payment): Promise<void> {
  try {
    const outcome = await deps.provider(payment.provider).capture({
      key: providerKeys.capture(payment.id),
      authorisationKey: providerKeys.authorise(payment.id, payment.attempt),
      transactionId: payment.transactionId ?? '',
      amount: payment.amount,
      currency: payment.currency,
    });
    await storeCapture(deps, payment, outcome);
  } catch (error) {
    // Whether the money was taken is unknown: the lock stays, and the resolver asks the provider.
    deps.log.warn({ paymentId: payment.id, err: error }, 'a capture has an unknown outcome');
  }
}
