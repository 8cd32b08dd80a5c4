import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { feedOf } from './access.ts';
import {
  asOther,
  assertError,
  call,
  cardFields,
  create,
  eventually,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  read,
  summaryOf,
} from './subject.ts';

interface Dispute {
  readonly dispute_id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly status: string;
  readonly fee?: number;
  readonly net_amount?: number;
  readonly created_date: string;
  readonly _links: { payment: { href: string; method: string } };
}

/** Cards of the sandbox whose payers challenge the payment, and the name on them with which the dispute waits. */
const LOSING_CARD = '4000000000000259';
const WINNING_CARD = '4000000000002685';
const WAITING = 'skip_evidence';

const DISPUTED = {
  code: 'P0603',
  description: 'The payment is disputed and cannot be refunded',
};

/** Disputes: payments that payers challenge at their banks (payments standard, search disputes and refund availability). */
export const disputeCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'disputes',
    name: 'a dispute that is lost says what it cost, and its payment, a success still, cannot be refunded: 400 P0603',
    async run(subject) {
      const { payment, dispute } = await disputed(subject, LOSING_CARD, 'lost');
      assert.equal(dispute.amount, payment.amount);
      assert.ok(Number(dispute.fee) > 0, 'it has no fee');
      assert.equal(dispute.net_amount, -(payment.amount + Number(dispute.fee)));
      assert.match(dispute._links.payment.href, new RegExp(`/v1/payments/${payment.payment_id}$`));
      const shown = await read(subject, payment.payment_id);
      assert.deepEqual(shown.state, { status: 'success', finished: true });
      await assertUnavailable(subject, payment);
    },
  },
  {
    section: 'disputes',
    name: 'a dispute that is won costs nothing, and its payment can be refunded',
    async run(subject) {
      const { payment, dispute } = await disputed(subject, WINNING_CARD, 'won');
      for (const member of ['fee', 'net_amount', 'settlement_summary']) {
        assert.ok(!(member in dispute), `it shows ${member}`);
      }
      assert.equal(summaryOf(await read(subject, payment.payment_id)).status, 'available');
      const made = await refund(subject, payment, { amount: payment.amount });
      assert.equal(made.status, 202, made.text);
    },
  },
  {
    section: 'disputes',
    name: 'a dispute goes from needs_response over under_review to its end, and nothing is refunded before it is won',
    async run(subject) {
      const { payment, dispute } = await disputed(subject, LOSING_CARD, 'needs_response', WAITING);
      assert.ok(!('net_amount' in dispute), 'it shows what it will cost');
      await assertUnavailable(subject, payment);
      for (const status of ['under_review', 'lost', 'won']) {
        const moved = await goOn(subject, dispute, status);
        assert.equal(moved.status, 200, moved.text);
        assert.equal((await disputeOf(subject, payment, dispute.created_date))?.status, status);
        if (status !== 'won') await assertUnavailable(subject, payment);
      }
      assert.equal((await goOn(subject, dispute, 'lost')).status, 409);
      assert.equal(summaryOf(await read(subject, payment.payment_id)).status, 'available');
    },
  },
  {
    section: 'disputes',
    name: 'a refund of a disputed payment is refused for the dispute first, whatever it asks for',
    async run(subject) {
      const { payment } = await disputed(subject, LOSING_CARD, 'lost');
      const mistaken = { amount: payment.amount + 1, refund_amount_available: 1 };
      assertError(await refund(subject, payment, mistaken), 400, DISPUTED);
      assertError(await refund(subject, payment, { amount: 0 }), 422, { code: 'P0602', field: 'amount' });
    },
  },
  {
    section: 'disputes',
    name: 'disputes are found by status and by when they were raised',
    async run(subject) {
      const { payment, dispute } = await disputed(subject, LOSING_CARD, 'lost');
      const has = async (query: Record<string, string>) =>
        (await find(subject, query)).some(({ payment_id }) => payment_id === payment.payment_id);
      const raised = dispute.created_date;
      assert.ok(await has({ from_date: raised, status: 'lost' }));
      for (const status of ['won', 'needs_response', 'under_review']) {
        assert.ok(!(await has({ from_date: raised, status })), `${status} finds what is lost`);
      }
      assert.ok(!(await has({ to_date: raised })), 'it is found among earlier ones');
      assert.ok(!(await has({ to_settled_date: '2015-08-13' })), 'it is found among settled ones');
    },
  },
  {
    section: 'disputes',
    name: 'the department hears every step of a dispute once, in order, under its payment',
    async run(subject) {
      const { payment, dispute } = await disputed(subject, WINNING_CARD, 'won');
      const heard = await eventually(async () => {
        const events = (await feedOf(subject, payment.payment_id)).filter(({ type }) =>
          type.startsWith('payments.dispute.'),
        );
        return events.some(({ type }) => type === 'payments.dispute.won.v1') ? events : undefined;
      }, 'the end of the dispute in the feed');
      assert.deepEqual(
        heard.map(({ type }) => type),
        ['created', 'evidence_submitted', 'won'].map((step) => `payments.dispute.${step}.v1`),
      );
      for (const { data } of heard) assert.equal(data.dispute_id, dispute.dispute_id);
      assert.deepEqual(await feedOf(asOther(subject), payment.payment_id), []);
    },
  },
  {
    section: 'disputes',
    name: 'another account does not find a dispute, and cannot have it go on',
    async run(subject) {
      const { payment, dispute } = await disputed(subject, LOSING_CARD, 'needs_response', WAITING);
      const others = await find(asOther(subject), { from_date: dispute.created_date });
      assert.ok(!others.some(({ dispute_id }) => dispute_id === dispute.dispute_id));
      assert.equal((await goOn(asOther(subject), dispute, 'won')).status, 404);
      assert.equal((await disputeOf(subject, payment, dispute.created_date))?.status, 'needs_response');
    },
  },
];

