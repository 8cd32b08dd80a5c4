import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { aCaptured, anAuthorised, aPayment, aRefund, type ProviderSubject } from './subject.ts';

/** Money: that it is taken once and goes back as often and as much as was asked for, never more. */
export const moneyCases: readonly Case<ProviderSubject>[] = [
  {
    section: 'capture',
    name: 'the money of an authorisation is taken, and the capture is known by its key',
    async run(subject) {
      const payment = await anAuthorised(subject);
      const answer = await payment.capture();
      assert.equal(answer.outcome, 'captured');
      assert.ok(answer.fee === undefined || (Number.isInteger(answer.fee) && answer.fee >= 0));
      assert.equal((await payment.capture()).outcome, 'captured', 'a repeat is answered otherwise');
      const known = await payment.queryCapture();
      assert.deepEqual([known?.operation, known?.outcome], ['capture', 'captured']);
    },
  },
  {
    section: 'capture',
    name: 'is refused under a second key: the money was taken',
    async run(subject) {
      const payment = await aCaptured(subject);
      assert.equal((await payment.capture(`${payment.paymentId}x-capture`)).outcome, 'refused');
      assert.equal((await payment.queryCapture())?.outcome, 'captured');
    },
  },
  {
    section: 'capture',
    name: 'of fifty captures under one key, and fifty under others, one takes the money',
    async run(subject) {
      const payment = await anAuthorised(subject);
      const keys = Array.from({ length: 50 }, (_, at) => `${payment.paymentId}${at}-capture`);
      const results = await Promise.allSettled([
        ...keys.map(() => payment.capture()),
        ...keys.map((key) => payment.capture(key)),
      ]);
      const took = results.map((one) => one.status === 'fulfilled' && one.value.outcome === 'captured');
      const ours = took.slice(0, 50).filter(Boolean).length;
      const others = took.slice(50).filter(Boolean).length;
      assert.ok(ours === 0 ? others === 1 : others === 0, `${others} other captures took the money too`);
      assert.ok(ours + others > 0, 'nobody took the money');
    },
  },
  {
    section: 'capture',
    name: 'once captured a payment cannot be let go of',
    async run(subject) {
      const payment = await aCaptured(subject);
      await payment.cancel().catch(() => undefined);
      assert.equal((await payment.queryCapture())?.outcome, 'captured');
      assert.equal(await payment.refund(1450), 'refunded');
    },
  },
  {
    section: 'capture',
    name: 'of a capture and a cancellation at once one wins',
    async run(subject) {
      for (let round = 0; round < 10; round += 1) {
        const payment = await anAuthorised(subject);
        const [captured] = await Promise.allSettled([payment.capture(), payment.cancel()]);
        const standing = (await payment.queryAuthorisation())?.outcome;
        if (captured.status === 'fulfilled' && captured.value.outcome === 'captured') {
          assert.notEqual(standing, 'cancelled', 'taken and let go of');
        } else {
          assert.equal(standing, 'cancelled', 'neither taken nor let go of');
        }
      }
    },
  },
  {
    section: 'refund',
    name: 'parts of what was taken go back until nothing is left',
    async run(subject) {
      const payment = await aCaptured(subject, 1000);
      const first = aRefund();
      assert.equal(await payment.refund(400, first), 'refunded');
      assert.deepEqual((await payment.queryRefund(first))?.outcome, 'refunded');
      assert.equal(await payment.refund(601), 'refused');
      assert.equal(await payment.refund(600), 'refunded');
      assert.equal(await payment.refund(1), 'refused');
    },
  },
  {
    section: 'refund',
    name: 'repeating a key gives nothing back twice',
    async run(subject) {
      const payment = await aCaptured(subject, 1000);
      const refund = aRefund();
      assert.equal(await payment.refund(600, refund), 'refunded');
      assert.equal(await payment.refund(600, refund), 'refunded');
      assert.equal(await payment.refund(400), 'refunded', 'the repeat took from what was left');
    },
  },
  {
    section: 'refund',
    name: 'of fifty calls with one key, and of fifty refunds that are too many, no more than was taken goes back',
    async run(subject) {
      const payment = await aCaptured(subject, 1000);
      const refund = aRefund();
      const same = await Promise.allSettled(Array.from({ length: 50 }, () => payment.refund(500, refund)));
      assert.ok(same.some((one) => one.status === 'fulfilled' && one.value === 'refunded'));
      const others = await Promise.allSettled(Array.from({ length: 50 }, () => payment.refund(100)));
      const gone = others.filter((one) => one.status === 'fulfilled' && one.value === 'refunded').length;
      assert.ok(gone <= 5, `${gone} refunds of 100 out of 500`);
    },
  },
  {
    section: 'refund',
    name: 'money that was not taken does not go back',
    async run(subject) {
      const waiting = await anAuthorised(subject);
      assert.equal(await waiting.refund(100), 'refused');
      const unknown = aPayment(subject);
      assert.equal(await unknown.refund(100), 'refused');
    },
  },
];
