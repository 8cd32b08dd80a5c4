import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { assertError, call, create, type Payment, type PaymentsSubject, paymentBody } from './subject.ts';

/** Creating a payment: the reply, its links, and which error comes first. */
export const createCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'create',
    name: 'a payment is created with its state, links and headers',
    async run(subject) {
      const body = paymentBody();
      const answer = await call(subject, 'createPayment', '/v1/payments', { body });
      assert.equal(answer.status, 201);
      const payment = answer.json as Payment;
      assert.match(payment.payment_id, /^[0-9a-z]{26}$/);
      assert.deepEqual(payment.state, { status: 'created', finished: false });
      assert.match(String(payment.created_date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.equal(answer.headers.get('location'), payment._links.self?.href);
      assert.equal(answer.headers.get('pragma'), 'no-cache');
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/);
      const { amount, reference, description, return_url, language, delayed_capture, moto } = payment;
      assert.deepEqual(
        { amount, reference, description, return_url, language, delayed_capture, moto },
        {
          ...body,
          language: 'en',
          delayed_capture: false,
          moto: false,
        },
      );
    },
  },
  {
    section: 'create',
    name: 'metadata keeps its types, and members without a value are left out',
    async run(subject) {
      const metadata = { number: 123, fraction: 1.23, truth: true, text: 'x', empty: '', metadata: 'flat' };
      const payment = await create(subject, { metadata });
      assert.deepEqual(payment.metadata, metadata);
      assert.ok(!('email' in payment), 'an e-mail that was not given is shown');
      assert.ok(!Object.values(payment).includes(null), 'a null member is shown');
    },
  },
  {
    section: 'create',
    name: 'unknown members of the body are ignored',
    async run(subject) {
      await create(subject, { something_new: 1 });
    },
  },
  {
    section: 'create-errors',
    name: 'a body that is not JSON is 400 P0197',
    async run(subject) {
      const answer = await call(subject, 'createPayment', '/v1/payments', { text: '{"amount": 1' });
      assertError(answer, 400, { code: 'P0197', description: 'Unable to parse JSON' });
    },
  },
  {
    section: 'create-errors',
    name: 'of several errors the first in the standard’s order is told',
    async run(subject) {
      const body = { reference: 'x'.repeat(300), description: 'a<b' };
      const answer = await call(subject, 'createPayment', '/v1/payments', { body });
      assertError(answer, 400, { code: 'P0101', field: 'amount' });
    },
  },
];
