import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import {
  assertError,
  call,
  cardFields,
  create,
  eventually,
  GOOD_CARD,
  openCardPage,
  type PaymentsSubject,
  RETURN_URL,
  read,
  statesOf,
} from './subject.ts';

const DECLINED = { status: 'failed', finished: true, code: 'P0010', message: 'Payment method rejected' };
const FAULTY = {
  status: 'error',
  finished: true,
  code: 'P0050',
  message: 'Payment provider returned an error',
};
const CANCELLED = {
  status: 'cancelled',
  finished: true,
  code: 'P0040',
  message: 'Payment was cancelled by the service',
};
const GIVEN_UP = {
  status: 'failed',
  finished: true,
  code: 'P0030',
  message: 'Payment was cancelled by the user',
};

/** Authorised numbers of the sandbox, one of each brand and length (payments standard, test cards). */
const AUTHORISED = [
  GOOD_CARD,
  '4242424242424242',
  '4917610000000000003',
  '5105105105105100',
  '371449635398431',
  '6011000990139424',
  '36148900647913',
];

/** From creation to the money, and every way a payment can end. */
export const lifecycleCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'states',
    name: 'a payer enters a card, confirms, and is sent back; the payment is a success',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      assert.equal((await read(subject, payment.payment_id)).state.status, 'started');
      const confirm = await payer.submit(page, '#submit-card-details', cardFields());
      assert.equal((await read(subject, payment.payment_id)).state.status, 'submitted');
      assert.ok(confirm.document.querySelector('#main-content #confirm'), 'no confirm page after the card');
      const back = await payer.submit(confirm, '#confirm');
      assert.equal(back.url, RETURN_URL);
      const paid = await read(subject, payment.payment_id);
      assert.deepEqual(paid.state, { status: 'success', finished: true });
      assert.deepEqual(await statesOf(subject, payment.payment_id), [
        'created',
        'started',
        'submitted',
        'success',
      ]);
    },
  },
  ...AUTHORISED.map(
    (card): Case<PaymentsSubject> => ({
      section: 'cards',
      name: `card ${card} is authorised and shown by its first and last digits only`,
      async run(subject) {
        const payment = await create(subject);
        const { payer, page } = await openCardPage(payment);
        const cvc = card.startsWith('37') ? '1234' : '123';
        await payer.submit(page, '#submit-card-details', { ...cardFields(card), cvc });
        const shown = await read(subject, payment.payment_id);
        assert.equal(shown.state.status, 'submitted');
        const details = shown.card_details as Record<string, unknown>;
        assert.equal(details.first_digits_card_number, card.slice(0, 6));
        assert.equal(details.last_digits_card_number, card.slice(-4));
        assert.ok(!JSON.stringify(shown).includes(card), 'the whole card number is shown');
      },
    }),
  ),
  ...['4000000000000002', '4000000000000069', '4000000000000127'].map(
    (card): Case<PaymentsSubject> => ({
      section: 'cards',
      name: `card ${card} is declined: failed P0010`,
      run: (subject) => endsAfterCard(subject, card, DECLINED),
    }),
  ),
  {
    section: 'cards',
    name: 'card 4000000000000119 is a provider’s error: error P0050',
    run: (subject) => endsAfterCard(subject, '4000000000000119', FAULTY),
  },
  {
    section: 'cancel',
    name: 'a service cancels a payment: 204, cancelled P0040, and no second time',
    async run(subject) {
      const { payment_id } = await create(subject);
      const path = `/v1/payments/${payment_id}/cancel`;
      assert.equal((await call(subject, 'cancelPayment', path, { method: 'POST' })).status, 204);
      const cancelled = await read(subject, payment_id);
      assert.deepEqual(cancelled.state, CANCELLED);
      assert.equal(cancelled._links.next_url, undefined);
      assert.equal(cancelled._links.cancel, undefined);
      assertError(await call(subject, 'cancelPayment', path, { method: 'POST' }), 400, { code: 'P0501' });
    },
  },
  {
    section: 'cancel',
    name: 'a paid payment cannot be cancelled: 400 P0501',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      await payer.submit(await payer.submit(page, '#submit-card-details', cardFields()), '#confirm');
      const answer = await call(subject, 'cancelPayment', `/v1/payments/${payment.payment_id}/cancel`, {
        method: 'POST',
      });
      assertError(answer, 400, { code: 'P0501' });
      assert.equal((await read(subject, payment.payment_id)).state.status, 'success');
    },
  },
  {
    section: 'cancel',
    name: 'a payer gives up on the page: failed P0030',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      await payer.submit(page, '#cancel-payment');
      const given = await eventually(async () => {
        const shown = await read(subject, payment.payment_id);
        return shown.state.finished ? shown : undefined;
      }, 'the cancellation');
      assert.deepEqual(given.state, GIVEN_UP);
    },
  },
  {
    section: 'cancel',
    name: 'of twenty cancellations at once one is accepted and none is a server error',
    async run(subject) {
      const { payment_id } = await create(subject);
      const path = `/v1/payments/${payment_id}/cancel`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => call(subject, 'cancelPayment', path, { method: 'POST' })),
      );
      const statuses = answers.map((answer) => answer.status);
      assert.ok(statuses.includes(204), `none accepted: ${statuses}`);
      assert.ok(
        statuses.every((status) => [204, 400, 409].includes(status)),
        `unexpected: ${statuses}`,
      );
      assert.deepEqual(await statesOf(subject, payment_id), ['created', 'cancelled']);
    },
  },
];

async function endsAfterCard(subject: PaymentsSubject, card: string, state: object): Promise<void> {
  const payment = await create(subject);
  const { payer, page } = await openCardPage(payment);
  await payer.submit(page, '#submit-card-details', cardFields(card));
  assert.deepEqual((await read(subject, payment.payment_id)).state, state);
}
