import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { asOther, assertError, call, type PaymentsSubject, read, statesOf, summaryOf } from './subject.ts';

function aNotification(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    amount: 12000,
    reference: 'MRPC12345',
    description: 'New passport application',
    processor_id: '183f2j8923j8',
    provider_id: crypto.randomUUID(),
    payment_outcome: { status: 'success' },
    ...changes,
  };
}

const tell = (subject: PaymentsSubject, body: Record<string, unknown>): Promise<Answer> =>
  call(subject, 'notifyPayment', '/v1/payment_notification', { body });

const idOf = ({ json }: Answer) => (json as { payment_id: string }).payment_id;

/** Payments that somebody else took (payments standard, telephone payment notifications), by an account that may tell of them. */
export const notificationCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'payment-notification',
    name: 'a payment that was taken elsewhere is a success at once, and none of its money can be given back',
    async run(subject) {
      const facts = {
        card_type: 'visa',
        name_on_card: 'J Bloggs',
        card_expiry: '02/29',
        last_four_digits: '1234',
        first_six_digits: '654321',
      };
      const body = aNotification(facts);
      const told = await tell(subject, body);
      assert.equal(told.status, 201, told.text);
      const { payment_id: id, state, ...repeated } = told.json as Record<string, unknown>;
      assert.deepEqual([repeated, state], [body, { status: 'success', finished: true }]);
      const payment = await read(subject, String(id));
      const { amount, reference, authorisation_mode, provider_id } = payment;
      assert.deepEqual(
        [amount, reference, authorisation_mode, provider_id],
        [12000, 'MRPC12345', 'external', body.provider_id],
      );
      assert.equal(summaryOf(payment).status, 'unavailable');
      assert.deepEqual(Object.keys(payment._links).sort(), ['events', 'refunds', 'self']);
      assert.deepEqual(await statesOf(subject, String(id)), ['created', 'success']);
    },
  },
  {
    section: 'payment-notification',
    name: 'one that failed shows why',
    async run(subject) {
      const ends = { P0010: 'failed', P0030: 'failed', P0050: 'error' };
      for (const [code, status] of Object.entries(ends)) {
        const told = await tell(subject, aNotification({ payment_outcome: { status: 'failed', code } }));
        assert.equal(told.status, 201, told.text);
        const { state } = await read(subject, idOf(told));
        assert.deepEqual([state.status, state.finished, state.code], [status, true, code]);
      }
    },
  },
  {
    section: 'payment-notification',
    name: 'of twenty that tell of one at once one makes it (201), the others are shown it (200)',
    async run(subject) {
      const body = aNotification();
      const answers = await Promise.all(Array.from({ length: 20 }, () => tell(subject, body)));
      assert.equal(answers.filter(({ status }) => status === 201).length, 1);
      assert.equal(answers.filter(({ status }) => status === 200).length, 19);
      assert.equal(new Set(answers.map(idOf)).size, 1);
      assert.deepEqual(
        [(await tell(subject, body)).status, (await tell(subject, { ...body, amount: 1 })).status],
        [200, 200],
      );
    },
  },
  {
    section: 'payment-notification-errors',
    name: 'what is missing is 422 P0101, what is wrong 422 P0102, in order',
    async run(subject) {
      const rows = [
        [{ amount: undefined, reference: undefined }, 'P0101', 'amount'],
        [{ processor_id: undefined, provider_id: undefined }, 'P0101', 'processor_id'],
        [{ provider_id: undefined, card_type: 'discover' }, 'P0101', 'provider_id'],
        [{ payment_outcome: undefined, card_expiry: 'x' }, 'P0101', 'payment_outcome'],
        [{ payment_outcome: { status: 'success', code: 'P0010' } }, 'P0102', 'payment_outcome'],
        [{ amount: 10_000_001 }, 'P0102', 'amount'],
        [{ card_type: 'discover' }, 'P0102', 'card_type'],
        [{ last_four_digits: '12345' }, 'P0102', 'last_four_digits'],
      ] as const;
      for (const [changes, code, field] of rows) {
        assertError(await tell(subject, aNotification(changes)), 422, { code, field });
      }
    },
  },
  {
    section: 'payment-notification-errors',
    name: 'an account that may not is 403 P0930, after the body was looked at',
    async run(subject) {
      assertError(await tell(asOther(subject), aNotification()), 403, { code: 'P0930' });
      const wrong = await tell(asOther(subject), aNotification({ reference: undefined }));
      assertError(wrong, 422, { code: 'P0101', field: 'reference' });
    },
  },
];
