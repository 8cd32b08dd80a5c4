import { expect } from '@jest/globals';
import { answerChallenge, readChallenge } from '../src/usecases/answer-challenge.ts';
import type { CardOutcome } from '../src/usecases/submit-card.ts';
import { type Account, aPaymentAt, type Service, sendCard } from './fixtures.ts';

/** A card of the sandboxes whose issuer asks the payer first. */
export const challengedCard = '4000002500003155';

/** A payment whose card's issuer waits for the payer's answer. */
export async function aChallenged(
  service: Service,
  account: Account,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const id = await aPaymentAt(service, account, 'started', changes);
  expect(await sendCard(service, id, challengedCard)).toBe('requires_3ds');
  return id;
}

/** What the simulated issuer of a payment's card lets its payer answer. */
export async function answersTo(service: Service, paymentId: string): Promise<Record<string, string>> {
  const page = await readChallenge(service.deps, { paymentId });
  return Object.fromEntries(new URL(page ?? '', 'http://pay.test').searchParams);
}

/** Brings an answer: one that the payer chooses, or any text. */
export async function bring(
  service: Service,
  paymentId: string,
  how: 'pass' | 'fail' | 'cancel' | { answer: string },
): Promise<CardOutcome> {
  const answer = typeof how === 'string' ? ((await answersTo(service, paymentId))[how] ?? '') : how.answer;
  return answerChallenge(service.deps, { paymentId, answer });
}
