import type Stripe from 'stripe';
import type { DisputeReason, DisputeStatus } from '../domain/dispute.ts';
import type { ProviderDispute } from '../domain/ports.ts';
import { asked } from './stripe-client.ts';

/** What Stripe knows of a dispute. The payment is found by what is written on its intent. */
export async function readStripeDispute(stripe: Stripe, id: string): Promise<ProviderDispute | undefined> {
  const dispute = await asked<Stripe.Dispute | 'none'>(
    () => stripe.disputes.retrieve(id, { expand: ['payment_intent'] }),
    ({ code }) => (code === 'resource_missing' ? 'none' : undefined),
  );
  return dispute === 'none' ? undefined : shown(dispute);
}

function shown(dispute: Stripe.Dispute): ProviderDispute | undefined {
  const { id, amount, payment_intent: intent, evidence_details: evidence } = dispute;
  const status = statuses[dispute.status];
  const paymentId = intent && typeof intent !== 'string' ? intent.metadata.payment_id : undefined;
  if (status === undefined || paymentId === undefined) return undefined;
  return {
    id,
    paymentId,
    amount,
    reason: reasons[dispute.reason] ?? 'other',
    status,
    evidenceSubmitted: evidence.submission_count > 0,
    evidenceDueAt: evidence.due_by === null ? null : momentOf(evidence.due_by),
    fee: Math.max(
      0,
      dispute.balance_transactions.reduce((sum, entry) => sum + entry.fee, 0),
    ),
    raisedAt: momentOf(dispute.created),
  };
}

function momentOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** Questions of a bank that hold no money back (`warning_…`), and disputes that Stripe prevented, are left out: they are none yet. */
const statuses: Readonly<Record<string, DisputeStatus | undefined>> = {
  needs_response: 'needs_response',
  under_review: 'under_review',
  won: 'won',
  lost: 'lost',
  // The bank has decided, and is asked to think again.
  appeal_needs_response: 'lost',
  appeal_under_review: 'lost',
};

/** Stripe's reasons in the standard's words; any other is `other` (payments standard, reasons for disputes). */
const reasons: Readonly<Record<string, DisputeReason | undefined>> = {
  credit_not_processed: 'credit_not_processed',
  duplicate: 'duplicate',
  fraudulent: 'fraudulent',
  general: 'general',
  product_not_received: 'product_not_received',
  product_unacceptable: 'product_unacceptable',
  subscription_canceled: 'subscription_cancelled',
  unrecognized: 'unrecognised',
};
