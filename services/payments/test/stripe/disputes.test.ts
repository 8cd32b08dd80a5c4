import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { confirmPayment } from '../../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  logOf,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
} from '../fixtures.ts';
import { type FakeDispute, type FakeStripe, startFakeStripe } from './fake.ts';
import { tell, webhookSecret } from './telling.ts';

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
    },
  });
});

beforeEach(async () => {
  account = await anAccount(service, { provider: 'stripe' });
});

afterAll(async () => {
  await service?.end();
  await stripe?.close();
});

const dueBy = Date.UTC(2026, 7, 4, 23, 59, 59) / 1000;
const raised = Date.UTC(2026, 6, 28, 16, 43) / 1000;

/** A captured payment that Stripe has a dispute of, of which nothing was told yet. */
async function aDisputed(changes: Partial<FakeDispute> = {}): Promise<{ id: string; dispute: FakeDispute }> {
  const id = await aPaymentAt(service, account, 'started');
  await sendCard(service, id, '4242424242424242');
  await confirmPayment(service.deps, { paymentId: id });
  await reaches(service, id, 'CAPTURED');
  const charge = stripe.charges.find(({ transfer_group }) => transfer_group === id);
  const dispute: FakeDispute = {
    id: `dp_${id}`,
    object: 'dispute',
    amount: 1450,
    created: raised,
    payment_intent: String(charge?.payment_intent),
    reason: 'fraudulent',
    status: 'needs_response',
    evidence_details: { due_by: dueBy, submission_count: 0 },
    balance_transactions: [{ amount: -1450, fee: 2000, net: -3450 }],
    ...changes,
  };
  stripe.disputes.set(dispute.id, dispute);
  return { id, dispute };
}

const say = (dispute: FakeDispute, what: string) =>
  tell(service, { ...dispute, metadata: {} }, { type: `charge.dispute.${what}` });

const found = async () =>
  (await service.call('GET', '/v1/disputes', { key: account.key })).json.results as Record<string, unknown>[];

const eventsOf = async (id: string) =>
  (await logOf(service, id)).flatMap(({ type }) => (type?.includes('.dispute.') ? [type.split('.')[2]] : []));

describe('a dispute at Stripe', () => {
  test('is heard of step by step until it is lost, with Stripe’s fee', async () => {
    const { id, dispute } = await aDisputed();
    for (const what of ['created', 'funds_withdrawn']) expect(await say(dispute, what)).toBe(204);
    expect(await found()).toMatchObject([
      {
        payment_id: id,
        status: 'needs_response',
        created_date: '2026-07-28T16:43:00.000Z',
        evidence_due_date: '2026-08-04T23:59:59.000Z',
      },
    ]);
    expect(await shown(service, account, id)).toMatchObject({ refund_summary: { status: 'unavailable' } });
    dispute.status = 'under_review';
    dispute.evidence_details.submission_count = 1;
    expect(await say(dispute, 'updated')).toBe(204);
    expect(await found()).toMatchObject([{ status: 'under_review' }]);
    dispute.status = 'lost';
    expect(await say(dispute, 'closed')).toBe(204);
    expect(await found()).toMatchObject([{ status: 'lost', fee: 2000, net_amount: -3450 }]);
    expect(await eventsOf(id)).toEqual(['created', 'evidence_submitted', 'lost']);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('is won, in whatever order Stripe tells of it', async () => {
    const { id, dispute } = await aDisputed({ status: 'won' });
    dispute.balance_transactions.push({ amount: 1450, fee: -2000, net: 3450 });
    dispute.evidence_details.submission_count = 1;
    const told = ['closed', 'created', 'funds_reinstated', 'updated', 'funds_withdrawn', 'closed'];
    expect(await Promise.all(told.map((what) => say(dispute, what)))).toEqual(told.map(() => 204));
    expect(await found()).toMatchObject([{ payment_id: id, status: 'won' }]);
    expect(await eventsOf(id)).toEqual(['created', 'evidence_submitted', 'won']);
    expect(await shown(service, account, id)).toMatchObject({ refund_summary: { status: 'available' } });
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('that is lost and appealed stays lost until it is won', async () => {
    const { dispute } = await aDisputed({ status: 'appeal_under_review' });
    await say(dispute, 'updated');
    expect(await found()).toMatchObject([{ status: 'lost' }]);
    Object.assign(dispute, { status: 'won' });
    await say(dispute, 'closed');
    expect(await found()).toMatchObject([{ status: 'won' }]);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test.each(['warning_needs_response', 'warning_under_review', 'warning_closed', 'prevented'])(
    'that is none yet, %s, is left out',
    async (status) => {
      const { dispute } = await aDisputed({ status });
      expect(await say(dispute, 'created')).toBe(204);
      expect(await found()).toEqual([]);
    },
  );

  test.each([
    ['subscription_canceled', 'subscription_cancelled'],
    ['unrecognized', 'unrecognised'],
    ['credit_not_processed', 'credit_not_processed'],
    ['bank_cannot_process', 'other'],
    ['something new', 'other'],
  ])('for %s has the reason %s', async (reason, shownReason) => {
    const { dispute } = await aDisputed({ reason });
    await say(dispute, 'created');
    expect(await found()).toMatchObject([{ reason: shownReason }]);
  });

  test('of a payment that is not ours, and one that Stripe does not know, are taken and change nothing', async () => {
    const { dispute } = await aDisputed({ payment_intent: 'pi_of_somebody' });
    expect(await say(dispute, 'created')).toBe(204);
    expect(await say({ ...dispute, id: 'dp_unknown' }, 'created')).toBe(204);
    expect(await found()).toEqual([]);
  });

  test('that is signed with another secret changes nothing', async () => {
    const { dispute } = await aDisputed();
    expect(await tell(service, { ...dispute }, { signedWith: 'whsec_of_somebody' })).toBe(400);
    expect(await found()).toEqual([]);
  });

  test('cannot be made to go on as a sandbox’s can', async () => {
    const { dispute } = await aDisputed();
    await say(dispute, 'created');
    const [{ dispute_id }] = (await found()) as [{ dispute_id: string }];
    const path = `/ashlar/v1/sandbox/disputes/${dispute_id}/status`;
    const answer = await service.call('POST', path, { key: account.key, body: { status: 'won' } });
    expect(answer).toMatchObject({ status: 403, json: { code: 'real_dispute' } });
  });
});
