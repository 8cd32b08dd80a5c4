import { describe, expect, test } from '@jest/globals';
import type { Payment } from '../../src/domain/entities.ts';
import { paymentAt, retryDelay, webhookEventOf } from '../../src/domain/webhook.ts';

const time = new Date('2026-11-29T08:00:00Z');
const event = (name: string, data: Record<string, unknown> = {}) => ({
  type: `payments.${name}.v1`,
  time,
  data,
});

test.each([
  ['payment.created', {}, undefined],
  ['payment.started', {}, 'card_payment_started'],
  ['payment.authorised', {}, undefined],
  ['payment.confirmed', { state: { status: 'success' } }, 'card_payment_succeeded'],
  ['payment.confirmed', { state: { status: 'capturable' } }, undefined],
  ['payment.capture_requested', { state: { status: 'success' } }, 'card_payment_succeeded'],
  ['payment.captured', {}, 'card_payment_captured'],
  ['payment.declined', {}, 'card_payment_failed'],
  ['payment.cancelled', {}, 'card_payment_failed'],
  ['payment.failed', {}, 'card_payment_failed'],
  ['payment.expired', {}, 'card_payment_expired'],
  ['refund.submitted', {}, undefined],
  ['refund.succeeded', {}, 'card_payment_refunded'],
  ['refund.failed', {}, undefined],
  ['agreement.activated', {}, undefined],
])('%s %j is told as %s', (name, data, expected) => {
  expect(webhookEventOf(event(name, data))).toBe(expected);
});

test('a message is tried again five times, as the standard’s code has it', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(retryDelay)).toEqual([
    60,
    300,
    3600,
    86_400,
    172_800,
    undefined,
    undefined,
  ]);
});

describe('a payment that is refunded by now', () => {
  const now = {
    amount: 1000,
    status: 'CAPTURED',
    capturedAt: time,
    fee: 20,
    refunded: 700,
    card: { card_brand: 'Visa' },
    transactionId: 't',
    canRetry: null,
  } as unknown as Payment;

  test.each([
    [
      'payment.started',
      {},
      { status: 'ENTERING CARD DETAILS', capturedAt: null, fee: null, refunded: 0, card: null },
    ],
    [
      'payment.confirmed',
      {},
      { status: 'CAPTURE APPROVED', capturedAt: null, fee: null, refunded: 0, transactionId: 't' },
    ],
    ['payment.captured', {}, { status: 'CAPTURED', capturedAt: time, fee: 20, refunded: 0 }],
    [
      'refund.succeeded',
      { refund_amount_available: 600 },
      { status: 'CAPTURED', capturedAt: time, refunded: 400 },
    ],
  ])('was, at %s, as its event left it', (name, data, then) => {
    expect(paymentAt(now, event(name, data))).toMatchObject(then);
  });
});
