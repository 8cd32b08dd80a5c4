import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { CardDetails } from '../domain/cards.ts';
import type { NewPayment, Payment, PaymentNotification } from '../domain/entities.ts';
import type { Move } from '../domain/payment.ts';
import { paymentFact } from '../events/facts.ts';
import {
  firstReceipt,
  insertColumns,
  insertParameters,
  logCreated,
  paymentColumns,
  valuesOf,
} from './payments.ts';

/** A payment that somebody else took, and what was told of it. */
export interface NotifiedPayment {
  readonly payment: Payment;
  readonly told: PaymentNotification;
}

const notifiedValues = valuesOf({ provider: '$6', credential: '$24::uuid', begins: '$25, 2' });

/**
 * Stores a payment that somebody else took, in the state that was told, with its two events. Undefined when the account was told of the
 * taker's id before: nothing is stored then.
 */
export async function insertNotifiedPayment(
  db: Queryable,
  payment: NewPayment,
  told: PaymentNotification,
  ended: { move: Move; card: CardDetails | null; traceparent: string | undefined },
): Promise<Payment | undefined> {
  const { move, card, traceparent } = ended;
  const { rows } = await db.query<Payment>({
    name: 'insert-notified-payment',
    text: `with told as (
             insert into payment_notification (gateway_account_id, provider_id, payment_id, told)
             values ($2, $26, $1, $27::json) on conflict do nothing
             returning 1
           ), made as (
             insert into payment (${insertColumns}, provider_transaction_id, card)
             select ${notifiedValues}, $26, $28::json from told
             returning *
           ), shown as (
             insert into payment_state_change (payment_id, sequence, status, occurred_at)
             select id, sequence, status, created_at from made
           ), logged as (
             ${logCreated}
             union all
             select uuidv7(), made.id, 2, fenced(made.department, :fence), made.service, $29, made.created_at, ${paymentFact('made', '$30')}, $19
               from made
             returning ${receiptSql} as receipt
           )
           select ${paymentColumns}, ${firstReceipt} from made`,
    values: [
      ...insertParameters(payment, traceparent),
      move.to,
      told.provider_id,
      JSON.stringify(told),
      card && JSON.stringify(card),
      move.type,
      JSON.stringify(move.state),
    ],
  });
  return rows[0];
}

/** Reads what an account was told under one of the taker's ids; undefined when that is nothing. */
export async function readNotifiedPayment(
  db: Queryable,
  gatewayAccountId: string,
  providerId: string,
): Promise<NotifiedPayment | undefined> {
  const { rows } = await db.query<Payment & { told: PaymentNotification }>({
    name: 'read-notified-payment',
    text: `select ${paymentColumns}, told
             from payment join (select payment_id, told from payment_notification where gateway_account_id = $1 and provider_id = $2) as notified
               on notified.payment_id = payment.id`,
    values: [gatewayAccountId, providerId],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { told, ...payment } = row;
  return { payment, told };
}
