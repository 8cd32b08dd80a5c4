import type { Dispute } from '../domain/entities.ts';

/** A dispute as the standard shows it: what it cost appears once it is lost. `publicUrl` is where the caller sees this service. */
export function disputeView(dispute: Dispute, publicUrl: string): Record<string, unknown> {
  const { amount, fee, status, evidenceDueAt, paymentId } = dispute;
  return {
    amount,
    created_date: dispute.createdAt.toISOString(),
    dispute_id: dispute.id,
    ...(evidenceDueAt && { evidence_due_date: evidenceDueAt.toISOString() }),
    // No provider here says when it takes what is lost out of what it pays to the department.
    ...(status === 'lost' && { fee, net_amount: -(amount + fee), settlement_summary: {} }),
    payment_id: paymentId,
    reason: dispute.reason,
    status,
    _links: { payment: { href: `${publicUrl}/v1/payments/${paymentId}`, method: 'GET' } },
  };
}
