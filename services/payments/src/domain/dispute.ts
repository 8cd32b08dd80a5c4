/** Where a dispute is (payments standard, search disputes). A payer challenged the payment; the service gives evidence; the bank decides. */
export type DisputeStatus = 'needs_response' | 'under_review' | 'won' | 'lost';

/** Why a payer challenges a payment (payments standard, reasons for disputes). */
export type DisputeReason =
  | 'credit_not_processed'
  | 'duplicate'
  | 'fraudulent'
  | 'general'
  | 'product_not_received'
  | 'product_unacceptable'
  | 'unrecognised'
  | 'subscription_cancelled'
  | 'other';

/** What is told of a dispute: the last but one part of the event's type. */
type DisputeEvent = 'created' | 'evidence_submitted' | 'won' | 'lost';

/** One legal step of a dispute. Made only by {@link disputePath}, so an illegal one cannot reach the store. */
export interface DisputeMove {
  readonly from: DisputeStatus;
  readonly to: DisputeStatus;
  readonly event: DisputeEvent;
}

/** What a provider says of where a dispute is. */
interface ToldDispute {
  readonly status: DisputeStatus;
  /** Whether the bank was given evidence, now or earlier. */
  readonly evidenceSubmitted: boolean;
}

/**
 * Every legal step, and what is published of it. A bank may decide without evidence: nobody gave any in time, or the payer took the
 * challenge back. One that is lost may still be won on appeal.
 */
export const disputeMoves: Readonly<
  Record<DisputeStatus, Readonly<Partial<Record<DisputeStatus, DisputeEvent>>>>
> = {
  needs_response: { under_review: 'evidence_submitted', won: 'won', lost: 'lost' },
  under_review: { won: 'won', lost: 'lost' },
  lost: { won: 'won' },
  won: {},
};

/**
 * The steps from where a dispute is to where its provider says that it is; none when that is no way on, as when older news comes late. What
 * happened unheard in between is a step of its own.
 */
export function disputePath(from: DisputeStatus, told: ToldDispute): DisputeMove[] {
  const event = disputeMoves[from][told.status];
  if (event === undefined) return [];
  if (from === 'needs_response' && told.status !== 'under_review' && told.evidenceSubmitted) {
    return [...disputePath(from, { ...told, status: 'under_review' }), ...disputePath('under_review', told)];
  }
  return [{ from, to: told.status, event }];
}

/** Whether the bank has still to decide. */
export function isOpen(status: DisputeStatus): boolean {
  return status === 'needs_response' || status === 'under_review';
}

/** The CloudEvents type of something that happened to a dispute. */
export function disputeEventType(event: DisputeEvent): string {
  return `payments.dispute.${event}.v1`;
}
