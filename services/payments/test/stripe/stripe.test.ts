import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readChallenge } from '../../src/usecases/answer-challenge.ts';
import { confirmPayment } from '../../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  aPaymentBody,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
  statusOf,
} from '../fixtures.ts';
import { aChallenged, bring, challengedCard } from '../three-d-secure.ts';
import { type FakeSettings, type FakeStripe, startFakeStripe } from './fake.ts';
import { tell as tellStripe, webhookSecret } from './telling.ts';

let stripe: FakeStripe;
let service: Service;
let account: Account;

beforeAll(async () => {
  stripe = await startFakeStripe();
  service = await startService({
    env: {
      STRIPE_API_KEY: 'sk_test_fake',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_URL: stripe.url,
      STRIPE_RETRIES: '0',
      RESOLVE_AFTER_S: '3',
    },
  });
  account = await anAccount(service, { provider: 'stripe' });
});

afterAll(async () => {
  await service?.end();
  await stripe?.close();
});

async function withSettings<T>(changes: Partial<FakeSettings>, work: () => Promise<T>): Promise<T> {
  const before = { ...stripe.settings };
  Object.assign(stripe.settings, changes);
  try {
    return await work();
  } finally {
    Object.assign(stripe.settings, before);
  }
}

const tell = (object: Record<string, unknown>, changes?: Parameters<typeof tellStripe>[2]) =>
  tellStripe(service, object, changes);

const chargeOf = (id: string) => {
  const charge = stripe.charges.find(({ transfer_group, captured }) => transfer_group === id && captured);
  if (!charge) throw new Error(`Stripe has no captured charge of ${id}`);
  return charge;
};

const captured = async () => {
  const id = await aPaymentAt(service, account, 'started');
  expect(await sendCard(service, id, '4242424242424242')).toBe('authorised');
  await confirm(id);
  await reaches(service, id, 'CAPTURED');
  return id;
};

const confirm = async (id: string) => {
  expect(await confirmPayment(service.deps, { paymentId: id })).toBe('confirmed');
};

describe('a payment through Stripe', () => {
  test('is captured by hand, shows Stripe’s fee, and can be given back', async () => {
    const id = await captured();
    // 1.5 % and 20 pence, as the fake's Stripe keeps them.
    expect(await shown(service, account, id)).toMatchObject({
      payment_provider: 'stripe',
      state: { status: 'success' },
      fee: 42,
      net_amount: 1408,
      provider_id: expect.stringMatching(/^pi_/),
    });
    const ask = { key: account.key, body: { amount: 450 } };
    const { json } = await service.call('POST', `/v1/payments/${id}/refunds`, ask);
    expect(json.status).toBe('success');
    expect(stripe.refunds.at(-1)).toMatchObject({ amount: 450, status: 'succeeded' });
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test.each([
    ['4000000000000002', 'declined', 'P0010'],
    ['4000000000000119', 'error', 'P0050'],
  ])('with card %s is %s', async (number, outcome, code) => {
    const id = await aPaymentAt(service, account, 'started');
    expect(await sendCard(service, id, number)).toBe(outcome);
    expect((await shown(service, account, id)).state).toMatchObject({ code });
  });

  test('that is cancelled after its authorisation is let go of at Stripe', async () => {
    const id = await aPaymentAt(service, account, 'started');
    await sendCard(service, id, '4242424242424242');
    await service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
    await reaches(service, id, 'SYSTEM CANCELLED');
    const charge = stripe.charges.find(({ transfer_group }) => transfer_group === id);
    expect(stripe.intents.get(charge?.payment_intent ?? '')?.status).toBe('canceled');
  });

  test('has to be of at least thirty pence', async () => {
    const ask = (amount: number) =>
      service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody({ amount }) });
    expect(await ask(29)).toMatchObject({
      status: 422,
      json: {
        field: 'amount',
        code: 'P0102',
        description:
          'Invalid attribute value: amount. Must be greater than or equal to 30. Refer to https://docs.payments.service.gov.uk/making_payments/#amount',
      },
    });
    expect((await ask(30)).status).toBe(201);
  });
});

