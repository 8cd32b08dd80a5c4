import { randomUUID } from 'node:crypto';
import type { Books } from './books.ts';
import { type Act, change, find, type Json, type Thing } from './journal.ts';
import { eventOf, stateOf } from './states.ts';

/** Money that goes back, as its payment holds it. */
export interface Refund extends Json {
  readonly id: string;
  readonly gateway_account_id: string;
  readonly provider: string;
  readonly credential_id: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'REFUND READY' | 'REFUNDED' | 'REFUND ERROR';
  readonly created_at: string;
  readonly updated_at: string;
}

/** A payment as it is kept and handed over, with all that belongs to it. Amounts are pence, times RFC 3339. */
export interface Payment extends Json {
  readonly id: string;
  readonly gateway_account_id: string;
  readonly department: string;
  readonly service: string;
  readonly live: boolean;
  readonly provider: string;
  readonly credential_id: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly reference: string;
  readonly description: string;
  readonly return_url: string | null;
  readonly language: string;
  readonly delayed_capture: boolean;
  readonly email: string | null;
  readonly metadata: Json | null;
  readonly prefilled: Json | null;
  readonly moto: boolean;
  readonly authorisation_mode: string;
  readonly agreement_id: string | null;
  readonly agreement_payment_type: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly status: string;
  readonly card: Json | null;
  readonly provider_transaction_id: string | null;
  readonly page_token_use: number;
  readonly attempt: number;
  readonly captured_at: string | null;
  readonly refunded: number;
  readonly disputed: number;
  readonly can_retry: boolean | null;
  readonly fee: number | null;
  readonly corporate_surcharge: number | null;
  readonly three_d_secure: boolean;
  readonly expire_now: boolean;
  readonly state_changes: readonly Json[];
  readonly refunds: readonly Refund[];
  readonly ledger_entries: readonly Json[];
}

/** One side of a double entry: debits above zero. */
export type Side = readonly [account: string, amount: number];

/** Reads a payment; undefined when there is none of that id. */
export function paymentOf(books: Books, id: string): Payment | undefined {
  return find(books, 'payment', id)?.record as Payment | undefined;
}

/** What a payer pays: the amount, and what a corporate card adds. */
export function totalOf({ amount, corporate_surcharge: surcharge }: Payment): number {
  return amount + (surcharge ?? 0);
}

/** The keys under which the card network knows a payment's authorisation, capture and cancellation, and a refund. */
export const keys = {
  authorise: ({ id, attempt }: Payment) => `${id}-authorise-${attempt}`,
  capture: (id: string) => `${id}-capture`,
  cancel: (id: string) => `${id}-cancel`,
  refund: (id: string) => `${id}-refund`,
};

/** The first change of a payment. */
export function begin(books: Books, act: Act, payment: Payment, at: Date): Payment {
  return put(books, act, payment, 'payments.payment.created.v1', factOf(payment, payment.status), at);
}

/**
 * Takes a payment a step on, with what the step changes besides, in the books too. Inside a transaction only, after it was read there.
 */
export function step(
  books: Books,
  act: Act,
  payment: Payment,
  to: string,
  changes: Partial<Payment>,
  at: Date,
): Payment {
  const type = eventOf(payment.status, to);
  const seen = stateOf(payment.status).status !== stateOf(to).status;
  let next: Payment = { ...payment, ...changes, status: to, updated_at: at.toISOString() };
  if (seen) next = withState(next, sequenceOf(books, payment.id) + 1, to, at);
  next = enter(next, ...bookingOf(payment.status, to, totalOf(next)), at);
  return put(books, act, next, type, factOf(next, to), at);
}

/** Changes what nobody hears of. */
export function note(books: Books, act: Act, payment: Payment, changes: Partial<Payment>, at: Date): Payment {
  return put(books, act, { ...payment, ...changes }, null, undefined, at);
}

/** Stores what became of a refund, and tells of it. */
export function tellRefund(
  books: Books,
  act: Act,
  payment: Payment,
  refund: Refund,
  event: 'submitted' | 'succeeded' | 'failed',
  at: Date,
): Payment {
  const status = { submitted: 'submitted', succeeded: 'success', failed: 'error' }[event];
  const data = {
    ...{
      payment_id: payment.id,
      refund_id: refund.id,
      gateway_account_id: payment.gateway_account_id,
      amount: refund.amount,
    },
    ...{ currency: payment.currency, live: payment.live, provider: payment.provider, status },
    refund_amount_available: totalOf(payment) - payment.refunded,
  };
  return put(books, act, payment, `payments.refund.${event}.v1`, data, at);
}

/** Enters a transaction of two sides; one of nothing is not entered. */
export function enter(
  payment: Payment,
  kind: string | undefined,
  sides: readonly Side[],
  at: Date,
  refund?: string,
): Payment {
  if (kind === undefined || sides.every(([, amount]) => amount === 0)) return payment;
  const transaction = randomUUID();
  const entries = sides.map(([account, amount]) => ({
    ...{
      transaction_id: transaction,
      account,
      amount,
      currency: payment.currency,
      kind,
      refund_id: refund ?? null,
    },
    ...{ dispute_id: null, occurred_at: at.toISOString() },
  }));
  return { ...payment, ledger_entries: [...payment.ledger_entries, ...entries].sort(byOrder) };
}

/** Entries stand by their time, their transaction and their account, so that two who hold the same show the same. */
function byOrder(one: Json, other: Json): number {
  const [a, b] = [one, other].map((entry) => `${entry.occurred_at} ${entry.transaction_id} ${entry.account}`);
  return String(a) < String(b) ? -1 : 1;
}

function put(
  books: Books,
  act: Act,
  payment: Payment,
  type: string | null,
  data: Json | undefined,
  at: Date,
): Payment {
  const { id, department, service } = payment;
  change(books, act, {
    kind: 'payment',
    id,
    department,
    service,
    record: payment,
    type,
    at,
    ...(type && data && { data }),
  });
  return payment;
}

function sequenceOf(books: Books, id: string): number {
  return (find(books, 'payment', id) as Thing).sequence;
}

function withState(payment: Payment, sequence: number, status: string, at: Date): Payment {
  return {
    ...payment,
    state_changes: [...payment.state_changes, { sequence, status, occurred_at: at.toISOString() }],
  };
}

function factOf(payment: Payment, status: string): Json {
  const { status: shown, finished, code, message } = stateOf(status);
  return {
    ...{ payment_id: payment.id, gateway_account_id: payment.gateway_account_id, amount: payment.amount },
    ...{ currency: payment.currency, live: payment.live, provider: payment.provider },
    state: { status: shown, finished, ...(code && { code, message }) },
  };
}

function bookingOf(from: string, to: string, total: number): [string | undefined, readonly Side[]] {
  const sides = (debit: string, credit: string): readonly Side[] => [
    [debit, total],
    [credit, -total],
  ];
  if (to === 'CAPTURE APPROVED' && from !== 'CAPTURE READY')
    return ['confirmation', sides('payer_clearing', 'department_payable')];
  if (to === 'CAPTURED') return ['capture', sides('provider_receivable', 'payer_clearing')];
  if (to === 'CAPTURE ERROR') return ['capture_failed', sides('department_payable', 'payer_clearing')];
  return [undefined, []];
}
