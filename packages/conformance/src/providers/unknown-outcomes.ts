import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { aCaptured, anAuthorised, aPayment, aRefund, assertLost, type ProviderSubject } from './subject.ts';

/** Calls whose answers do not come: asking tells what became of them, and repeating them does no harm. */
export const unknownOutcomeCases: readonly Case<ProviderSubject>[] = [
  {
    section: 'unknown outcomes',
    name: 'an authorisation whose answer was lost is known; one that never came is not, and may be sent again',
    async run(subject) {
      const done = aPayment(subject);
      await subject.losing('after', () => assertLost(done.authorise()));
      assert.equal((await done.queryAuthorisation())?.outcome, 'authorised');
      const never = aPayment(subject);
      await subject.losing('before', () => assertLost(never.authorise()));
      assert.equal(await never.queryAuthorisation(), undefined);
      assert.equal((await never.authorise()).outcome, 'authorised');
    },
  },
  {
    section: 'unknown outcomes',
    name: 'an authorisation whose answer was lost can be let go of by its key alone',
    async run(subject) {
      const payment = aPayment(subject);
      await subject.losing('after', () => assertLost(payment.authorise()));
      await payment.cancel();
      assert.equal((await payment.queryAuthorisation())?.outcome, 'cancelled');
    },
  },
  {
    section: 'unknown outcomes',
    name: 'a capture whose answer was lost is known and not repeated; one that never came is not known',
    async run(subject) {
      const done = await anAuthorised(subject);
      await subject.losing('after', () => assertLost(done.capture()));
      assert.equal((await done.queryCapture())?.outcome, 'captured');
      assert.equal((await done.capture()).outcome, 'captured');
      const never = await anAuthorised(subject);
      await subject.losing('before', () => assertLost(never.capture()));
      assert.equal(await never.queryCapture(), undefined);
      assert.equal((await never.capture()).outcome, 'captured');
    },
  },
  {
    section: 'unknown outcomes',
    name: 'a refund whose answer was lost is known, and repeating it gives nothing back twice',
    async run(subject) {
      const payment = await aCaptured(subject, 1000);
      const refund = aRefund();
      await subject.losing('after', () => assertLost(payment.refund(600, refund)));
      assert.equal((await payment.queryRefund(refund))?.outcome, 'refunded');
      assert.equal(await payment.refund(600, refund), 'refunded');
      assert.equal(await payment.refund(401), 'refused');
      const never = aRefund();
      await subject.losing('before', () => assertLost(payment.refund(400, never)));
      assert.equal(await payment.queryRefund(never), undefined);
      assert.equal(await payment.refund(400, never), 'refunded');
    },
  },
];
