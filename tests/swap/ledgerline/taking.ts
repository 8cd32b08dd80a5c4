import { accountOf } from './account.ts';
import type { Books } from './books.ts';
import type { Network, Payee } from './card-network.ts';
import { newId } from './ids.ts';
import type { Act, Json } from './journal.ts';
import { claim, earlier, type Once } from './once.ts';
import { begin, note, type Payment, paymentOf, step } from './payment.ts';
import { type Ending, endOf, isAsking, isConfirmed } from './states.ts';

/** What taking payments needs. */
export interface Desk {
  readonly books: Books;
  readonly network: Network;
  /** What this process is asking the network about now, with its department. What is locked and not among it, nobody is asking about any more. */
  readonly asking: Map<string, string>;
  /** Wakes the workers. */
  wake(): void;
}

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
