import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { asOther, assertError, call, create, type PaymentsSubject, pay, read, statesOf } from './subject.ts';

const capture = (subject: PaymentsSubject, id: string) =>
  call(subject, 'capturePayment', `/v1/payments/${id}/capture`, { method: 'POST' });

/** Payments that their service captures (payments standard, delayed capture). */
export const captureCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'capture',
    name: 'a delayed payment waits as capturable, with its link; captured it is a success, and again is 204',
    async run(subject) {
      const { payment_id: id } = await pay(subject, { delayed_capture: true });
      const waiting = await read(subject, id);
      assert.deepEqual(waiting.state, { status: 'capturable', finished: false });
      assert.equal(waiting._links.capture?.method, 'POST');
      assert.equal(waiting._links.next_url, undefined);
      assert.ok(waiting._links.cancel, 'a capturable payment has no link to cancel it');
      assert.equal((await capture(subject, id)).status, 204);
      const captured = await read(subject, id);
      assert.deepEqual(captured.state, { status: 'success', finished: true });
      assert.equal(captured._links.capture, undefined);
      assert.equal((await capture(subject, id)).status, 204);
      const states = ['created', 'started', 'submitted', 'capturable', 'success'];
      assert.deepEqual(await statesOf(subject, id), states);
    },
  },
  {
    section: 'capture',
    name: 'of fifty captures at once every one is 204 and the payment succeeds once',
    async run(subject) {
      const { payment_id: id } = await pay(subject, { delayed_capture: true });
      const answers = await Promise.all(Array.from({ length: 50 }, () => capture(subject, id)));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [204]);
      const successes = (await statesOf(subject, id)).filter((state) => state === 'success');
      assert.equal(successes.length, 1);
    },
  },
  {
    section: 'capture',
    name: 'a capturable payment can be cancelled, and then not captured: 409 P1003',
    async run(subject) {
      const { payment_id: id } = await pay(subject, { delayed_capture: true });
      const cancel = await call(subject, 'cancelPayment', `/v1/payments/${id}/cancel`, { method: 'POST' });
      assert.equal(cancel.status, 204);
      assertError(await capture(subject, id), 409, {
        code: 'P1003',
        description: 'Payment cannot be captured',
      });
      assert.equal((await read(subject, id)).state.code, 'P0040');
    },
  },
  {
    section: 'capture',
    name: 'a payment that was not paid is 409 P1003',
    async run(subject) {
      const { payment_id: id } = await create(subject, { delayed_capture: true });
      assertError(await capture(subject, id), 409, { code: 'P1003' });
      assert.equal((await read(subject, id)).state.status, 'created');
    },
  },
  {
    section: 'capture',
    name: 'another account’s payment is 404 P1000',
    async run(subject) {
      const { payment_id: id } = await pay(subject, { delayed_capture: true });
      assertError(await capture(asOther(subject), id), 404, { code: 'P1000', description: 'Not found' });
      assert.equal((await read(subject, id)).state.status, 'capturable');
    },
  },
];
