import { pageToken } from './ids.ts';
import type { Json } from './journal.ts';
import { type Payment, type Refund, totalOf } from './payment.ts';
import { refundability } from './refunding.ts';
import { stateOf } from './states.ts';

/** Where the caller sees this service, and the key of its page tokens. */
export interface Seen {
  readonly publicUrl: string;
  readonly pageKey: Buffer;
}

const link = (href: string, method = 'GET') => ({ href, method });

/** A payment as the standard shows it, with where its payer goes on. */
export function paymentView(payment: Payment, seen: Seen): Json {
  return { ...members(payment), _links: { ...links(payment, seen.publicUrl), ...nextLinks(payment, seen) } };
}

/** The same among the results of a search. */
export function foundView(payment: Payment, { publicUrl }: Seen): Json {
  return { ...members(payment), _links: links(payment, publicUrl) };
}

/** A payment's history. */
export function eventsView(
  { id, created_at: at, authorisation_mode: mode, state_changes: changes }: Payment,
  { publicUrl }: Seen,
): Json {
  const self = `${publicUrl}/v1/payments/${id}`;
  const first = { status: mode === 'external' ? 'PAYMENT NOTIFICATION CREATED' : 'CREATED', occurred_at: at };
  const events = [first, ...changes].map(({ status, occurred_at: updated }) => ({
    ...{ payment_id: id, state: stateOf(String(status)), updated, _links: { payment_url: link(self) } },
  }));
  return { payment_id: id, events, _links: { self: link(`${self}/events`) } };
}

/** A refund of a payment. */
export function refundView(payment: string, refund: Refund, { publicUrl }: Seen): Json {
  const self = `${publicUrl}/v1/payments/${payment}`;
  const status = { 'REFUND READY': 'submitted', REFUNDED: 'success', 'REFUND ERROR': 'error' }[refund.status];
  return {
    ...{
      refund_id: refund.id,
      created_date: refund.created_at,
      amount: refund.amount,
      status,
      settlement_summary: {},
    },
    _links: { self: link(`${self}/refunds/${refund.id}`), payment: link(self) },
  };
}

/** All of a payment's refunds. */
export function refundsView({ id, refunds }: Payment, seen: Seen): Json {
  const self = `${seen.publicUrl}/v1/payments/${id}`;
  return {
    payment_id: id,
    _links: { self: link(`${self}/refunds`), payment: link(self) },
    _embedded: { refunds: refunds.map((refund) => refundView(id, refund, seen)) },
  };
}

function members(payment: Payment): Json {
  const {
    email,
    metadata,
    card,
    provider_transaction_id: transaction,
    corporate_surcharge: surcharge,
    fee,
    authorisation_mode: mode,
  } = payment;
  const { captured_at: captured, agreement_id: agreement } = payment;
  return {
    ...{
      amount: payment.amount,
      description: payment.description,
      reference: payment.reference,
      language: payment.language,
    },
    ...(email && { email }),
    ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
    state: {
      ...stateOf(payment.status),
      ...(typeof payment.can_retry === 'boolean' && { can_retry: payment.can_retry }),
    },
    ...{ payment_id: payment.id, payment_provider: payment.provider, created_date: payment.created_at },
    refund_summary: {
      ...{
        status: refundability(payment),
        amount_available: totalOf(payment) - payment.refunded,
        amount_submitted: payment.refunded,
      },
    },
    settlement_summary: captured
      ? { capture_submit_time: captured, captured_date: captured.slice(0, 10) }
      : {},
    ...(typeof surcharge === 'number' && {
      corporate_card_surcharge: surcharge,
      total_amount: totalOf(payment),
    }),
    ...(typeof fee === 'number' && { fee, net_amount: totalOf(payment) - fee }),
    ...(card && { card_details: card }),
    ...(card?.card_brand !== undefined && { card_brand: card.card_brand }),
    ...{ delayed_capture: payment.delayed_capture, moto: payment.moto },
    ...(transaction && { provider_id: transaction }),
    ...(transaction &&
      mode !== 'external' && {
        authorisation_summary: { three_d_secure: { required: payment.three_d_secure } },
      }),
    ...(payment.return_url && { return_url: payment.return_url }),
    authorisation_mode: mode,
    ...(agreement && { agreement_id: agreement, agreement_payment_type: payment.agreement_payment_type }),
  };
}

function links({ id, status, authorisation_mode: mode }: Payment, publicUrl: string): Json {
  const self = `${publicUrl}/v1/payments/${id}`;
  const state = stateOf(status);
  return {
    ...{ self: link(self), events: link(`${self}/events`), refunds: link(`${self}/refunds`) },
    ...(!state.finished && mode !== 'agreement' && { cancel: link(`${self}/cancel`, 'POST') }),
    ...(state.status === 'capturable' && { capture: link(`${self}/capture`, 'POST') }),
  };
}

function nextLinks(
  { id, status, page_token_use: use, authorisation_mode: mode }: Payment,
  { publicUrl, pageKey }: Seen,
): Json {
  const state = stateOf(status);
  if (state.finished || state.status === 'capturable') return {};
  const token = pageToken(id, use, pageKey);
  if (mode === 'moto_api') {
    const how = { method: 'POST', type: 'application/json', params: { one_time_token: token } };
    return { auth_url_post: { href: `${publicUrl}/v1/auth`, ...how } };
  }
  if (mode !== 'web') return {};
  const how = { method: 'POST', type: 'application/x-www-form-urlencoded', params: { chargeTokenId: token } };
  return {
    next_url: link(`${publicUrl}/secure/${token}`),
    next_url_post: { href: `${publicUrl}/secure`, ...how },
  };
}
