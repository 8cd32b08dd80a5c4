import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  call,
  cardFields,
  create,
  isCaptured,
  openCardPage,
  type PaymentsSubject,
  payAndCapture,
  paymentBody,
  read,
  summaryOf,
} from './subject.ts';

/** Amounts that an account has to be allowed, what corporate cards add to them, and cards that are not taken (payments standard). */
export const amountCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'zero-amount',
    name: 'a payment of nothing is paid like any other by an account that may take it',
    async run(subject) {
      const { payment_id: id } = await payAndCapture(subject, { amount: 0 }, { refundable: 'full' });
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
  {
    section: 'surcharges',
    name: 'a corporate card adds its surcharge to what is taken and can be given back, and to no other card’s',
    async run(subject) {
      for (const card of ['4111111111111111', '4988080000000000', '4131840000000003']) {
        const { payment_id: id } = await payAndCapture(subject, { amount: 1000 }, { card });
        const paid = await read(subject, id);
        const surcharge = Number(paid.corporate_card_surcharge);
        assert.ok(surcharge > 0, `${card} adds nothing`);
        assert.deepEqual([paid.amount, paid.total_amount], [1000, 1000 + surcharge]);
        assert.equal(summaryOf(paid).amount_available, 1000 + surcharge);
      }
      const { payment_id: id } = await payAndCapture(subject, { amount: 1000 });
      const { corporate_card_surcharge, total_amount } = await read(subject, id);
      assert.deepEqual([corporate_card_surcharge, total_amount], [undefined, undefined]);
    },
  },
  {
    section: 'surcharges',
    name: 'the payer sees the surcharge before confirming, and all of it is given back',
    async run(subject) {
      const payment = await create(subject, { amount: 1000 });
      const { payer, page } = await openCardPage(payment);
      const confirm = await payer.submit(page, '#submit-card-details', cardFields('4111111111111111'));
      const { payment_id: id } = payment;
      const { corporate_card_surcharge, total_amount } = await read(subject, id);
      const shown = (selector: string) => confirm.document.querySelector(selector)?.text.trim();
      assert.deepEqual(
        [shown('#payment-summary-corporate-card-fee'), shown('#amount')],
        [pounds(corporate_card_surcharge), pounds(total_amount)],
      );
      await payer.submit(confirm, '#confirm');
      const paid = await isCaptured(subject, id);
      const amount = summaryOf(paid).amount_available;
      const ask = { body: { amount, refund_amount_available: amount } };
      const refund = await call(subject, 'createRefund', `/v1/payments/${id}/refunds`, ask);
      assert.equal(refund.status, 202, refund.text);
      assert.equal(summaryOf(await read(subject, id)).status, 'full');
    },
  },
  {
    section: 'card-types',
    name: 'a card that the account does not take is an error of its field on the page, and the payment goes on',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      const again = await payer.submit(page, '#submit-card-details', cardFields('6759649826438453'));
      assert.match(again.document.querySelector('#card-no-error')?.text ?? '', /Maestro is not supported/);
      assert.equal((await read(subject, payment.payment_id)).state.status, 'started');
      const confirm = await payer.submit(again, '#submit-card-details', cardFields());
      assert.ok(confirm.document.querySelector('#confirm'), 'another card is not taken afterwards');
    },
  },
];

const pounds = (pence: unknown) => `£${(Number(pence) / 100).toFixed(2)}`;