describe('a card whose issuer asks the payer', () => {
  const asked = async () => {
    const id = await aChallenged(service, account);
    const challenge = (await readChallenge(service.deps, { paymentId: id })) ?? '';
    const intent = stripe.intents.get(challenge.split('/').at(-1) ?? '');
    if (!intent) throw new Error('Stripe has no such intent');
    return { id, challenge, intent };
  };
  const comesBack = (id: string) => bring(service, id, { answer: '' });

  test('is led to Stripe’s page and, when the payer has passed there, is authorised and captured', async () => {
    const { id, challenge, intent } = await asked();
    expect(intent.next_action?.redirect_to_url.return_url).toMatch(`/card_details/${id}/3ds_required_in`);
    stripe.answer(challenge, 'pass');
    expect(await comesBack(id)).toBe('authorised');
    await confirm(id);
    await reaches(service, id, 'CAPTURED');
    expect(await shown(service, account, id)).toMatchObject({
      authorisation_summary: { three_d_secure: { required: true } },
    });
  });

  test('is asked again when the payer comes back without an answer, and declined when the answer is no', async () => {
    const { id, challenge } = await asked();
    expect(await comesBack(id)).toBe('requires_3ds');
    expect(await readChallenge(service.deps, { paymentId: id })).toBe(challenge);
    stripe.answer(challenge, 'fail');
    expect(await comesBack(id)).toBe('declined');
  });

  test('is settled by what Stripe tells when the payer never comes back', async () => {
    for (const [how, status] of [
      ['pass', 'AUTHORISATION SUCCESS'],
      ['fail', 'AUTHORISATION REJECTED'],
    ] as const) {
      const { id, challenge, intent } = await asked();
      const heard = () => tell({ ...intent }, { type: 'payment_intent.amount_capturable_updated' });
      expect(await heard()).toBe(204);
      expect(await statusOf(service, id)).toBe('AUTHORISATION 3DS REQUIRED');
      stripe.answer(challenge, how);
      expect(await heard()).toBe(204);
      expect(await statusOf(service, id)).toBe(status);
    }
  });

  test('is let go of at Stripe when its payment is cancelled before the answer', async () => {
    const { id, challenge, intent } = await asked();
    await service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
    await reaches(service, id, 'SYSTEM CANCELLED');
    stripe.answer(challenge, 'pass');
    expect(intent.status).toBe('canceled');
  });

  test('may be entered again when Stripe’s question was lost', async () => {
    const id = await aPaymentAt(service, account, 'started');
    const sent = await withSettings({ losing: 'after' }, () => sendCard(service, id, challengedCard));
    expect(sent).toBe('in_progress');
    await reaches(service, id, 'ENTERING CARD DETAILS');
    expect(await sendCard(service, id, '4242424242424242')).toBe('authorised');
    expect(stripe.charges.filter(({ transfer_group }) => transfer_group === id)).toHaveLength(1);
  });
});

describe('when the line to Stripe is bad', () => {
  test('a capture whose answer was lost is found again and made once', async () => {
    const id = await aPaymentAt(service, account, 'started');
    await sendCard(service, id, '4242424242424242');
    await withSettings({ losing: 'after' }, async () => {
      await confirm(id);
      await until(async () => stripe.charges.some((one) => one.transfer_group === id && one.captured));
    });
    await reaches(service, id, 'CAPTURED');
    expect(
      stripe.charges.filter(({ transfer_group, captured: taken }) => transfer_group === id && taken),
    ).toHaveLength(1);
    expect(await shown(service, account, id)).toMatchObject({ fee: 42 });
  });

  test('a card that never arrived may be entered again, and the late request charges nobody', async () => {
    const id = await aPaymentAt(service, account, 'started');
    const sent = await withSettings({ losing: 'before' }, () => sendCard(service, id, '4242424242424242'));
    expect(sent).toBe('in_progress');
    await reaches(service, id, 'ENTERING CARD DETAILS');
    expect(await sendCard(service, id, '4242424242424242')).toBe('authorised');
    expect(stripe.charges.filter(({ transfer_group }) => transfer_group === id)).toHaveLength(1);
  });
});

describe('what Stripe tells', () => {
  test('settles a refund that it first called pending', async () => {
    const id = await captured();
    const { json } = await withSettings({ refunds: 'pending' }, () =>
      service.call('POST', `/v1/payments/${id}/refunds`, { key: account.key, body: { amount: 1450 } }),
    );
    expect(json.status).toBe('submitted');
    const refund = stripe.refunds.at(-1);
    if (!refund) throw new Error('Stripe has no refund');
    refund.status = 'succeeded';
    expect(await tell({ ...refund }, { type: 'refund.updated' })).toBe(204);
    const { rows } = await service.pool.query('select status from refund where id = $1', [json.refund_id]);
    expect(rows).toEqual([{ status: 'REFUNDED' }]);
  });

  test('brings the fee that was not known at the capture', async () => {
    const id = await withSettings({ feesLater: true }, captured);
    expect(await shown(service, account, id)).not.toHaveProperty('fee');
    stripe.settleFees();
    expect(await tell({ ...chargeOf(id) })).toBe(204);
    expect(await shown(service, account, id)).toMatchObject({ fee: 42, net_amount: 1408 });
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test.each([
    ['is signed with another secret', { signedWith: 'whsec_of_somebody' }],
    ['is older than five minutes', { ageS: 400 }],
  ])('changes nothing when it %s', async (_, changes) => {
    const id = await withSettings({ feesLater: true }, captured);
    stripe.settleFees();
    expect(await tell({ ...chargeOf(id) }, changes)).toBe(400);
    expect(await shown(service, account, id)).not.toHaveProperty('fee');
  });

  test('of something that is not ours is taken', async () => {
    expect(await tell({ object: 'payout' }, { type: 'payout.paid' })).toBe(204);
    expect(await tell({ metadata: null })).toBe(204);
  });
});

test('nothing that Stripe keeps names the payer or the card, and the payer’s status stays', async () => {
  const id = await aPaymentAt(service, account, 'started');
  await sendCard(service, id, '4242424242424242');
  expect(await statusOf(service, id)).toBe('AUTHORISATION SUCCESS');
  const kept = JSON.stringify([...stripe.intents.values(), ...stripe.charges]);
  expect(kept).not.toMatch(/4242424242424242|Bloggs|payer@service/);
});
