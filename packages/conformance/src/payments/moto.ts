import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  call,
  cardFields,
  create,
  GOOD_CARD,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  paymentBody,
  read,
  statesOf,
} from './subject.ts';

const byApi = { authorisation_mode: 'moto_api', return_url: undefined };

/** Creates a payment whose card its service sends. */
const createByApi = (subject: PaymentsSubject, changes: Record<string, unknown> = {}) =>
  create(subject, { ...byApi, ...changes });

const tokenOf = (payment: Payment) => payment._links.auth_url_post?.params?.one_time_token;

function aCard(token: string | undefined, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { expiryMonth, expiryYear, cardholderName, cvc } = cardFields();
  return {
    one_time_token: token,
    card_number: GOOD_CARD,
    cvc,
    expiry_date: `${expiryMonth}/${expiryYear}`,
    cardholder_name: cardholderName,
    ...changes,
  };
}

/** Sends a card as the standard has it: the token is all the proof. */
const authorise = (subject: PaymentsSubject, body: Record<string, unknown>): Promise<Answer> =>
  call(subject, 'authorisePayment', '/v1/auth', { key: null, body });

/** Orders by mail and phone (payments standard, MOTO), by an account that may take them. */
export const motoCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'moto',
    name: 'a payment by phone on the page shows that it is one, and is paid like any other',
    async run(subject) {
      const payment = await create(subject, { moto: true });
      assert.deepEqual([payment.moto, payment.authorisation_mode], [true, 'web']);
      const { payer, page } = await openCardPage(payment);
      await payer.submit(await payer.submit(page, '#submit-card-details', cardFields()), '#confirm');
      const paid = await read(subject, payment.payment_id);
      assert.deepEqual([paid.moto, paid.state.status], [true, 'success']);
    },
  },
  {
    section: 'moto',
    name: 'a payment whose card is sent has a link for it and no page, and is a success once it is authorised',
    async run(subject) {
      const payment = await createByApi(subject, { amount: 888 });
      const { moto, authorisation_mode, return_url } = payment;
      assert.deepEqual([moto, authorisation_mode, return_url], [true, 'moto_api', undefined]);
      const links = ['auth_url_post', 'cancel', 'events', 'refunds', 'self'];
      assert.deepEqual(Object.keys(payment._links).sort(), links);
      const link = payment._links.auth_url_post;
      assert.ok(link?.href.endsWith('/v1/auth'), 'the card is sent elsewhere than to /v1/auth');
      assert.deepEqual([link?.method, link?.type], ['POST', 'application/json']);
      assert.equal((await authorise(subject, aCard(tokenOf(payment)))).status, 204);
      const paid = await read(subject, payment.payment_id);
      assert.deepEqual([paid.amount, paid.state.status, paid.state.finished], [888, 'success', true]);
      assert.deepEqual(Object.keys(paid._links).sort(), ['events', 'refunds', 'self']);
      assert.equal((paid.card_details as Record<string, unknown>).last_digits_card_number, '1111');
      const states = await statesOf(subject, payment.payment_id);
      assert.deepEqual([states[0], states.at(-1)], ['created', 'success']);
    },
  },
  {
    section: 'moto',
    name: 'where the capture is delayed it waits as capturable',
    async run(subject) {
      const payment = await createByApi(subject, { delayed_capture: true });
      assert.equal((await authorise(subject, aCard(tokenOf(payment)))).status, 204);
      const waiting = await read(subject, payment.payment_id);
      assert.equal(waiting.state.status, 'capturable');
      assert.ok(waiting._links.capture, 'a capturable payment has no link to capture it');
      assert.equal(waiting._links.auth_url_post, undefined);
    },
  },
  {
    section: 'moto',
    name: 'of twenty that send one token at once one is 204 and the others are 400 P1212',
    async run(subject) {
      const payment = await createByApi(subject);
      const body = aCard(tokenOf(payment));
      const answers = await Promise.all(Array.from({ length: 20 }, () => authorise(subject, body)));
      assert.equal(answers.filter(({ status }) => status === 204).length, 1);
      const used = { code: 'P1212', description: 'The one_time_token has already been used' };
      for (const answer of answers.filter(({ status }) => status !== 204)) assertError(answer, 400, used);
      assertError(await authorise(subject, body), 400, used);
    },
  },
  {
    section: 'moto-errors',
    name: 'a declined card is 402 P0010, a faulty one 500 P0050, and the payment ends so',
    async run(subject) {
      const ends = [
        ['4000000000000002', 402, 'P0010', 'The payment was rejected', 'failed'],
        ['4444333322221112', 402, 'P0010', 'The card_number is not a valid card number', 'failed'],
        ['4000000000000119', 500, 'P0050', 'There was an error authorising the payment', 'error'],
      ] as const;
      for (const [card_number, status, code, description, state] of ends) {
        const payment = await createByApi(subject);
        const answer = await authorise(subject, aCard(tokenOf(payment), { card_number }));
        assertError(answer, status, { code, description });
        const after = await read(subject, payment.payment_id);
        assert.deepEqual([after.state.status, after.state.code], [state, code]);
      }
    },
  },
  {
    section: 'moto-errors',
    name: 'what is missing is 422 P0101, what is wrong 422 P0102, and the token is still good',
    async run(subject) {
      const payment = await createByApi(subject);
      const token = tokenOf(payment);
      for (const field of ['card_number', 'cvc', 'expiry_date', 'cardholder_name']) {
        const description = `Missing mandatory attribute: ${field}`;
        const answer = await authorise(subject, aCard(token, { [field]: undefined }));
        assertError(answer, 422, { code: 'P0101', field, description });
      }
      const short = 'Invalid attribute value: card_number. Must be between 12 and 19 characters long';
      const answer = await authorise(subject, aCard(token, { card_number: '42424242424' }));
      assertError(answer, 422, { code: 'P0102', field: 'card_number', description: short });
      const past = 'Invalid attribute value: expiry_date. Must be a valid date in the future';
      const expired = await authorise(subject, aCard(token, { expiry_date: '01/20' }));
      assertError(expired, 422, { code: 'P0102', description: past });
      assert.equal((await read(subject, payment.payment_id)).state.status, 'created');
      assert.equal((await authorise(subject, aCard(token))).status, 204);
    },
  },
  {
    section: 'moto-errors',
    name: 'a wrong token is 400 P1211, after the card was looked at',
    async run(subject) {
      const notValid = { code: 'P1211', description: 'The one_time_token is not valid' };
      assertError(await authorise(subject, aCard('nonsense')), 400, notValid);
      assertError(await authorise(subject, aCard('nonsense', { cvc: '1' })), 422, {
        code: 'P0102',
        field: 'cvc',
      });
      const page = await create(subject);
      const ofPage = page._links.next_url_post?.params?.chargeTokenId;
      assertError(await authorise(subject, aCard(ofPage)), 400, { code: 'P1211' });
      assert.equal((await read(subject, page.payment_id)).state.status, 'created');
    },
  },
  {
    section: 'moto-errors',
    name: 'return_url is unexpected where the card is sent, whoever asks',
    async run(subject) {
      const body = paymentBody({ authorisation_mode: 'moto_api' });
      for (const one of [subject, asOther(subject)]) {
        assertError(await call(one, 'createPayment', '/v1/payments', { body }), 400, {
          code: 'P0104',
          field: 'return_url',
          description: 'Unexpected attribute: return_url',
        });
      }
    },
  },
  {
    section: 'moto-errors',
    name: 'an account that may not is 422: P0196 on the page, P0195 through the API',
    async run(subject) {
      const ask = (changes: Record<string, unknown>) =>
        call(asOther(subject), 'createPayment', '/v1/payments', { body: paymentBody(changes) });
      assertError(await ask({ moto: true }), 422, { code: 'P0196' });
      assertError(await ask(byApi), 422, {
        code: 'P0195',
        description: 'Using authorisation_mode of moto_api is not allowed for this account',
      });
    },
  },
];
