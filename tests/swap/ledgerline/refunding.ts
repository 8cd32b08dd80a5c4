import type { Books } from './books.ts';
import { newId } from './ids.ts';
import type { Act } from './journal.ts';
import { claim, earlier, type Once } from './once.ts';
import { enter, keys, type Payment, paymentOf, type Refund, tellRefund, totalOf } from './payment.ts';
import { stateOf } from './states.ts';
import { type Desk, payeeOf } from './taking.ts';

/** Whether money of a payment can be given back. */
export function refundability(payment: Payment): 'pending' | 'unavailable' | 'available' | 'full' {
  const { status, disputed, refunded } = payment;
  if (status === 'CAPTURE SUBMITTED' || disputed > 0) return 'unavailable';
  if (status === 'CAPTURED') return totalOf(payment) > refunded ? 'available' : 'full';
  const state = stateOf(status);
  return state.finished && state.status !== 'success' ? 'unavailable' : 'pending';
}

/** Why a refund is not made, in the order in which the standard looks. */
export type Refusal = 'disputed' | 'pending' | 'unavailable' | 'full' | 'mismatch' | 'amount_not_available';

/** A refund that is asked for. `expected` is what its caller believes to be available. */
export interface RefundAsk {
  readonly payment: string;
  readonly amount: number;
  readonly expected: number | undefined;
}

/** Sets the amount aside, then asks the network. One whose answer does not come is still on its way. */
export async function refund(
  desk: Desk,
  act: Act,
  ask: RefundAsk,
  once?: Once,
): Promise<{ refund: Refund; replayed: boolean } | { refused: Refusal } | 'key_reused'> {
  const { books } = desk;
  const begun = await books.write(() => {
    const payment = paymentOf(books, ask.payment) as Payment;
    const before = earlier(books, once);
    if (before === 'key_reused') return before;
    if (before) return { refund: refundOf(payment, before) as Refund, replayed: true };
    const refused = refusal(payment, ask);
    if (refused) return { refused };
    const made = submit(books, act, payment, ask.amount);
    desk.asking.set(made.id, payment.department);
    act.underWay = true;
    claim(books, once, { thing: payment.id, resource: made.id, status: 202 });
    return { refund: made, replayed: false };
  });
  if (begun === 'key_reused' || 'refused' in begun || begun.replayed) return begun;
  // It is accepted: whatever goes wrong now, even that the department is not ours any more, must not have it asked for again.
  const done = await settle(desk, act, ask.payment, begun.refund).catch(() => begun.refund);
  return { refund: done, replayed: false };
}

/** Asks the network for a refund and stores what it says. Safe to repeat. */
export async function settle(desk: Desk, act: Act, id: string, asked: Refund): Promise<Refund> {
  const payment = paymentOf(desk.books, id) as Payment;
  desk.asking.set(asked.id, payment.department);
  act.underWay = true;
  try {
    const ask = { key: keys.refund(asked.id), captureKey: keys.capture(id), amount: asked.amount };
    const { outcome } = await desk.network.refund(payeeOf(desk.books, payment), ask);
    return await desk.books.write(() => store(desk.books, act, id, asked.id, outcome === 'refunded'));
  } finally {
    desk.asking.delete(asked.id);
  }
}

/** A refund of a payment. */
export function refundOf(payment: Payment, id: string): Refund | undefined {
  return payment.refunds.find((one) => one.id === id);
}

function refusal(payment: Payment, { amount, expected }: RefundAsk): Refusal | undefined {
  if (payment.disputed > 0) return 'disputed';
  const now = refundability(payment);
  if (now !== 'available') return now;
  const available = totalOf(payment) - payment.refunded;
  if (expected !== undefined && expected !== available) return 'mismatch';
  return amount > available ? 'amount_not_available' : undefined;
}

function submit(books: Books, act: Act, payment: Payment, amount: number): Refund {
  const now = new Date();
  const at = now.toISOString();
  const { gateway_account_id, provider, credential_id, currency } = payment;
  const made: Refund = {
    ...{ id: newId(now), gateway_account_id, provider, credential_id, amount, currency },
    ...{ status: 'REFUND READY', created_at: at, updated_at: at },
  };
  const aside = { ...payment, refunded: payment.refunded + amount, refunds: [...payment.refunds, made] };
  const booked = enter(
    aside,
    'refund_submitted',
    [
      ['department_payable', amount],
      ['refunds', -amount],
    ],
    now,
    made.id,
  );
  tellRefund(books, act, booked, made, 'submitted', now);
  return made;
}

function store(books: Books, act: Act, id: string, refundId: string, isDone: boolean): Refund {
  const payment = paymentOf(books, id) as Payment;
  const known = refundOf(payment, refundId) as Refund;
  if (known.status !== 'REFUND READY') return known;
  const now = new Date();
  const { amount } = known;
  const ended: Refund = {
    ...known,
    status: isDone ? 'REFUNDED' : 'REFUND ERROR',
    updated_at: now.toISOString(),
  };
  const refunds = payment.refunds.map((one) => (one.id === refundId ? ended : one));
  const after = { ...payment, refunds, refunded: payment.refunded - (isDone ? 0 : amount) };
  const kind = isDone ? 'refund_succeeded' : 'refund_failed';
  const booked = enter(
    after,
    kind,
    [
      ['refunds', amount],
      [isDone ? 'provider_receivable' : 'department_payable', -amount],
    ],
    now,
    refundId,
  );
  tellRefund(books, act, booked, ended, isDone ? 'succeeded' : 'failed', now);
  return ended;
}
