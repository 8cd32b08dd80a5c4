import { totalAmount } from './money.ts';
import { externalState, type Status } from './payment.ts';

/** Where a refund is inside this component. `REFUND READY` is a lock: its provider is being asked, or was, and has not been heard. */
export type RefundStatus = 'REFUND READY' | 'REFUNDED' | 'REFUND ERROR';

/** What decides whether money of a payment can be given back. Amounts are minor units. */
interface Refundable {
  readonly status: Status;
  readonly amount: number;
  readonly corporateSurcharge: number | null;
  readonly refunded: number;
  /** How many disputes of it are open or lost. */
  readonly disputed: number;
}

/** What a provider says of a refund. */
export type RefundOutcome = 'refunded' | 'refused';

/** Whether, and why not, money of a payment can be given back (payments standard, `refund_summary`). */
export type Refundability = 'pending' | 'unavailable' | 'available' | 'full';

/** Why a refund cannot be made of a payment, in the order in which the standard looks. */
export type RefundRefusal =
  | Exclude<Refundability, 'available'>
  | 'disputed'
  | 'mismatch'
  | 'amount_not_available';

/** A refund's status as the standard shows it to a department. */
export function externalRefundStatus(status: RefundStatus): 'submitted' | 'success' | 'error' {
  return shown[status];
}

/** The CloudEvents type of something that happened to a refund. */
export function refundEventType(event: 'submitted' | 'succeeded' | 'failed'): string {
  return `payments.refund.${event}.v1`;
}

/** How much of a payment can still be given back, in minor units. A refund on its way counts as gone, one that failed does not. */
export function amountAvailable(
  payment: Pick<Refundable, 'amount' | 'corporateSurcharge' | 'refunded'>,
): number {
  return totalAmount(payment) - payment.refunded;
}

/** Only money that was taken here, and that no bank holds for its payer, can be given back, so a confirmed payment is `pending` until its capture. */
export function refundability(payment: Refundable): Refundability {
  if (payment.status === 'CAPTURE SUBMITTED') return 'unavailable';
  if (payment.disputed > 0) return 'unavailable';
  if (payment.status === 'CAPTURED') return amountAvailable(payment) > 0 ? 'available' : 'full';
  const { finished, status } = externalState(payment.status);
  return finished && status !== 'success' ? 'unavailable' : 'pending';
}

/** Why such a refund of a payment is refused; undefined when it is not. `expected` is what its caller believes to be available. */
export function refundRefusal(
  payment: Refundable,
  ask: { amount: number; expected: number | undefined },
): RefundRefusal | undefined {
  const now = refundability(payment);
  if (payment.disputed > 0) return 'disputed';
  if (now !== 'available') return now;
  const available = amountAvailable(payment);
  if (ask.expected !== undefined && ask.expected !== available) return 'mismatch';
  return ask.amount > available ? 'amount_not_available' : undefined;
}

const shown = { 'REFUND READY': 'submitted', REFUNDED: 'success', 'REFUND ERROR': 'error' } as const;
