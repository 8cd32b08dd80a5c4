import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  assertError,
  call,
  cardFields,
  create,
  eventually,
  openCardPage,
  type Payment,
  type PaymentsSubject,
  pay,
  read,
  statesOf,
} from './subject.ts';

const EXPIRED = { status: 'failed', finished: true, code: 'P0020', message: 'Payment expired' };
const CANCELLED = {
  status: 'cancelled',
  finished: true,
  code: 'P0040',
  message: 'Payment was cancelled by the service',
};

/** How a payment comes to each state that is not finished. */
const UNFINISHED: Readonly<Record<string, (subject: PaymentsSubject) => Promise<Payment>>> = {
  created: (subject) => create(subject),
  async started(subject) {
    const payment = await create(subject);
    await openCardPage(payment);
    return payment;
  },
  async submitted(subject) {
    const payment = await create(subject);
    const { payer, page } = await openCardPage(payment);
    await payer.submit(page, '#submit-card-details', cardFields());
    return payment;
  },
  capturable: (subject) => pay(subject, { delayed_capture: true }),
};

const cancel = (subject: PaymentsSubject, id: string) =>
  call(subject, 'cancelPayment', `/v1/payments/${id}/cancel`, { method: 'POST' });

/** What can befall a payment in each of its states (payments standard, states, cancel and capture). */
export const endCases: readonly Case<PaymentsSubject>[] = [
  ...Object.entries(UNFINISHED).flatMap(([status, reach]): Case<PaymentsSubject>[] => [
    {
      section: 'expiry',
      name: `a ${status} payment whose time runs out is failed P0020, and neither paid nor cancelled afterwards`,
      async run(subject) {
        const { payment_id: id } = await reach(subject);
        assert.equal((await read(subject, id)).state.status, status);
        const path = `/ashlar/v1/sandbox/payments/${id}/expire`;
        assert.equal((await call(subject, 'expireSandboxPayment', path, { method: 'POST' })).status, 202);
        const over = await eventually(async () => {
          const shown = await read(subject, id);
          return shown.state.finished ? shown : undefined;
        }, 'the expiry');
        assert.deepEqual(over.state, EXPIRED);
        assert.equal((await statesOf(subject, id)).at(-1), 'failed');
        assertTooLate(await cancel(subject, id));
        assert.deepEqual((await read(subject, id)).state, EXPIRED);
      },
    },
    {
      section: 'cancel',
      name: `a ${status} payment can be cancelled: 204, and once only`,
      async run(subject) {
        const { payment_id: id } = await reach(subject);
        assert.equal((await read(subject, id)).state.status, status);
        assert.equal((await cancel(subject, id)).status, 204);
        const cancelled = await eventually(async () => {
          const shown = await read(subject, id);
          return shown.state.finished ? shown : undefined;
        }, 'the cancellation');
        assert.deepEqual(cancelled.state, CANCELLED);
        assertTooLate(await cancel(subject, id));
        assert.equal((await statesOf(subject, id)).at(-1), 'cancelled');
      },
    },
  ]),
  {
    section: 'cancel',
    name: 'a declined payment cannot be cancelled: 400 P0501',
    async run(subject) {
      const payment = await create(subject);
      const { payer, page } = await openCardPage(payment);
      await payer.submit(page, '#submit-card-details', cardFields('4000000000000002'));
      assertError(await cancel(subject, payment.payment_id), 400, { code: 'P0501' });
      assert.equal((await read(subject, payment.payment_id)).state.code, 'P0010');
    },
  },
];

/** A payment that is at its end cannot be cancelled, also while its provider has not heard of the end. */
function assertTooLate(answer: Answer): void {
  assertError(answer, 400, { code: 'P0501', description: 'Cancellation of payment failed' });
}
