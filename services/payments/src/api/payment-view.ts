import type { Payment, ShownPayment } from '../domain/entities.ts';
import { type Mac, pageToken } from '../domain/ids.ts';
import { totalAmount } from '../domain/money.ts';
import { externalState, type Status } from '../domain/payment.ts';
import { amountAvailable, refundability } from '../domain/refund.ts';

/** A payment as the standard shows it: members without a value are left out. `publicUrl` is where the caller sees this service. */
export function paymentView(payment: Payment, publicUrl: string, mac: Mac): Record<string, unknown> {
  const { finished, status } = externalState(payment.status);
  const next = finished || status === 'capturable' ? {} : nextLinks(payment, publicUrl, mac);
  return { ...paymentMembers(payment), _links: { ...links(payment, publicUrl), ...next } };
}

/** The same among the results of a search, which say nothing of where the payer goes on. */
export function foundPaymentView(payment: ShownPayment, publicUrl: string): Record<string, unknown> {
  return { ...paymentMembers(payment), _links: links(payment, publicUrl) };
}

/** A payment's history as the standard shows it. */
export function eventsView(
  paymentId: string,
  history: readonly { status: Status; occurredAt: Date }[],
  publicUrl: string,
): Record<string, unknown> {
  const href = `${publicUrl}/v1/payments/${paymentId}`;
  return {
    payment_id: paymentId,
    events: history.map(({ status, occurredAt }) => ({
      payment_id: paymentId,
      state: externalState(status),
      updated: occurredAt.toISOString(),
      _links: { payment_url: { href, method: 'GET' } },
    })),
    _links: { self: { href: `${href}/events`, method: 'GET' } },
  };
}

/** The same without its links, as webhooks tell it. */
export function paymentMembers(payment: ShownPayment): Record<string, unknown> {
  const { email, metadata, card, transactionId, agreementId, authorisationMode } = payment;
  return {
    amount: payment.amount,
    description: payment.description,
    reference: payment.reference,
    language: payment.language,
    ...(email && { email }),
    ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
    state: stateOf(payment),
    payment_id: payment.id,
    payment_provider: payment.provider,
    created_date: payment.createdAt.toISOString(),
    refund_summary: refundSummary(payment),
    settlement_summary: settlementSummary(payment),
    ...(payment.corporateSurcharge !== null && {
      corporate_card_surcharge: payment.corporateSurcharge,
      total_amount: totalAmount(payment),
    }),
    ...(payment.fee !== null && { fee: payment.fee, net_amount: totalAmount(payment) - payment.fee }),
    ...(card && { card_details: card }),
    ...(card?.card_brand && { card_brand: card.card_brand }),
    delayed_capture: payment.delayedCapture,
    moto: payment.moto,
    ...(transactionId && { provider_id: transactionId }),
    ...(transactionId &&
      authorisationMode !== 'external' && {
        authorisation_summary: { three_d_secure: { required: payment.threeDSecure } },
      }),
    ...(payment.returnUrl !== null && { return_url: payment.returnUrl }),
    authorisation_mode: authorisationMode,
    ...(agreementId !== null && {
      agreement_id: agreementId,
      agreement_payment_type: payment.agreementPaymentType,
    }),
  };
}

function stateOf({ status, canRetry }: ShownPayment): Record<string, unknown> {
  return { ...externalState(status), ...(canRetry !== null && { can_retry: canRetry }) };
}

function links(payment: ShownPayment, publicUrl: string): Record<string, unknown> {
  const self = `${publicUrl}/v1/payments/${payment.id}`;
  const { finished, status } = externalState(payment.status);
  return {
    self: { href: self, method: 'GET' },
    events: { href: `${self}/events`, method: 'GET' },
    refunds: { href: `${self}/refunds`, method: 'GET' },
    ...(!finished &&
      payment.authorisationMode !== 'agreement' && { cancel: { href: `${self}/cancel`, method: 'POST' } }),
    ...(status === 'capturable' && { capture: { href: `${self}/capture`, method: 'POST' } }),
  };
}

function nextLinks(payment: Payment, publicUrl: string, mac: Mac): Record<string, unknown> {
  const { authorisationMode: mode } = payment;
  if (mode !== 'web' && mode !== 'moto_api') return {};
  const token = pageToken(payment.id, payment.pageTokenUse, mac);
  if (mode === 'moto_api') {
    const how = { method: 'POST', type: 'application/json', params: { one_time_token: token } };
    return { auth_url_post: { href: `${publicUrl}/v1/auth`, ...how } };
  }
  return {
    next_url: { href: `${publicUrl}/secure/${token}`, method: 'GET' },
    next_url_post: {
      href: `${publicUrl}/secure`,
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      params: { chargeTokenId: token },
    },
  };
}

function refundSummary(payment: ShownPayment): Record<string, unknown> {
  return {
    status: refundability(payment),
    amount_available: amountAvailable(payment),
    amount_submitted: payment.refunded,
  };
}

function settlementSummary({ capturedAt }: ShownPayment): Record<string, unknown> {
  if (!capturedAt) return {};
  const time = capturedAt.toISOString();
  return { capture_submit_time: time, captured_date: time.slice(0, 10) };
}
