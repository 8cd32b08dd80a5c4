import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

/** A payment provider as payments asks it: the face that every card processor is given. Amounts are minor units. */
export interface CardProcessor {
  authorise(ask: {
    key: string;
    paymentId: string;
    amount: number;
    currency: string;
    description: string;
    card: TestCard;
    keepCard: boolean;
    challengeReturnUrl?: string | undefined;
  }): Promise<Authorised>;
  authorise3ds(ask: {
    key: string;
    paymentId: string;
    transactionId: string;
    answer: string;
  }): Promise<Authorised>;
  chargeKeptCard(ask: {
    key: string;
    paymentId: string;
    amount: number;
    currency: string;
    description: string;
    cardToken: string;
  }): Promise<Authorised>;
  capture(ask: {
    key: string;
    authorisationKey: string;
    transactionId: string;
    amount: number;
    currency: string;
  }): Promise<{
    readonly outcome: string;
    readonly fee?: number | undefined;
    readonly dispute?: Disputed | undefined;
  }>;
  refund(ask: {
    key: string;
    captureKey: string;
    transactionId: string;
    amount: number;
    currency: string;
  }): Promise<string>;
  cancel(ask: { key: string; authorisationKey: string; transactionId: string | null }): Promise<void>;
  query(ask: { key: string; paymentId: string; transactionId: string | null }): Promise<Known | undefined>;
  dispute(ask: { id: string }): Promise<Disputed | undefined>;
}

/** A provider's answer to an authorisation. */
export interface Authorised {
  readonly outcome: string;
  readonly transactionId: string;
  readonly challenge?: string | undefined;
  readonly cardToken?: string | undefined;
  readonly canRetry?: boolean | undefined;
}

/** What a provider knows of an operation. */
export interface Known {
  readonly operation: string;
  readonly outcome: string;
  readonly dispute?: Disputed | undefined;
}

/** What a provider knows of a dispute, as far as the suite reads it. */
export interface Disputed {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
}

/** A card as a payer enters it. */
export interface TestCard {
  readonly number: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly cvc: string;
  readonly holder: string;
}

/** A processor under test, the cards that tell its outcomes, and what its outside can be asked. */
export interface ProviderSubject {
  readonly processor: CardProcessor;
  /** Card numbers by what becomes of them. `declinedLater` can be kept and is then declined. */
  readonly cards: {
    readonly authorised: string;
    readonly declined: string;
    readonly error: string;
    readonly declinedLater: string;
    /** Its issuer asks the payer first (3-D Secure). */
    readonly challenged: string;
    /** Its payer challenges the payment as soon as it is captured; undefined where there is none such. */
    readonly disputed?: string | undefined;
  };
  /** Answers an issuer's question as a payer does, and answers what the payer's browser brings back. */
  answer(challenge: string, how: 'pass' | 'fail'): Promise<string>;
  /**
   * Runs work while calls that reach the processor are lost: `before` they took effect, or their answers `after` it. Their callers see them
   * rejected, as after a timeout.
   */
  losing<T>(when: 'before' | 'after', work: () => Promise<T>): Promise<T>;
}

/** A payment's keys at its provider, as payments makes them, and its asks with the usual values. */
export function aPayment(subject: ProviderSubject, amount = 1450) {
  const paymentId = [...randomBytes(26)].map((byte) => (byte % 32).toString(32)).join('');
  const { processor } = subject;
  const authoriseKey = (attempt = 1) => `${paymentId}-authorise-${attempt}`;
  const captureKey = `${paymentId}-capture`;
  const common = { paymentId, amount, currency: 'GBP', description: 'A fishing licence' };
  let transactionId: string | null = null;
  let challenge: string | undefined;
  const bring = (answer: string) =>
    processor.authorise3ds({ key: authoriseKey(), paymentId, transactionId: transactionId ?? '', answer });
  return {
    paymentId,
    async authorise(
      number = subject.cards.authorised,
      { attempt = 1, keepCard = false, payerIsThere = true } = {},
    ) {
      const answer = await processor.authorise({
        ...common,
        key: authoriseKey(attempt),
        card: { number, expiryMonth: 11, expiryYear: 2049, cvc: '123', holder: 'J Bloggs' },
        keepCard,
        ...(payerIsThere && { challengeReturnUrl: 'https://pay.example/back' }),
      });
      challenge = answer.challenge;
      transactionId = answer.transactionId;
      return answer;
    },
    /** Has the payer answer the issuer; the answer is what the browser then brings to `bring`. */
    answer(how: 'pass' | 'fail') {
      assert.ok(challenge, 'there is no question to answer');
      return subject.answer(challenge, how);
    },
    bring,
    async charge(cardToken: string) {
      const answer = await processor.chargeKeptCard({ ...common, key: authoriseKey(), cardToken });
      transactionId = answer.transactionId;
      return answer;
    },
    capture: (key = captureKey) =>
      processor.capture({
        key,
        authorisationKey: authoriseKey(),
        transactionId: transactionId ?? '',
        amount,
        currency: 'GBP',
      }),
    refund: (part: number, refund = aRefund()) =>
      processor.refund({
        key: `${refund}-refund`,
        captureKey,
        transactionId: transactionId ?? '',
        amount: part,
        currency: 'GBP',
      }),
    cancel: (attempt = 1) =>
      processor.cancel({
        key: `${authoriseKey(attempt)}-cancel`,
        authorisationKey: authoriseKey(attempt),
        transactionId,
      }),
    queryAuthorisation: (attempt = 1) =>
      processor.query({ key: authoriseKey(attempt), paymentId, transactionId }),
    queryCapture: () => processor.query({ key: captureKey, paymentId, transactionId }),
    queryRefund: (refund: string) => processor.query({ key: `${refund}-refund`, paymentId, transactionId }),
  };
}

/** A refund's id. */
export function aRefund(): string {
  return [...randomBytes(26)].map((byte) => (byte % 32).toString(32)).join('');
}

/** A payment whose card was authorised. */
export async function anAuthorised(subject: ProviderSubject, amount?: number) {
  const payment = aPayment(subject, amount);
  assert.equal((await payment.authorise()).outcome, 'authorised');
  return payment;
}

/** A payment whose card's issuer waits for the payer's answer. */
export async function aChallenged(subject: ProviderSubject) {
  const payment = aPayment(subject);
  const { outcome } = await payment.authorise(subject.cards.challenged);
  assert.equal(outcome, 'requires_3ds');
  return payment;
}

/** A payment whose money was taken. */
export async function aCaptured(subject: ProviderSubject, amount?: number) {
  const payment = await anAuthorised(subject, amount);
  assert.equal((await payment.capture()).outcome, 'captured');
  return payment;
}

/** Asserts that a call was lost for its caller. */
export async function assertLost(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call);
}
