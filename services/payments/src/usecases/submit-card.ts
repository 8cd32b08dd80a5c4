import { fencedOff } from '@ashlar/postgres';
import { surchargeOf } from '../domain/card-kinds.ts';
import { type Address, type Card, cardDetails } from '../domain/cards.ts';
import type { Payment } from '../domain/entities.ts';
import { totalAmount } from '../domain/money.ts';
import { isConfirmed, move, type Status } from '../domain/payment.ts';
import { type Authorisation, providerKeys } from '../domain/ports.ts';
import { lockForAuthorisation, recordAuthorisation } from '../store/moves.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps, PaymentAsk } from './deps.ts';

/** How sending a card went. `requires_3ds`: its issuer wants an answer from the payer. `in_progress`: the provider is being asked; look again. `not_open`: the payment takes no card any more. */
export type CardOutcome = 'authorised' | 'requires_3ds' | 'declined' | 'error' | 'in_progress' | 'not_open';

/** A card as its page has checked it. An e-mail address, where given, replaces the payment's. */
export interface SubmitCard extends PaymentAsk {
  readonly card: Card;
  readonly billingAddress: Address;
  readonly email?: string | undefined;
  /** Where the card's issuer sends the payer with an answer. */
  readonly challengeReturnUrl: string;
}

/**
 * Sends a card to the payment's provider. The payment is locked first and the answer stored afterwards, so that no transaction waits
 * for the provider and a second click finds the lock. An answer that does not come is left to the resolver.
 */
export async function submitCard(deps: Deps, input: SubmitCard): Promise<CardOutcome> {
  const kind = deps.kindOf(input.card.number);
  const step = { id: input.paymentId, at: deps.now(), traceparent: input.traceparent };
  const locked = await lockForAuthorisation(
    deps.db,
    { ...step, move: move('ENTERING CARD DETAILS', 'AUTHORISATION READY') },
    {
      card: cardDetails(input.card, input.billingAddress, kind),
      email: input.email || null,
      surcharge: surchargeOf(kind),
    },
  );
  if (!locked) return outcomeOf(await readPayment(deps.db, input.paymentId));
  // Whoever types a card that was told by phone is not its holder.
  return authoriseLocked(deps, locked, locked.moto ? { ...input, challengeReturnUrl: undefined } : input);
}

/** A card, and where its issuer may send the payer with an answer: nowhere, where no payer is there to give one. */
type Authorising = Pick<SubmitCard, 'card'> & { readonly challengeReturnUrl?: string | undefined };

/** Asks the provider about the card of a payment that was locked for it, and stores the answer. */
export async function authoriseLocked(
  deps: Deps,
  locked: Payment,
  input: Authorising & Pick<PaymentAsk, 'traceparent'>,
): Promise<CardOutcome> {
  deps.logged();
  const answer = await authorise(deps, locked, input);
  if (!answer) return 'in_progress';
  return storeUnlessFenced(deps, locked, answer, { resolved: false, traceparent: input.traceparent });
}

/**
 * As {@link storeAuthorisation}, for a request that has locked the payment. Where another implementation serves the department since, the lock is
 * there too, and that one's resolver asks the provider.
 */
export async function storeUnlessFenced(
  deps: Deps,
  locked: Payment,
  answer: Answered,
  from: { resolved: boolean; traceparent?: string | undefined },
): Promise<CardOutcome> {
  try {
    return await storeAuthorisation(deps, locked, answer, from);
  } catch (error) {
    if (!fencedOff(error)) throw error;
    deps.log.warn({ paymentId: locked.id }, 'an authorisation is left to who serves the department now');
    return 'in_progress';
  }
}

/** What is known of an authorisation; one that the provider was not even asked for has no transaction. */
export type Answered = Omit<Authorisation, 'transactionId'> & { readonly transactionId: string | null };

