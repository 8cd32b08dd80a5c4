import { randomUUID } from 'node:crypto';
import type { Payment } from '../domain/entities.ts';
import { feeEntries, totalAmount } from '../domain/money.ts';
import { move } from '../domain/payment.ts';
import { type Capture, providerKeys } from '../domain/ports.ts';
import type { Posting } from '../store/ledger.ts';
import { movePayment, recordCapture, recordFee } from '../store/moves.ts';
import { lockForCapture } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { storeDispute } from './store-dispute.ts';

const batch = 20;

/** Takes the money of confirmed payments: locks a batch, asks the provider, stores each answer. Returns how many it locked. */
export async function capturePayments(deps: Deps): Promise<number> {
  const payments = await lockForCapture(deps.db, deps.now(), batch);
  if (payments.length > 0) deps.logged();
  await Promise.all(payments.map((payment) => captureOne(deps, payment)));
  return payments.length;
}

/**
 * Stores what became of a capture: the money with its ledger entries, and the provider's fee where it is known, or the error. A dispute that
 * the provider knows of already is stored with it. Without effect when it was stored before.
 */
export async function storeCapture(deps: Deps, payment: Payment, capture: Capture): Promise<void> {
  const { dispute } = capture;
  if (!dispute) return storeOutcome(deps, payment, capture);
  await deps.transaction(async (db) => {
    const within = { ...deps, db };
    await storeOutcome(within, payment, capture);
    await storeDispute(within, payment, dispute);
  });
  deps.logged();
}

async function storeOutcome(deps: Deps, payment: Payment, { outcome, fee }: Capture): Promise<void> {
  const at = deps.now();
  const stored =
    outcome === 'captured'
      ? await recordCapture(
          deps.db,
          { id: payment.id, move: move('CAPTURE READY', 'CAPTURED'), at },
          fee === undefined ? [] : [feePosting(fee)],
          fee ?? null,
        )
      : await movePayment(deps.db, { id: payment.id, move: move('CAPTURE READY', 'CAPTURE ERROR'), at });
  if (stored) deps.logged();
}

/** Stores what a provider kept of a payment, where it said so only after the capture. Without effect when it was stored before. */
export async function storeFee(deps: Deps, payment: Payment, fee: number): Promise<void> {
  const stored = await recordFee(deps.db, {
    id: payment.id,
    fee,
    postings: [feePosting(fee)],
    at: deps.now(),
  });
  if (stored) deps.logged();
}

function feePosting(fee: number): Posting {
  return { transaction: randomUUID(), kind: 'fee', entries: feeEntries(fee) };
}

async function captureOne(deps: Deps, payment: Payment): Promise<void> {
  try {
    const provider = await deps.provider(payment);
    const answer = await provider.capture({
      key: providerKeys.capture(payment.id),
      authorisationKey: providerKeys.authorise(payment.id, payment.attempt),
      transactionId: payment.transactionId ?? '',
      amount: totalAmount(payment),
      currency: payment.currency,
    });
    await storeCapture(deps, payment, answer);
  } catch (error) {
    // Whether the money was taken is unknown: the lock stays, and the resolver asks the provider.
    deps.log.warn({ paymentId: payment.id, err: error }, 'a capture has an unknown outcome');
  }
}
