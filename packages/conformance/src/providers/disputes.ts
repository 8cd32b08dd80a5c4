import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { aPayment, assertLost, type ProviderSubject } from './subject.ts';

/** Disputes: what payers challenge at their banks. Those that come with a capture are looked at where the processor has a card for them. */
export const providerDisputeCases: readonly Case<ProviderSubject>[] = [
  {
    section: 'disputes',
    name: 'one that it never heard of is none',
    async run({ processor }) {
      assert.equal(await processor.dispute({ id: 'dp_of_nobody' }), undefined);
    },
  },
  {
    section: 'disputes',
    name: 'one that comes with a capture is its payment’s, and the same however often it is asked for',
    async run(subject) {
      const card = subject.cards.disputed;
      if (card === undefined) return;
      const payment = aPayment(subject);
      await payment.authorise(card);
      await subject.losing('after', () => assertLost(payment.capture()));
      const dispute = (await payment.queryCapture())?.dispute;
      assert.ok(dispute, 'the capture does not say that it is disputed');
      assert.deepEqual([dispute.paymentId, dispute.amount], [payment.paymentId, 1450]);
      assert.deepEqual((await payment.capture()).dispute, dispute);
      assert.deepEqual(await subject.processor.dispute({ id: dispute.id }), dispute);
    },
  },
];
