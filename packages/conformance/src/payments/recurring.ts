import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { activeAgreement, becomes, cancelAgreement, createAgreement } from './agreements.ts';
import {
  asOther,
  assertError,
  call,
  eventually,
  fresh,
  type Payment,
  type PaymentsSubject,
  paymentBody,
  RETURN_URL,
  read,
  statesOf,
  summaryOf,
} from './subject.ts';

// The standard's sandbox takes it when it is set up, and declines it when it is charged.
const declinedLater = '5105105105105100';

const charge = (
  subject: PaymentsSubject,
  agreementId: string | undefined,
  changes: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const mode = { authorisation_mode: 'agreement', agreement_id: agreementId, return_url: undefined };
  return call(subject, 'createPayment', '/v1/payments', {
    body: paymentBody({ ...mode, ...changes }),
    headers,
  });
};

const wrongAgreement = (why: string) => ({
  code: 'P0102',
  field: 'agreement_id',
  description: `Invalid attribute value: agreement_id. ${why}`,
});

/** Payments that agreements are charged for (payments standard, recurring payments). */
export const recurringCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'recurring',
    name: 'an active agreement is charged without its payer: no page, no cancel link, a success within seconds',
    async run(subject) {
      const agreement = await activeAgreement(subject);
      const answer = await charge(subject, agreement, { amount: 777, agreement_payment_type: 'instalment' });
      assert.equal(answer.status, 201, answer.text);
      const made = answer.json as Payment;
      assert.deepEqual(Object.keys(made._links).sort(), ['events', 'refunds', 'self']);
      const { agreement_id, agreement_payment_type, authorisation_mode, return_url } = made;
      assert.deepEqual(
        { agreement_id, agreement_payment_type, authorisation_mode, return_url },
        {
          agreement_id: agreement,
          agreement_payment_type: 'instalment',
          authorisation_mode: 'agreement',
          return_url: undefined,
        },
      );
      const done = await eventually(async () => {
        const shown = await read(subject, made.payment_id);
        return summaryOf(shown).status === 'available' ? shown : undefined;
      }, 'the capture');
      assert.deepEqual([done.amount, done.state.status, done.state.finished], [777, 'success', true]);
      assert.equal((done.card_details as Record<string, unknown>).last_digits_card_number, '1111');
      const states = await statesOf(subject, made.payment_id);
      assert.deepEqual([states[0], states[1], states.at(-1)], ['created', 'started', 'success']);
    },
  },
  {
    section: 'recurring',
    name: 'a charge that is declined for good fails with can_retry false, and its agreement is inactive',
    async run(subject) {
      const agreement = await activeAgreement(subject, declinedLater);
      const { payment_id: id } = (await charge(subject, agreement)).json as Payment;
      const failed = await eventually(async () => {
        const shown = await read(subject, id);
        return shown.state.finished ? shown : undefined;
      }, 'the end of the charge');
      const state = failed.state as Payment['state'] & { can_retry?: boolean };
      assert.deepEqual([state.status, state.code, state.can_retry], ['failed', 'P0010', false]);
      await becomes(subject, agreement, 'inactive');
      assertError(await charge(subject, agreement), 400, wrongAgreement('Agreement must be active'));
    },
  },
  {
    section: 'recurring',
    name: 'an idempotency key charges once: the same request is 200 with the payment, another one 409 P0191',
    async run(subject) {
      const agreement = await activeAgreement(subject);
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const same = { reference: fresh('REF'), description: 'Council tax' };
      const first = await charge(subject, agreement, same, headers);
      const again = await charge(subject, agreement, same, headers);
      assert.deepEqual([first.status, again.status], [201, 200]);
      assert.equal((again.json as Payment).payment_id, (first.json as Payment).payment_id);
      assertError(await charge(subject, agreement, { ...same, amount: 1 }, headers), 409, { code: 'P0191' });
      const query = `/v1/payments?agreement_id=${agreement}`;
      await eventually(async () => {
        const { total } = (await call(subject, 'searchPayments', query)).json as { total: number };
        return total === 2 ? true : undefined;
      }, 'two payments of the agreement, its set-up and its charge');
    },
  },
  {
    section: 'recurring-errors',
    name: 'an agreement that is unknown, another account’s, not set up or cancelled is not charged',
    async run(subject) {
      const unknown = wrongAgreement('Agreement does not exist');
      const inactive = wrongAgreement('Agreement must be active');
      const agreement = await activeAgreement(subject);
      assertError(await charge(subject, '0'.repeat(26)), 400, unknown);
      assertError(await charge(asOther(subject), agreement), 400, unknown);
      const { agreement_id: created } = await createAgreement(subject);
      assertError(await charge(subject, created), 400, inactive);
      await cancelAgreement(subject, agreement);
      assertError(await charge(subject, agreement), 400, inactive);
    },
  },
  {
    section: 'recurring-errors',
    name: 'what has no place in such a payment is 400 P0104, before the agreement is looked at',
    async run(subject) {
      const unknown = '0'.repeat(26);
      for (const [field, value] of [
        ['return_url', RETURN_URL],
        ['email', 'payer@service.example'],
        ['prefilled_cardholder_details', { cardholder_name: 'J Bloggs' }],
      ] as const) {
        assertError(await charge(subject, unknown, { [field]: value }), 400, {
          code: 'P0104',
          field,
          description: `Unexpected attribute: ${field}`,
        });
      }
      assertError(await charge(subject, undefined), 400, {
        code: 'P0101',
        field: 'agreement_id',
        description: 'Missing mandatory attribute: agreement_id',
      });
      const web = { authorisation_mode: 'web', return_url: RETURN_URL };
      assertError(await charge(subject, unknown, web), 400, { code: 'P0104', field: 'agreement_id' });
    },
  },
];
