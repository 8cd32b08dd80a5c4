import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { aChallenged, aPayment, assertLost, type ProviderSubject } from './subject.ts';

/** 3-D Secure: cards whose issuers first want an answer from the payer. */
export const challengeCases: readonly Case<ProviderSubject>[] = [
  {
    section: '3ds',
    name: 'a card whose issuer asks is not authorised before the payer has answered, and is known as that',
    async run(subject) {
      const payment = aPayment(subject);
      const { transactionId, challenge } = await payment.authorise(subject.cards.challenged);
      assert.ok(transactionId, 'it has no id');
      assert.ok(challenge, 'there is nothing to answer');
      assert.equal((await payment.queryAuthorisation())?.outcome, 'requires_3ds');
      assert.equal((await payment.capture()).outcome, 'refused');
    },
  },
  {
    section: '3ds',
    name: 'a payer who passes has the card authorised, under the same id',
    async run(subject) {
      const payment = aPayment(subject);
      const { transactionId } = await payment.authorise(subject.cards.challenged);
      const told = await payment.bring(await payment.answer('pass'));
      assert.deepEqual([told.outcome, told.transactionId], ['authorised', transactionId]);
      assert.equal((await payment.queryAuthorisation())?.outcome, 'authorised');
      assert.equal((await payment.capture()).outcome, 'captured');
    },
  },
  {
    section: '3ds',
    name: 'a payer who fails has it declined, for good',
    async run(subject) {
      const payment = await aChallenged(subject);
      assert.equal((await payment.bring(await payment.answer('fail'))).outcome, 'declined');
      assert.equal((await payment.queryAuthorisation())?.outcome, 'declined');
      assert.equal((await payment.bring(await payment.answer('pass'))).outcome, 'declined');
      assert.equal((await payment.capture()).outcome, 'refused');
    },
  },
  {
    section: '3ds',
    name: 'what is no answer to its own question changes nothing',
    async run(subject) {
      const payment = await aChallenged(subject);
      const other = await aChallenged(subject);
      for (const answer of ['', 'pass', 'pass.x', await other.answer('pass')]) {
        assert.equal((await payment.bring(answer)).outcome, 'requires_3ds', `taken for an answer: ${answer}`);
      }
      assert.equal((await payment.bring(await payment.answer('pass'))).outcome, 'authorised');
    },
  },
  {
    section: '3ds',
    name: 'an answer that comes twenty times authorises once',
    async run(subject) {
      const payment = await aChallenged(subject);
      const answer = await payment.answer('pass');
      const told = await Promise.all(Array.from({ length: 20 }, () => payment.bring(answer)));
      assert.deepEqual([...new Set(told.map(({ outcome }) => outcome))], ['authorised']);
      assert.equal(new Set(told.map(({ transactionId }) => transactionId)).size, 1);
    },
  },
  {
    section: '3ds',
    name: 'what is let go of meanwhile stays so, whatever the payer answers',
    async run(subject) {
      const payment = await aChallenged(subject);
      await payment.cancel();
      assert.equal((await payment.queryAuthorisation())?.outcome, 'cancelled');
      assert.equal((await payment.bring(await payment.answer('pass'))).outcome, 'cancelled');
      assert.equal((await payment.capture()).outcome, 'refused');
    },
  },
  {
    section: '3ds',
    name: 'nobody is asked who is not there',
    async run(subject) {
      const payment = aPayment(subject);
      const told = await payment.authorise(subject.cards.challenged, { payerIsThere: false });
      assert.ok(['authorised', 'declined'].includes(told.outcome), `it is ${told.outcome}`);
    },
  },
  {
    section: '3ds',
    name: 'a card is kept once its payer has passed',
    async run(subject) {
      const payment = aPayment(subject);
      const asked = await payment.authorise(subject.cards.challenged, { keepCard: true });
      assert.equal(asked.cardToken, undefined);
      const { cardToken } = await payment.bring(await payment.answer('pass'));
      assert.ok(cardToken, 'no token of the card');
      assert.equal((await aPayment(subject).charge(cardToken)).outcome, 'authorised');
    },
  },
  {
    section: '3ds',
    name: 'an answer that was lost on either way is known or may be brought again',
    async run(subject) {
      const done = await aChallenged(subject);
      const answer = await done.answer('pass');
      await subject.losing('after', () => assertLost(done.bring(answer)));
      assert.equal((await done.queryAuthorisation())?.outcome, 'authorised');
      const never = await aChallenged(subject);
      const other = await never.answer('pass');
      await subject.losing('before', () => assertLost(never.bring(other)));
      assert.ok(['requires_3ds', 'authorised'].includes(String((await never.queryAuthorisation())?.outcome)));
      assert.equal((await never.bring(other)).outcome, 'authorised');
    },
  },
  {
    section: '3ds',
    name: 'a question whose answer was lost leaves nothing that can be captured',
    async run(subject) {
      const payment = aPayment(subject);
      await subject.losing('after', () => assertLost(payment.authorise(subject.cards.challenged)));
      assert.ok(['requires_3ds', undefined].includes((await payment.queryAuthorisation())?.outcome));
      await payment.cancel();
      assert.equal((await payment.capture()).outcome, 'refused');
    },
  },
];
