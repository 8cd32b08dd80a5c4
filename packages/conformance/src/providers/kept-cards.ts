import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { aPayment, type ProviderSubject } from './subject.ts';

async function aKeptCard(subject: ProviderSubject, number: string): Promise<string> {
  const { outcome, cardToken } = await aPayment(subject).authorise(number, { keepCard: true });
  assert.equal(outcome, 'authorised');
  assert.ok(cardToken, 'no token of the card');
  assert.ok(!cardToken.includes(number), 'the token holds the card’s number');
  return cardToken;
}

/** Cards that a provider keeps, for charges without their payers. */
export const keptCardCases: readonly Case<ProviderSubject>[] = [
  {
    section: 'kept cards',
    name: 'a card is kept when that is asked for, and only then',
    async run(subject) {
      await aKeptCard(subject, subject.cards.authorised);
      assert.equal((await aPayment(subject).authorise()).cardToken, undefined);
      const declined = await aPayment(subject).authorise(subject.cards.declined, { keepCard: true });
      assert.equal(declined.cardToken, undefined);
    },
  },
  {
    section: 'kept cards',
    name: 'a kept card is charged many times, each once for its key, and the charge is captured and given back like any other',
    async run(subject) {
      const token = await aKeptCard(subject, subject.cards.authorised);
      const payments = [aPayment(subject), aPayment(subject)];
      for (const payment of payments) {
        const first = await payment.charge(token);
        assert.equal(first.outcome, 'authorised');
        assert.equal((await payment.charge(token)).transactionId, first.transactionId);
        assert.equal((await payment.queryAuthorisation())?.outcome, 'authorised');
        assert.equal((await payment.capture()).outcome, 'captured');
        assert.equal(await payment.refund(1450), 'refunded');
      }
    },
  },
  {
    section: 'kept cards',
    name: 'a kept card may be declined later, and the answer says whether it may be tried again',
    async run(subject) {
      const token = await aKeptCard(subject, subject.cards.declinedLater);
      const { outcome, canRetry } = await aPayment(subject).charge(token);
      assert.equal(outcome, 'declined');
      assert.equal(typeof canRetry, 'boolean');
    },
  },
  {
    section: 'kept cards',
    name: 'a token that it never gave out charges nobody',
    async run(subject) {
      const token = await aKeptCard(subject, subject.cards.authorised);
      const payment = aPayment(subject);
      const { outcome } = await payment.charge(`${token.slice(0, -4)}0000`);
      assert.ok(['declined', 'error'].includes(outcome), `an unknown token is ${outcome}`);
      assert.equal((await payment.capture()).outcome, 'refused');
    },
  },
  {
    section: 'kept cards',
    name: 'a charge that was cancelled before it came takes no effect',
    async run(subject) {
      const token = await aKeptCard(subject, subject.cards.authorised);
      const payment = aPayment(subject);
      await payment.cancel();
      assert.equal((await payment.charge(token)).outcome, 'cancelled');
    },
  },
];