/** Stores a provider's answer to an authorisation, unless the payment went another way meanwhile: a worker then has the provider let go. */
export async function storeAuthorisation(
  deps: Deps,
  payment: Payment,
  answer: Answered,
  from: { resolved: boolean; traceparent?: string | undefined },
): Promise<CardOutcome> {
  const step = {
    id: payment.id,
    move: move(payment.status, statusAfter(payment, answer.outcome)),
    at: deps.now(),
    traceparent: from.traceparent,
  };
  const { transactionId } = answer;
  const { attempt } = payment;
  const stored = await recordAuthorisation(deps.db, step, {
    transactionId,
    attempt,
    resolved: from.resolved,
    challenge: challengeOf(deps, answer),
    cardToken: keepsCard(payment) && answer.cardToken ? deps.sealToken(answer.cardToken) : null,
    canRetry: isCharge(payment) && answer.outcome === 'declined' ? answer.canRetry === true : null,
  });
  if (stored) {
    deps.logged();
    if (isConfirmed(stored.status)) deps.work();
    return outcomeOf(stored);
  }
  return outcomeOf(await readPayment(deps.db, payment.id));
}

async function authorise(
  deps: Deps,
  payment: Payment,
  { card, challengeReturnUrl }: Authorising,
): Promise<Authorisation | undefined> {
  const key = providerKeys.authorise(payment.id, payment.attempt);
  const { id: paymentId, currency, description } = payment;
  const amount = totalAmount(payment);
  try {
    const keepCard = keepsCard(payment);
    const provider = await deps.provider(payment);
    const details = { amount, currency, description, card, keepCard, challengeReturnUrl };
    return await provider.authorise({ key, paymentId, ...details });
  } catch (error) {
    deps.log.warn({ paymentId, error: nameOf(error) }, 'the provider did not answer an authorisation');
  }
  try {
    const provider = await deps.provider(payment);
    const standing = await provider.query({ key, paymentId, transactionId: null });
    return standing?.operation === 'authorise' ? standing : undefined;
  } catch {
    // Unknown, and not to be guessed: the lock stays and the resolver asks again.
    return undefined;
  }
}

function challengeOf(deps: Deps, { outcome, challenge }: Answered): Buffer | null {
  return outcome === 'requires_3ds' && challenge !== undefined ? deps.sealToken(challenge) : null;
}

function statusAfter(payment: Payment, outcome: Authorisation['outcome']): Status {
  if (outcome === 'requires_3ds') return 'AUTHORISATION 3DS REQUIRED';
  if (outcome === 'declined') return 'AUTHORISATION REJECTED';
  if (outcome !== 'authorised') return 'AUTHORISATION ERROR';
  if (payment.authorisationMode === 'web') return 'AUTHORISATION SUCCESS';
  // Nobody is there to confirm it.
  return payment.delayedCapture ? 'AWAITING CAPTURE REQUEST' : 'CAPTURE APPROVED';
}

/** Whether the payment charges an agreement. */
function isCharge(payment: Payment): boolean {
  return payment.authorisationMode === 'agreement';
}

/** Whether the payment sets an agreement up with its card. */
function keepsCard(payment: Payment): boolean {
  return payment.agreementId !== null && payment.authorisationMode === 'web';
}

/** How a payment stands for its payer. */
export function outcomeOf(payment: Payment | undefined): CardOutcome {
  // A payer who has confirmed it cannot send a card any more; where nobody confirms, this is what an authorisation leads to.
  if (payment && payment.authorisationMode !== 'web' && isConfirmed(payment.status)) return 'authorised';
  switch (payment?.status) {
    case 'AUTHORISATION SUCCESS':
      return 'authorised';
    case 'AUTHORISATION REJECTED':
      return 'declined';
    case 'AUTHORISATION ERROR':
      return 'error';
    case 'AUTHORISATION 3DS REQUIRED':
      return 'requires_3ds';
    case 'AUTHORISATION READY':
    case 'AUTHORISATION 3DS READY':
      return 'in_progress';
    default:
      return 'not_open';
  }
}

/** The kind of a provider's error, for the log: its message may quote what the provider was sent. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
