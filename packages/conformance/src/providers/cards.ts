import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { anAuthorised, aPayment, type ProviderSubject } from './subject.ts';

/** Cards: what a provider says of them, and that it lets go of one. */
export const cardCases: readonly Case<ProviderSubject>[] = [
  {
    section: 'authorise',
    name: 'a good card is authorised under an id of the provider’s own, and is known by its key',
    async run(subject) {
      const payment = aPayment(subject);
      const answer = await payment.authorise();
      assert.equal(answer.outcome, 'authorised');
      assert.ok(answer.transactionId, 'an authorisation has no id');
      assert.notEqual(answer.transactionId, payment.paymentId);
      const known = await payment.queryAuthorisation();
      assert.deepEqual([known?.operation, known?.outcome], ['authorise', 'authorised']);
    },
  },
  {
    section: 'authorise',
    name: 'a bad card is declined, a faulty one an error, and both are known as that or not at all',
    async run(subject) {
      const declined = aPayment(subject);
      assert.equal((await declined.authorise(subject.cards.declined)).outcome, 'declined');
      assert.ok(['declined', undefined].includes((await declined.queryAuthorisation())?.outcome));
      const faulty = aPayment(subject);
      assert.equal((await faulty.authorise(subject.cards.error)).outcome, 'error');
      assert.ok(['error', undefined].includes((await faulty.queryAuthorisation())?.outcome));
    },
  },
  {
    section: 'authorise',
    name: 'repeating a key answers as the first time did, with the same id',
    async run(subject) {
      const payment = aPayment(subject);
      const first = await payment.authorise();
      const again = await payment.authorise();
      assert.deepEqual([again.outcome, again.transactionId], [first.outcome, first.transactionId]);
    },
  },
  {
    section: 'authorise',
    name: 'another attempt of a payment is another authorisation',
    async run(subject) {
      const payment = aPayment(subject);
      const first = await payment.authorise(subject.cards.declined);
      const second = await payment.authorise(subject.cards.authorised, { attempt: 2 });
      assert.equal(second.outcome, 'authorised');
      assert.notEqual(second.transactionId, first.transactionId);
      assert.equal((await payment.queryAuthorisation(2))?.outcome, 'authorised');
    },
  },
  {
    section: 'authorise',
    name: 'what it never heard of is not known',
    async run(subject) {
      const payment = aPayment(subject);
      assert.equal(await payment.queryAuthorisation(), undefined);
      assert.equal(await payment.queryCapture(), undefined);
      assert.equal(await payment.queryRefund('0'.repeat(26)), undefined);
    },
  },
  {
    section: 'authorise',
    name: 'of fifty calls with one key one takes effect',
    async run(subject) {
      const payment = aPayment(subject);
      const answers = await Promise.allSettled(Array.from({ length: 50 }, () => payment.authorise()));
      const ids = answers.flatMap((answer) =>
        answer.status === 'fulfilled' ? [answer.value.transactionId] : [],
      );
      assert.ok(ids.length > 0, 'nobody was answered');
      assert.equal(new Set(ids).size, 1, 'one key made several authorisations');
    },
  },
  {
    section: 'cancel',
    name: 'an authorisation that was let go of is known as cancelled and can never be captured',
    async run(subject) {
      const payment = await anAuthorised(subject);
      await payment.cancel();
      await payment.cancel();
      assert.equal((await payment.queryAuthorisation())?.outcome, 'cancelled');
      assert.equal((await payment.capture()).outcome, 'refused');
      assert.notEqual((await payment.queryCapture())?.outcome, 'captured');
    },
  },
  {
    section: 'cancel',
    name: 'an authorisation that comes after its cancellation takes no effect',
    async run(subject) {
      const payment = aPayment(subject);
      await payment.cancel();
      assert.equal((await payment.authorise()).outcome, 'cancelled');
      assert.equal((await payment.capture()).outcome, 'refused');
      const next = await payment.authorise(subject.cards.authorised, { attempt: 2 });
      assert.equal(next.outcome, 'authorised');
    },
  },
];
