import { setTimeout as pause } from 'node:timers/promises';
import type { Payment } from '../domain/entities.ts';
import { isStandardId } from '../domain/ids.ts';
import type { Status } from '../domain/payment.ts';
import { readPayment, readStateChanges } from '../store/payments.ts';
import type { Deps } from './deps.ts';

/** A payment, and the account that asks for it. */
export interface AccountPayment {
  readonly paymentId: string;
  readonly gatewayAccountId: string;
}

/** Reads a payment of an account. Another account's payment is as unknown as one that never was. */
export async function getPayment(
  deps: Pick<Deps, 'db'>,
  input: AccountPayment,
): Promise<Payment | undefined> {
  if (!isStandardId(input.paymentId)) return undefined;
  const payment = await readPayment(deps.db, input.paymentId);
  return payment?.gatewayAccountId === input.gatewayAccountId ? payment : undefined;
}

// How often a payment is read again that may be confirmed any moment, in milliseconds.
const READ_AGAIN_EVERY = 20;

/**
 * Reads a payment of an account for its department. A browser test reads at the very moment that it has pressed Confirm, which may be before
 * the browser has sent anything; so on a test account the answer waits a little for the payer who could confirm.
 */
export async function readPaymentToShow(
  deps: Pick<Deps, 'db' | 'times'>,
  input: AccountPayment,
): Promise<Payment | undefined> {
  const deadline = performance.now() + deps.times.awaitConfirm * 1000;
  for (;;) {
    const payment = await getPayment(deps, input);
    const waits = payment?.status === 'AUTHORISATION SUCCESS' && !payment.live;
    if (!waits || performance.now() >= deadline) return payment;
    await pause(READ_AGAIN_EVERY);
  }
}

/** The states that a department saw a payment in, oldest first; undefined when the account has no such payment. */
export async function getPaymentHistory(
  deps: Pick<Deps, 'db'>,
  input: AccountPayment,
): Promise<{ status: Status; occurredAt: Date }[] | undefined> {
  const payment = await getPayment(deps, input);
  if (!payment) return undefined;
  const changes = await readStateChanges(deps.db, payment.id);
  return [{ status: 'CREATED', occurredAt: payment.createdAt }, ...changes];
}