/** A payment that was paid with a card whose payer challenges it, and its dispute, once that has come to a status. */
async function disputed(subject: PaymentsSubject, card: string, status: string, cardholderName = 'J Bloggs') {
  const payment = await create(subject);
  const { payer, page } = await openCardPage(payment);
  const fields = { ...cardFields(card), cardholderName };
  await payer.submit(await payer.submit(page, '#submit-card-details', fields), '#confirm');
  const since = String(payment.created_date);
  const dispute = await eventually(async () => {
    const found = await disputeOf(subject, payment, since);
    return found?.status === status ? found : undefined;
  }, `the dispute, ${status},`);
  return { payment, dispute };
}

async function find(subject: PaymentsSubject, query: Record<string, string>): Promise<readonly Dispute[]> {
  const answer = await call(subject, 'searchDisputes', `/v1/disputes?${new URLSearchParams(query)}`);
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as { results: Dispute[] }).results;
}

async function disputeOf(subject: PaymentsSubject, { payment_id: id }: Payment, since: string) {
  return (await find(subject, { from_date: since })).find(({ payment_id }) => payment_id === id);
}

const refund = (subject: PaymentsSubject, { payment_id: id }: Payment, body: unknown) =>
  call(subject, 'createRefund', `/v1/payments/${id}/refunds`, { body });

const goOn = (subject: PaymentsSubject, { dispute_id: id }: Dispute, status: string) =>
  call(subject, 'moveSandboxDispute', `/ashlar/v1/sandbox/disputes/${id}/status`, { body: { status } });

async function assertUnavailable(subject: PaymentsSubject, payment: Payment): Promise<void> {
  const { status, amount_submitted: submitted } = summaryOf(await read(subject, payment.payment_id));
  assert.deepEqual([status, submitted], ['unavailable', 0]);
  assertError(await refund(subject, payment, { amount: 1 }), 400, DISPUTED);
}
