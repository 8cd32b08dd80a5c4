import { type CaseResult, providerSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createStripe } from '../../src/providers/stripe.ts';
import { type FakeStripe, startFakeStripe } from './fake.ts';

let stripe: FakeStripe;

beforeAll(async () => {
  stripe = await startFakeStripe();
});

afterAll(() => stripe?.close());

test('stripe does what payments counts on of every provider', async () => {
  const setup = {
    apiKey: 'sk_test_fake',
    webhookSecret: undefined,
    url: stripe.url,
    timeoutMs: 5000,
    retries: 0,
  };
  const results: readonly CaseResult[] = await runSuite(providerSuite, {
    processor: createStripe(setup),
    cards: {
      authorised: '4242424242424242',
      declined: '4000000000000002',
      error: '4000000000000119',
      declinedLater: '4000000000000341',
      challenged: '4000002500003155',
    },
    async answer(challenge, how) {
      stripe.answer(challenge, how);
      // Stripe has heard it already.
      return '';
    },
    async losing(when, work) {
      stripe.settings.losing = when;
      try {
        return await work();
      } finally {
        stripe.settings.losing = undefined;
      }
    },
  });
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(results).toHaveLength(providerSuite.length);
});
