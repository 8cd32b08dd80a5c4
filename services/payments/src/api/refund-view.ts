import type { Refund } from '../domain/entities.ts';
import { externalRefundStatus } from '../domain/refund.ts';

/** A refund as the standard shows it. `publicUrl` is where the caller sees this service. */
export function refundView(refund: Refund, publicUrl: string): Record<string, unknown> {
  const payment = `${publicUrl}/v1/payments/${refund.paymentId}`;
  return {
    refund_id: refund.id,
    created_date: refund.createdAt.toISOString(),
    amount: refund.amount,
    status: externalRefundStatus(refund.status),
    // No provider here says when it takes refunds out of what it pays to the department.
    settlement_summary: {},
    _links: {
      self: { href: `${payment}/refunds/${refund.id}`, method: 'GET' },
      payment: { href: payment, method: 'GET' },
    },
  };
}

/** The same among the results of a search, where its payment has to be named. */
export function foundRefundView(refund: Refund, publicUrl: string): Record<string, unknown> {
  return { ...refundView(refund, publicUrl), payment_id: refund.paymentId };
}

/** A payment's refunds as the standard lists them. */
export function refundsView(
  paymentId: string,
  refunds: readonly Refund[],
  publicUrl: string,
): Record<string, unknown> {
  const payment = `${publicUrl}/v1/payments/${paymentId}`;
  return {
    payment_id: paymentId,
    _links: {
      self: { href: `${payment}/refunds`, method: 'GET' },
      payment: { href: payment, method: 'GET' },
    },
    _embedded: { refunds: refunds.map((refund) => refundView(refund, publicUrl)) },
  };
}
