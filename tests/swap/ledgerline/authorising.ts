import { isDeepStrictEqual } from 'node:util';
import { accountOf } from './account.ts';
import type { Books } from './books.ts';
import type { Memory } from './card-network.ts';
import {
  brandOf,
  type Card,
  type CardRules,
  detailsOf,
  isCardNumber,
  refusalOf,
  surchargeOf,
} from './cards.ts';
import type { Act, Json } from './journal.ts';
import { keys, type Payment, paymentOf, step, totalOf } from './payment.ts';
import { isAsking, isConfirmed, stateOf } from './states.ts';
import { type Desk, payeeOf } from './taking.ts';

/** How sending a card went. `not_open`: the payment takes no card any more. */
export type CardOutcome = 'authorised' | 'declined' | 'error' | 'in_progress' | 'not_open';

/** Sends the card of the payment's page to the network. The payment is locked first, so that a second click finds the lock. */
export async function submitCard(
  desk: Desk,
  act: Act,
  input: { payment: string; card: Card; address: Readonly<Record<string, string>>; email: string },
): Promise<CardOutcome> {
  const locked = await desk.books.write(() => {
    const payment = paymentOf(desk.books, input.payment);
    const card = detailsOf(input.card, input.address);
    if (payment && isLeft(desk, payment, card)) return payment;
    if (payment?.status !== 'ENTERING CARD DETAILS') return outcomeOf(payment);
    return lock(desk, act, payment, input.card, { card, email: input.email || payment.email });
  });
  return typeof locked === 'string' ? locked : authorise(desk, act, locked, input.card);
}

/** How sending a card with a token went, beyond {@link CardOutcome}. */
export type TokenOutcome =
  | CardOutcome
  | 'unknown_token'
  | 'other_token'
  | 'used_token'
  | 'no_card'
  | { readonly notTaken: string };

/** Sends the card of a payment in `moto_api` mode. Of many who send one token one uses it up. */
export async function authoriseByToken(
  desk: Desk,
  act: Act,
  link: { payment: string; use: number } | undefined,
  card: Card,
): Promise<TokenOutcome> {
  const { books } = desk;
  const locked = await books.write((): TokenOutcome | Payment => {
    const payment = link && paymentOf(books, link.payment);
    if (!link || !payment) return 'unknown_token';
    if (payment.authorisation_mode !== 'moto_api') return 'other_token';
    if (link.use === payment.page_token_use - 1 && isLeft(desk, payment, detailsOf(card, {}))) return payment;
    if (link.use < payment.page_token_use) return 'used_token';
    if (payment.status === 'AUTHORISATION READY') return 'in_progress';
    if (!['CREATED', 'ENTERING CARD DETAILS'].includes(payment.status)) return 'unknown_token';
    const used = { page_token_use: payment.page_token_use + 1 };
    const refused = refusal(books, payment, card);
    if (!refused) return lock(desk, act, payment, card, { ...used, card: detailsOf(card, {}) });
    step(books, act, payment, 'AUTHORISATION REJECTED', used, new Date());
    return refused;
  });
  if (typeof locked === 'string' || 'notTaken' in locked) return locked as TokenOutcome;
  return authorise(desk, act, locked as Payment, card);
}

/** Stores what the network said of a payment's card, unless the payment went another way meanwhile. */
export function storeAuthorisation(
  desk: Desk,
  act: Act,
  payment: Payment,
  answer: Memory,
): Promise<CardOutcome> {
  const { books } = desk;
  return books.write(() => {
    const now = paymentOf(books, payment.id);
    if (now?.status !== 'AUTHORISATION READY' || now.attempt !== payment.attempt) return outcomeOf(now);
    const changes = { provider_transaction_id: answer.transaction_id };
    return outcomeOf(step(books, act, now, statusAfter(now, answer.outcome), changes, new Date()));
  });
}

async function authorise(desk: Desk, act: Act, locked: Payment, card: Card): Promise<CardOutcome> {
  desk.asking.set(locked.id, locked.department);
  try {
    const payee = payeeOf(desk.books, locked);
    const answer = await desk.network.authorise(payee, {
      key: keys.authorise(locked),
      amount: totalOf(locked),
      card,
    });
    return await storeAuthorisation(desk, act, locked, answer);
  } finally {
    desk.asking.delete(locked.id);
    desk.wake();
  }
}

/**
 * Whether a payment was locked for this card by somebody who is gone: a process that died, or one that the department was swapped away from.
 * The network knows the attempt by its key, so that asking once more takes nothing twice.
 */
function isLeft(desk: Desk, payment: Payment, card: Json): boolean {
  return (
    payment.status === 'AUTHORISATION READY' &&
    !desk.asking.has(payment.id) &&
    isDeepStrictEqual(payment.card, card)
  );
}

function lock(
  { books, asking }: Desk,
  act: Act,
  payment: Payment,
  card: Card,
  changes: Partial<Payment>,
): Payment {
  const rules = rulesOf(books, payment);
  const surcharge = rules ? surchargeOf(card.number, rules) : null;
  const locked = { ...changes, corporate_surcharge: surcharge, attempt: payment.attempt + 1 };
  const made = step(books, act, payment, 'AUTHORISATION READY', locked, new Date());
  asking.set(payment.id, payment.department);
  act.underWay = true;
  return made;
}

function statusAfter(
  { authorisation_mode: mode, delayed_capture: delayed }: Payment,
  outcome: string,
): string {
  if (outcome === 'declined') return 'AUTHORISATION REJECTED';
  if (outcome !== 'authorised') return 'AUTHORISATION ERROR';
  if (mode === 'web') return 'AUTHORISATION SUCCESS';
  return delayed ? 'AWAITING CAPTURE REQUEST' : 'CAPTURE APPROVED';
}

function outcomeOf(payment: Payment | undefined): CardOutcome {
  if (!payment) return 'not_open';
  if (isAsking(payment.status)) return 'in_progress';
  if (payment.status === 'AUTHORISATION SUCCESS' || isConfirmed(payment.status)) return 'authorised';
  if (payment.status === 'AUTHORISATION REJECTED') return 'declined';
  return stateOf(payment.status).status === 'error' ? 'error' : 'not_open';
}

function refusal(books: Books, payment: Payment, card: Card): 'no_card' | { notTaken: string } | undefined {
  if (!isCardNumber(card.number) || brandOf(card.number) === undefined) return 'no_card';
  const rules = rulesOf(books, payment);
  const refused = rules && refusalOf(card.number, rules);
  return refused && { notTaken: refused.name };
}

function rulesOf(books: Books, payment: Payment): CardRules | undefined {
  return accountOf(books, payment.gateway_account_id)?.cards as CardRules | undefined;
}
