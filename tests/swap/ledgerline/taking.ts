import { isDeepStrictEqual } from 'node:util';
import { accountOf } from './account.ts';
import type { Books } from './books.ts';
import type { Memory, Network, Payee } from './card-network.ts';
import {
  brandOf,
  type Card,
  type CardRules,
  detailsOf,
  isCardNumber,
  refusalOf,
  surchargeOf,
} from './cards.ts';
import { newId } from './ids.ts';
import type { Act, Json } from './journal.ts';
import { claim, earlier, type Once } from './once.ts';
import { begin, keys, note, type Payment, paymentOf, step, totalOf } from './payment.ts';
import { type Ending, endOf, isAsking, isConfirmed, stateOf } from './states.ts';

/** What taking payments needs. */
export interface Desk {
  readonly books: Books;
  readonly network: Network;
  /** What this process is asking the network about now, with its department. What is locked and not among it, nobody is asking about any more. */
  readonly asking: Map<string, string>;
  /** Wakes the workers. */
  wake(): void;
}

/** How sending a card went. `not_open`: the payment takes no card any more. */
export type CardOutcome = 'authorised' | 'declined' | 'error' | 'in_progress' | 'not_open';

/** Stores a new payment, or finds the one that its key made before. */
export function create(
  desk: Desk,
  act: Act,
  payment: Payment,
  once: Once | undefined,
): Promise<{ payment: Payment; replayed: boolean } | 'key_reused'> {
  const { books } = desk;
  return books.write(() => {
    const before = earlier(books, once);
    if (before === 'key_reused') return before;
    if (before) return { payment: paymentOf(books, before) as Payment, replayed: true };
    const made = begin(books, act, payment, new Date(payment.created_at));
    claim(books, once, { thing: payment.id, status: 201 });
    return { payment: made, replayed: false };
  });
}

/** A payment of an account, as it begins. */
export function newPayment(account: Json, request: Json, now: Date): Payment {
  return {
    ...(request as Partial<Payment>),
    id: newId(now),
    gateway_account_id: String(account.id),
    department: String(account.department),
    service: String(account.service),
    live: account.type === 'live',
    provider: String(account.provider),
    credential_id: activeCredential(account),
    currency: 'GBP',
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
    status: 'CREATED',
    ...{
      card: null,
      provider_transaction_id: null,
      page_token_use: 0,
      attempt: 0,
      captured_at: null,
      refunded: 0,
      disputed: 0,
    },
    ...{
      can_retry: null,
      fee: null,
      corporate_surcharge: null,
      three_d_secure: false,
      expire_now: false,
      card_token: null,
    },
    ...{
      challenge: null,
      state_changes: [],
      refunds: [],
      disputes: [],
      ledger_entries: [],
      product: [],
      notifications: [],
    },
    idempotency_records: [],
  } as unknown as Payment;
}

/** Follows a payment's link, once. */
export function followLink(
  desk: Desk,
  act: Act,
  link: { payment: string; use: number },
): Promise<'followed' | 'used' | 'unknown'> {
  const { books } = desk;
  return books.write(() => {
    const payment = paymentOf(books, link.payment);
    if (payment?.authorisation_mode !== 'web') return 'unknown';
    if (payment.page_token_use !== link.use) return 'used';
    const used = { page_token_use: link.use + 1 };
    if (payment.status === 'CREATED') step(books, act, payment, 'ENTERING CARD DETAILS', used, new Date());
    else note(books, act, payment, used, new Date());
    return 'followed';
  });
}

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

/** Makes an authorised payment a success, or one that waits for its service to capture it. */
export async function confirm(desk: Desk, act: Act, id: string): Promise<'confirmed' | 'not_open'> {
  const { books } = desk;
  const done = await books.write(() => {
    const payment = paymentOf(books, id);
    if (payment && isConfirmed(payment.status)) return 'confirmed';
    if (payment?.status !== 'AUTHORISATION SUCCESS') return 'not_open';
    step(
      books,
      act,
      payment,
      payment.delayed_capture ? 'AWAITING CAPTURE REQUEST' : 'CAPTURE APPROVED',
      {},
      new Date(),
    );
    return 'confirmed';
  });
  desk.wake();
  return done;
}

/** Ends an unfinished payment. `in_progress`: the network is being asked about its card. */
export async function end(
  desk: Desk,
  act: Act,
  id: string,
  by: Ending,
  once?: Once,
): Promise<'ended' | 'replayed' | 'key_reused' | 'in_progress' | 'not_open'> {
  const { books } = desk;
  const done = await books.write(() => {
    const before = earlier(books, once);
    if (before) return before === 'key_reused' ? before : 'replayed';
    const payment = paymentOf(books, id);
    const to = payment && endOf(payment.status, by);
    if (!payment || !to) return payment && isAsking(payment.status) ? 'in_progress' : 'not_open';
    step(books, act, payment, to, {}, new Date());
    claim(books, once, { thing: id, status: 204 });
    return 'ended';
  });
  desk.wake();
  return done;
}

/** Has a delayed payment's money taken; asking again changes nothing. */
export async function capture(
  desk: Desk,
  act: Act,
  id: string,
  once?: Once,
): Promise<'approved' | 'replayed' | 'key_reused' | 'not_capturable'> {
  const { books } = desk;
  const done = await books.write(() => {
    const before = earlier(books, once);
    if (before) return before === 'key_reused' ? before : 'replayed';
    const payment = paymentOf(books, id);
    if (!payment || !isConfirmed(payment.status)) return 'not_capturable';
    if (payment.status === 'AWAITING CAPTURE REQUEST') {
      step(books, act, payment, 'CAPTURE APPROVED', {}, new Date());
      claim(books, once, { thing: id, status: 204 });
    }
    return 'approved';
  });
  desk.wake();
  return done;
}

/** The credential with which an account's new payments begin. */
function activeCredential({ credentials }: Json): string | null {
  const active = (credentials as readonly Json[]).find(({ status }) => status === 'ACTIVE');
  return active ? String(active.id) : null;
}

/** By which names the card network knows a payment's account. */
export function payeeOf(books: Books, payment: Payment): Payee {
  const account = accountOf(books, payment.gateway_account_id);
  const credentials = (account?.credentials ?? []) as readonly Json[];
  const secrets = credentials.find(({ id }) => id === payment.credential_id)?.secrets;
  const name = typeof secrets === 'string' ? (JSON.parse(secrets) as Json).account_name : undefined;
  return {
    ...{ department: payment.department, service: payment.service, provider: payment.provider },
    ...(typeof name === 'string' && { account: name }),
  };
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
