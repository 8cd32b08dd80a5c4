import { expect, test } from '@jest/globals';
import { anAccount, startService } from '../fixtures.ts';
import { expectSettled, rowsOf, runJourneys } from '../worst-journeys.ts';
import { startFakeStripe } from './fake.ts';

const payments = 80;

test('over a line that loses every seventh call and every fifth answer Stripe charges nobody twice, and everything settles', async () => {
  const stripe = await startFakeStripe();
  const service = await startService({
    env: {
      STRIPE_API_KEY: 'sk_test_fake',
      STRIPE_URL: stripe.url,
      STRIPE_RETRIES: '0',
      RESOLVE_AFTER_S: '1',
    },
  });
  try {
    const account = await anAccount(service, { provider: 'stripe' });
    stripe.settings.loseEvery = { before: 7, after: 5 };
    const ends = await runJourneys(service, [account], payments, (challenge) => {
      stripe.answer(challenge, 'pass');
      return '';
    });
    await expectSettled(service, ends);
    const rows = await rowsOf(
      service,
      'select id, status, amount, refunded, fee, provider_transaction_id as intent from payment',
    );
    expect(rows).toHaveLength(ends.captured + ends.cancelled);
    for (const { id, status, amount, refunded, fee, intent } of rows) {
      const charges = stripe.charges.filter((charge) => charge.transfer_group === id);
      const taken = charges.filter((charge) => charge.captured);
      expect(taken).toHaveLength(status === 'CAPTURED' ? 1 : 0);
      expect(
        taken.map((charge) => [charge.payment_intent, charge.amount, charge.balance_transaction?.fee]),
      ).toEqual(status === 'CAPTURED' ? [[intent, amount, fee]] : []);
      // Nothing of any attempt is still set aside on a card.
      const held = charges.filter(
        (charge) => stripe.intents.get(charge.payment_intent)?.status === 'requires_capture',
      );
      expect(held).toEqual([]);
      const back = stripe.refunds.filter((refund) => refund.payment_intent === intent);
      expect(back.reduce((sum, refund) => sum + refund.amount, 0)).toBe(refunded);
    }
  } finally {
    await service.end();
    await stripe.close();
  }
}, 180_000);
