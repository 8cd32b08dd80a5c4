import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  call,
  type PaymentsSubject,
  payAndCapture,
  paymentBody,
  read,
  summaryOf,
} from './subject.ts';

/** Amounts that an account has to be allowed (payments standard, amount), by one that is and one that is not. */
export const amountCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'zero-amount',
    name: 'a payment of nothing is paid like any other by an account that may take it',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, { amount: 0 }, 'full');
      const paid = await read(subject, id);
      assert.deepEqual([paid.amount, paid.state.status, summaryOf(paid).amount_available], [0, 'success', 0]);
    },
  },
  {
    section: 'zero-amount',
    name: 'an account that may not is 422 P0102',
    async run(subject) {
      const body = paymentBody({ amount: 0 });
      assertError(await call(asOther(subject), 'createPayment', '/v1/payments', { body }), 422, {
        code: 'P0102',
        field: 'amount',
        description:
          'Invalid attribute value: amount. Must be greater than or equal to 1. Refer to https://docs.payments.service.gov.uk/making_payments/#amount',
      });
    },
  },
];
