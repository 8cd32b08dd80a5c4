/**
 * What a payment's public events say, as SQL over a row of `payment`; `state` is the parameter with the external state as JSON. Names no
 * reference, description, e-mail address or card, since a department's own people need not read those in an event.
 */
export function paymentFact(row: string, state: string): string {
  return `jsonb_build_object('payment_id', ${row}.id, 'gateway_account_id', ${row}.gateway_account_id, 'amount', ${row}.amount,
    'currency', ${row}.currency, 'live', ${row}.live, 'provider', ${row}.provider, 'state', ${state}::jsonb)`;
}

/** What a payer pays, as SQL over a row of `payment`: the amount, with what a corporate card adds. */
export function totalSql(payment: string): string {
  return `(${payment}.amount + coalesce(${payment}.corporate_surcharge, 0))`;
}

/** What a refund's public events say, as SQL over its row, its payment's row and the status that a department sees. */
export function refundFact(refund: string, payment: string, status: string): string {
  return `jsonb_build_object('payment_id', ${payment}.id, 'refund_id', ${refund}.id, 'gateway_account_id', ${payment}.gateway_account_id,
    'amount', ${refund}.amount, 'currency', ${refund}.currency, 'live', ${payment}.live, 'provider', ${refund}.provider,
    'status', ${status}, 'refund_amount_available', ${totalSql(payment)} - ${payment}.refunded)`;
}

/** What a dispute's public events say, as SQL over its row and its payment's row. */
export function disputeFact(dispute: string, payment: string): string {
  return `jsonb_build_object('payment_id', ${payment}.id, 'dispute_id', ${dispute}.id, 'gateway_account_id', ${payment}.gateway_account_id,
    'amount', ${dispute}.amount, 'currency', ${dispute}.currency, 'live', ${payment}.live, 'provider', ${dispute}.provider,
    'reason', ${dispute}.reason, 'status', ${dispute}.status, 'fee', ${dispute}.fee)`;
}

/** What an agreement's public events say, as SQL over its row. */
export function agreementFact(row: string): string {
  return `jsonb_build_object('agreement_id', ${row}.id, 'gateway_account_id', ${row}.gateway_account_id, 'live', ${row}.live,
    'status', ${row}.status)`;
}

/** What a private row says of a payment, so that a successor can go on from the log: where it is, and its counters. */
export function paymentPosition(row: string): string {
  return `jsonb_build_object('payment_id', ${row}.id, 'status', ${row}.status, 'attempt', ${row}.attempt,
    'page_token_use', ${row}.page_token_use, 'expire_now', ${row}.expire_now)`;
}

/** The event of a new gateway account. */
export const gatewayAccountCreated = 'payments.gateway_account.created.v1';

/** The event of an account whose payments begin with another credential from now on. */
export const providerSwitched = 'payments.gateway_account.provider_switched.v1';
