import type { Payment } from '../domain/entities.ts';
import { move } from '../domain/payment.ts';
import { type Authorisation, providerKeys } from '../domain/ports.ts';
import { movePayment } from '../store/moves.ts';
import { readPayment, readChallenge as readSealed } from '../store/payments.ts';
import type { Deps, PaymentAsk } from './deps.ts';
import { type CardOutcome, nameOf, outcomeOf, storeUnlessFenced } from './submit-card.ts';

/** What the payer's browser brought back from the card's issuer, as it came. */
export interface AnswerChallenge extends PaymentAsk {
  readonly answer: string;
}

/**
 * Brings the payer's answer to 3-D Secure to the payment's provider, once: whoever locks the payment asks, and everybody else finds the lock.
 * Whether it is an answer, and a good one, only the provider knows. What comes of a call that fails is left to the resolver.
 */
export async function answerChallenge(deps: Deps, input: AnswerChallenge): Promise<CardOutcome> {
  const { paymentId: id, traceparent } = input;
  const lock = move('AUTHORISATION 3DS REQUIRED', 'AUTHORISATION 3DS READY');
  const locked = await movePayment(deps.db, { id, move: lock, at: deps.now(), traceparent });
  if (!locked) return outcomeOf(await readPayment(deps.db, id));
  deps.logged();
  const answer = await authorise3ds(deps, locked, input.answer);
  if (!answer) return 'in_progress';
  return storeUnlessFenced(deps, locked, answer, { resolved: false, traceparent });
}

/** The issuer's page that a payment's payer has to answer; undefined when the payment waits for no answer. */
export async function readChallenge(
  deps: Pick<Deps, 'db' | 'openToken'>,
  input: { paymentId: string },
): Promise<string | undefined> {
  const sealed = await readSealed(deps.db, input.paymentId);
  return sealed && deps.openToken(sealed);
}

async function authorise3ds(
  deps: Deps,
  payment: Payment,
  answer: string,
): Promise<Authorisation | undefined> {
  const { id: paymentId, attempt, transactionId } = payment;
  const key = providerKeys.authorise(paymentId, attempt);
  try {
    const provider = await deps.provider(payment);
    return await provider.authorise3ds({ key, paymentId, transactionId: transactionId ?? '', answer });
  } catch (error) {
    deps.log.warn({ paymentId, error: nameOf(error) }, 'the provider did not answer about 3-D Secure');
  }
  try {
    const provider = await deps.provider(payment);
    const standing = await provider.query({ key, paymentId, transactionId });
    // The answer may still be on its way.
    return standing?.operation === 'authorise' && standing.outcome !== 'requires_3ds' ? standing : undefined;
  } catch {
    return undefined;
  }
}
