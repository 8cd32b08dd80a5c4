/** The parameters that hold the deadlines: of unpaid payments, of capturable ones, and of the last change. */
export interface DeadlineParameters {
  readonly created: string;
  readonly capturable: string;
  readonly touched: string;
}

/** Statuses of payments that nobody has paid, as an SQL list. */
export const openStatuses = `('CREATED', 'ENTERING CARD DETAILS', 'AUTHORISATION SUCCESS')`;

/**
 * Payments that their test account's clock, not the real time, has brought to their end, as SQL: id, status and gateway_account_id. What is older than a
 * deadline by the real time is found without this. Only departments
 * that are primary here are looked at.
 */
export function agedPayments({ created, capturable, touched }: DeadlineParameters): string {
  return [
    agedIn(openStatuses, created, touched),
    agedIn(`('USER NOT PRESENT QUEUED')`, created, touched),
    agedIn(`('AUTHORISATION 3DS REQUIRED')`, created, touched),
    agedIn(`('AWAITING CAPTURE REQUEST')`, capturable, touched),
  ].join(' union all ');
}

function agedIn(statuses: string, deadline: string, touched: string): string {
  return `select payment.id, payment.status, payment.gateway_account_id
     from gateway_account as clocked join payment on payment.gateway_account_id = clocked.id
    where clocked.clock_ahead_ms > 0 and primary_here(clocked.department) and payment.status in ${statuses}
      and payment.created_at between ${deadline}::timestamptz - interval '1 hour' and clocked.clock_moved_at
      and ${isBefore('created_at', deadline)} and ${isBefore('updated_at', touched)}`;
}

function isBefore(moment: string, deadline: string): string {
  return `extract(epoch from payment.${moment} - ${deadline}::timestamptz) * 1000 < ${passedSince(moment)}`;
}

// A move of the payment's very millisecond counts: whoever waited for a reply to it comes later.
function passedSince(moment: string): string {
  return `(clocked.clock_ahead_ms - coalesce((select ahead_ms from clock_move where clock_move.gateway_account_id = clocked.id
      and moved_at < payment.${moment} order by moved_at desc, ahead_ms desc limit 1), 0))`;
}
