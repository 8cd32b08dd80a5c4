import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PaymentProvider } from '../../src/domain/ports.ts';
import { createStripe } from '../../src/providers/stripe.ts';
import { startStripeMock } from './mock-server.ts';

// The vendor's own reading of its API: each request that we make has to fit it. What is stateful is told by the fake beside this.
let mock: Awaited<ReturnType<typeof startStripeMock>>;
let stripe: PaymentProvider;

beforeAll(async () => {
  mock = await startStripeMock();
  stripe = createStripe({
    apiKey: 'sk_test_123',
    webhookSecret: undefined,
    url: mock.url,
    timeoutMs: 10_000,
    retries: 0,
  });
}, 300_000);

afterAll(() => mock?.close());

const paymentId = '0123456789abcdefghijklmnop';
const payment = { paymentId, amount: 1450, currency: 'GBP', description: 'A fishing licence' };
const key = `${paymentId}-authorise-1`;
const card = {
  number: '4242424242424242',
  expiryMonth: 11,
  expiryYear: 2049,
  cvc: '123',
  holder: 'J Bloggs',
};
const capture = {
  key: `${paymentId}-capture`,
  authorisationKey: key,
  transactionId: 'pi_123',
  amount: 1450,
  currency: 'GBP',
};

describe('Stripe’s own mock server takes', () => {
  test.each([false, true])('an authorisation; its card kept: %s', async (keepCard) => {
    const { transactionId } = await stripe.authorise({
      ...payment,
      key,
      card,
      keepCard,
      challengeReturnUrl: 'https://pay.test/back',
    });
    expect(transactionId).toMatch(/^pi_/);
  });

  test('a charge of a kept card', async () => {
    const { transactionId } = await stripe.chargeKeptCard({ ...payment, key, cardToken: 'cus_123/pm_123' });
    expect(transactionId).toMatch(/^pi_/);
  });

  test('a look at what came of a question of the card’s issuer, and a cancellation before its answer', async () => {
    const ask = { key, paymentId, transactionId: 'pi_123' };
    expect((await stripe.authorise3ds({ ...ask, answer: '' })).transactionId).toMatch(/^pi_/);
    await stripe.cancel({ ...ask, key: `${key}-cancel`, authorisationKey: key });
  });

  test('a capture', async () => {
    expect(await stripe.capture(capture)).toMatchObject({ outcome: 'captured' });
  });

  test('a refund', async () => {
    const refund = { ...capture, key: `${paymentId}-refund`, captureKey: capture.key, amount: 100 };
    expect(['refunded', 'refused']).toContain(await stripe.refund(refund));
  });

  test('a cancellation of what never came', async () => {
    expect(
      await stripe.cancel({ key: `${key}-cancel`, authorisationKey: key, transactionId: null }),
    ).toBeUndefined();
  });

  test('questions about an authorisation, a capture and a refund that it never heard of', async () => {
    for (const operation of ['authorise-1', 'capture', 'refund']) {
      const ask = { key: `${paymentId}-${operation}`, paymentId, transactionId: 'pi_123' };
      expect(await stripe.query(ask)).toBeUndefined();
    }
  });
});

test('it refuses what Stripe’s API has no place for, so that passing it says something', async () => {
  const answer = await fetch(`${mock.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_123' },
    body: new URLSearchParams({ amount: '1450', currency: 'gbp', no_such_field: '1' }),
  });
  expect(answer.status).toBe(400);
});
