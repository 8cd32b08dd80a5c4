import { externalState, type Status } from './payment.ts';
import type { WebhookEventType } from './webhook.ts';

/** A made-up payment for a test message, in the standard's shape and in the state that its event leaves a payment in. */
export function sampleResource(
  eventType: WebhookEventType,
  at: Date,
): Record<string, unknown> & { payment_id: string } {
  const status = statuses[eventType];
  const captured = status === 'CAPTURED';
  const refunded = eventType === 'card_payment_refunded' ? amount : 0;
  return {
    amount,
    description: 'A test message',
    reference: 'TEST',
    language: 'en',
    state: externalState(status),
    payment_id: '0'.repeat(26),
    payment_provider: 'sandbox',
    created_date: at.toISOString(),
    refund_summary: {
      status: captured ? (refunded > 0 ? 'full' : 'available') : 'pending',
      amount_available: amount - refunded,
      amount_submitted: refunded,
    },
    settlement_summary: captured
      ? { capture_submit_time: at.toISOString(), captured_date: at.toISOString().slice(0, 10) }
      : {},
    delayed_capture: false,
    moto: false,
    return_url: 'https://service.example/return',
    authorisation_mode: 'web',
  };
}

const amount = 1450;

const statuses: Readonly<Record<WebhookEventType, Status>> = {
  card_payment_started: 'ENTERING CARD DETAILS',
  card_payment_succeeded: 'CAPTURE APPROVED',
  card_payment_captured: 'CAPTURED',
  card_payment_refunded: 'CAPTURED',
  card_payment_failed: 'AUTHORISATION REJECTED',
  card_payment_expired: 'EXPIRED',
};
