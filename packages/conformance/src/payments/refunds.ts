import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  call,
  create,
  eventually,
  type PaymentsSubject,
  payAndCapture,
  read,
  summaryOf,
} from './subject.ts';

interface Refund {
  readonly refund_id: string;
  readonly amount: number;
  readonly created_date: string;
  readonly status: string;
  readonly _links: { self: { href: string }; payment: { href: string } };
}

const refund = (subject: PaymentsSubject, id: string, body: unknown): Promise<Answer> =>
  call(subject, 'createRefund', `/v1/payments/${id}/refunds`, { body });

const unavailable = (why: string) => ({
  code: 'P0603',
  description: `The payment is not available for refund. Payment refund status: ${why}`,
});

/** Money that goes back (payments standard, refunds). */
export const refundCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'refunds',
    name: 'a refund is 202, becomes a success, and its payment and its list know of it',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, { amount: 1450 });
      const answer = await refund(subject, id, { amount: 450, refund_amount_available: 1450 });
      assert.equal(answer.status, 202, answer.text);
      const made = answer.json as Refund;
      assert.equal(made.amount, 450);
      assert.match(made.created_date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(['submitted', 'success'].includes(made.status), made.status);
      assert.ok(made._links.payment.href.endsWith(`/v1/payments/${id}`));
      assert.match(made._links.self.href, new RegExp(`/v1/payments/${id}/refunds/${made.refund_id}$`));
      const done = await settled(subject, id, made.refund_id);
      assert.equal(done.status, 'success');
      assert.deepEqual(summaryOf(await read(subject, id)), {
        status: 'available',
        amount_available: 1000,
        amount_submitted: 450,
      });
      const list = await call(subject, 'getRefunds', `/v1/payments/${id}/refunds`);
      const { payment_id, _embedded } = list.json as { payment_id: string; _embedded: { refunds: Refund[] } };
      assert.equal(payment_id, id);
      assert.deepEqual(_embedded.refunds, [done]);
    },
  },
  {
    section: 'refunds',
    name: 'a payment that is given back in parts is full in the end, and no penny more: 400 P0603',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, { amount: 1450 });
      for (const amount of [1000, 450]) assert.equal((await refund(subject, id, { amount })).status, 202);
      assert.deepEqual(summaryOf(await read(subject, id)), {
        status: 'full',
        amount_available: 0,
        amount_submitted: 1450,
      });
      assertError(await refund(subject, id, { amount: 1 }), 400, unavailable('full'));
    },
  },
  {
    section: 'refunds',
    name: 'of thirty refunds at once no more is given back than was paid',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, { amount: 1450 });
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => refund(subject, id, { amount: 100 })),
      );
      const made = answers.filter(({ status }) => status === 202).length;
      assert.ok(made >= 1 && made <= 14, `${made} refunds of 100 were made of 1450`);
      assert.ok(answers.every(({ status }) => [202, 400, 412].includes(status)));
      const { amount_available, amount_submitted } = summaryOf(await read(subject, id));
      assert.deepEqual([amount_available, amount_submitted], [1450 - 100 * made, 100 * made]);
    },
  },
  {
    section: 'refunds',
    name: 'of ten refunds at once that believe the same amount available one is made, the others are 412 P0604',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, { amount: 1450 });
      const body = { amount: 100, refund_amount_available: 1450 };
      const answers = await Promise.all(Array.from({ length: 10 }, () => refund(subject, id, body)));
      const others = answers.filter(({ status }) => status !== 202);
      assert.equal(others.length, 9);
      for (const answer of others) {
        assertError(answer, 412, { code: 'P0604', description: 'Refund amount available mismatch.' });
      }
    },
  },
  {
    section: 'refund-errors',
    name: 'the amount’s presence and type (400), then its range (422), then the payment are looked at',
    async run(subject) {
      const unknown = '0'.repeat(26);
      const wrong = (why: string) => ({
        code: 'P0602',
        field: 'amount',
        description: `Invalid attribute value: amount. ${why}`,
      });
      assertError(await refund(subject, unknown, {}), 400, {
        code: 'P0601',
        field: 'amount',
        description: 'Missing mandatory attribute: amount',
      });
      const numeric = wrong('Must be a valid numeric format');
      assertError(await refund(subject, unknown, { amount: 'x' }), 400, numeric);
      const least = wrong('Must be greater than or equal to 1');
      assertError(await refund(subject, unknown, { amount: 0 }), 422, least);
      const most = wrong('Must be less than or equal to 10000000');
      assertError(await refund(subject, unknown, { amount: 10_000_001 }), 422, most);
      assertError(await refund(subject, unknown, { amount: 1 }), 404, { code: 'P0600' });
      const path = `/v1/payments/${unknown}/refunds`;
      assertError(await call(subject, 'createRefund', path, { method: 'POST', text: '{' }), 400, {
        code: 'P0697',
        description: 'Unable to parse JSON',
      });
    },
  },
  {
    section: 'refund-errors',
    name: 'whether it can be refunded, what is available, and whether that is enough are looked at in this order',
    async run(subject) {
      const { payment_id: unpaid } = await create(subject);
      const body = { amount: 9999, refund_amount_available: 1 };
      assertError(await refund(subject, unpaid, body), 400, unavailable('pending'));
      await call(subject, 'cancelPayment', `/v1/payments/${unpaid}/cancel`, { method: 'POST' });
      assertError(await refund(subject, unpaid, body), 400, unavailable('unavailable'));
      const { payment_id: id } = await payAndCapture(subject, { amount: 1450 });
      assertError(await refund(subject, id, body), 412, { code: 'P0604' });
      const much = { amount: 1451, refund_amount_available: 1450 };
      assertError(await refund(subject, id, much), 400, unavailable('amount_not_available'));
      assert.equal(summaryOf(await read(subject, id)).amount_submitted, 0);
    },
  },
  {
    section: 'refund-errors',
    name: 'another account’s payments and refunds are not found',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject);
      const { refund_id } = (await refund(subject, id, { amount: 1 })).json as Refund;
      const other = asOther(subject);
      const path = `/v1/payments/${id}/refunds`;
      assertError(await refund(other, id, { amount: 1 }), 404, { code: 'P0600' });
      assertError(await call(other, 'getRefund', `${path}/${refund_id}`), 404, { code: 'P0700' });
      assertError(await call(other, 'getRefunds', path), 404, { code: 'P0800' });
      assert.equal(summaryOf(await read(subject, id)).amount_submitted, 1);
    },
  },
];

function settled(subject: PaymentsSubject, id: string, refundId: string): Promise<Refund> {
  return eventually(async () => {
    const { json } = await call(subject, 'getRefund', `/v1/payments/${id}/refunds/${refundId}`);
    return (json as Refund).status === 'submitted' ? undefined : (json as Refund);
  }, 'the end of the refund');
}
