import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  asOther,
  assertError,
  assertShows,
  call,
  create,
  eventually,
  fresh,
  type PaymentsSubject,
  pay,
  paymentBody,
} from './subject.ts';

/** An agreement as the API shows it, as far as the suite reads it. */
export interface Agreement {
  readonly agreement_id: string;
  readonly status: string;
  readonly cancelled_date?: string;
  readonly payment_instrument?: { type: string; card_details: Record<string, unknown> };
  readonly [member: string]: unknown;
}

const agreementBody = (changes: Record<string, unknown> = {}) => ({
  reference: fresh('CT'),
  description: fresh('Council tax'),
  ...changes,
});

const post = (subject: PaymentsSubject, body: unknown): Promise<Answer> =>
  call(subject, 'createAgreement', '/v1/agreements', { body });

/** Creates an agreement; throws unless the reply is 201 and shows what was asked for. */
export async function createAgreement(
  subject: PaymentsSubject,
  changes: Record<string, unknown> = {},
): Promise<Agreement> {
  const body = agreementBody(changes);
  const answer = await post(subject, body);
  assert.equal(answer.status, 201, answer.text);
  assertShows(answer.json, body, ['reference', 'description', 'user_identifier']);
  return answer.json as Agreement;
}

/** Reads an agreement; throws unless the reply is 200. */
export async function readAgreement(subject: PaymentsSubject, id: string): Promise<Agreement> {
  const answer = await call(subject, 'getAgreement', `/v1/agreements/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Agreement;
}

/** Cancels an agreement. */
export function cancelAgreement(subject: PaymentsSubject, id: string): Promise<Answer> {
  return call(subject, 'cancelAgreement', `/v1/agreements/${id}/cancel`, { method: 'POST' });
}

/** Waits until an agreement shows a status. */
export function becomes(subject: PaymentsSubject, id: string, status: string): Promise<Agreement> {
  return eventually(async () => {
    const shown = await readAgreement(subject, id);
    return shown.status === status ? shown : undefined;
  }, `agreement ${status}`);
}

/** An agreement that a payer has set a card up for. */
export async function activeAgreement(subject: PaymentsSubject, card?: string): Promise<string> {
  const { agreement_id: id } = await createAgreement(subject);
  await pay(subject, { set_up_agreement: id }, card);
  await becomes(subject, id, 'active');
  return id;
}

const notCancelled = { code: 'P2501', description: 'Cancellation of agreement failed' };

/** What payers agree to be charged for again (payments standard, agreements). */
export const agreementCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'agreements',
    name: 'an agreement is created without a card, and active with one once a payment that sets it up is paid',
    async run(subject) {
      const made = await createAgreement(subject, { user_identifier: 'user-1' });
      const { agreement_id: id } = made;
      assert.equal(made.status, 'created');
      assert.deepEqual(await readAgreement(subject, id), made);
      const payment = await create(subject, { set_up_agreement: id });
      assert.equal(payment.agreement_id, id);
      assert.deepEqual(await readAgreement(subject, id), made);
      await pay(subject, { set_up_agreement: id });
      const active = await becomes(subject, id, 'active');
      assert.equal(active.payment_instrument?.type, 'card');
      const { first_digits_card_number, last_digits_card_number } = active.payment_instrument.card_details;
      assert.deepEqual([first_digits_card_number, last_digits_card_number], ['444433', '1111']);
    },
  },
  {
    section: 'agreements',
    name: 'only an active agreement is cancelled (204), once; any other is 400 P2501',
    async run(subject) {
      const { agreement_id: created } = await createAgreement(subject);
      assertError(await cancelAgreement(subject, created), 400, notCancelled);
      const id = await activeAgreement(subject);
      assert.equal((await cancelAgreement(subject, id)).status, 204);
      const cancelled = await becomes(subject, id, 'cancelled');
      assert.match(String(cancelled.cancelled_date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assertError(await cancelAgreement(subject, id), 400, notCancelled);
    },
  },
  {
    section: 'agreements',
    name: 'setting a cancelled agreement up again revives it',
    async run(subject) {
      const id = await activeAgreement(subject);
      await cancelAgreement(subject, id);
      await pay(subject, { set_up_agreement: id }, '5101180000000007');
      const revived = await becomes(subject, id, 'active');
      assert.equal(revived.payment_instrument?.card_details.last_digits_card_number, '0007');
    },
  },
  {
    section: 'agreements',
    name: 'setting an active agreement up again replaces its card',
    async run(subject) {
      const id = await activeAgreement(subject);
      await pay(subject, { set_up_agreement: id }, '5101180000000007');
      await eventually(async () => {
        const { payment_instrument: instrument } = await readAgreement(subject, id);
        return instrument?.card_details.last_digits_card_number === '0007' ? true : undefined;
      }, 'the other card');
      assert.equal((await readAgreement(subject, id)).status, 'active');
    },
  },
  {
    section: 'agreement-errors',
    name: 'presence and type (400) are looked at before length (422), reference before description',
    async run(subject) {
      const missing = (field: string) => ({
        code: 'P2101',
        field,
        description: `Missing mandatory attribute: ${field}`,
      });
      const long = (field: string) => ({
        code: 'P2102',
        field,
        description: `Invalid attribute value: ${field}. Must be less than or equal to 255 characters length`,
      });
      const tooLong = 'x'.repeat(256);
      const bounds = { reference: 'x'.repeat(255), description: 'x'.repeat(255) };
      assert.equal((await post(subject, bounds)).status, 201);
      assertError(await post(subject, {}), 400, missing('reference'));
      assertError(await post(subject, { reference: tooLong }), 400, missing('description'));
      assertError(await post(subject, agreementBody({ reference: tooLong })), 422, long('reference'));
      assertError(await post(subject, agreementBody({ description: tooLong })), 422, long('description'));
      assertError(
        await post(subject, agreementBody({ user_identifier: tooLong })),
        422,
        long('user_identifier'),
      );
      assertError(await post(subject, agreementBody({ reference: 1 })), 400, {
        code: 'P2102',
        field: 'reference',
      });
      assertError(
        await call(subject, 'createAgreement', '/v1/agreements', { method: 'POST', text: '{' }),
        400,
        {
          code: 'P2197',
          description: 'Unable to parse JSON',
        },
      );
    },
  },
  {
    section: 'agreement-errors',
    name: 'another account’s agreements are neither found nor cancelled nor set up',
    async run(subject) {
      const id = await activeAgreement(subject);
      const other = asOther(subject);
      assertError(await call(other, 'getAgreement', `/v1/agreements/${id}`), 404, { code: 'P2200' });
      assertError(await cancelAgreement(other, id), 404, { code: 'P2500' });
      const body = paymentBody({ set_up_agreement: id });
      assertError(await call(other, 'createPayment', '/v1/payments', { body }), 400, {
        code: 'P0103',
        field: 'set_up_agreement',
        description: 'Invalid attribute value: set_up_agreement. Agreement ID does not exist',
      });
      assert.equal((await readAgreement(subject, id)).status, 'active');
    },
  },
  {
    section: 'agreement-search',
    name: 'reference and status find this account’s agreements, newest first, on pages; wrong parameters are named',
    async run(subject) {
      const reference = `Ref-${crypto.randomUUID()}`;
      const ids: string[] = [];
      for (let n = 0; n < 3; n += 1) {
        ids.unshift((await createAgreement(subject, { reference })).agreement_id);
      }
      await createAgreement(asOther(subject), { reference });
      const find = (query: Record<string, string>) =>
        call(subject, 'searchAgreements', `/v1/agreements?${new URLSearchParams(query)}`);
      const idsOf = (answer: Answer) =>
        (answer.json as { results: Agreement[] }).results.map((one) => one.agreement_id);
      const found = await eventually(async () => {
        const answer = await find({ reference });
        return (answer.json as { total: number }).total === 3 ? answer : undefined;
      }, 'three agreements');
      assert.deepEqual(idsOf(found), ids);
      assert.deepEqual(idsOf(await find({ reference, status: 'created' })), ids);
      assert.deepEqual(idsOf(await find({ reference, status: 'active' })), []);
      assert.deepEqual(idsOf(await find({ reference, page: '2', display_size: '2' })), ids.slice(2));
      assertError(await find({ reference, page: '2' }), 404, {
        code: 'P2402',
        description: 'Page not found',
      });
      assertError(await find({ page: '0', status: 'CREATED' }), 422, {
        code: 'P2401',
        description:
          'Invalid parameters: status, page. See Public API documentation for the correct data formats',
      });
    },
  },
];
