import type { CreationKey } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Surcharge } from '../domain/card-kinds.ts';
import type { CardDetails } from '../domain/cards.ts';
import type { Payment } from '../domain/entities.ts';
import { eventType, externalState, type Move } from '../domain/payment.ts';
import { paymentFact, paymentPosition } from '../events/facts.ts';
import { toldSql } from './agreements.ts';
import { enterSql, type Posting, postingsJson } from './ledger.ts';
import { paymentColumns } from './payments.ts';
import { traceSql } from './trace.ts';

/** A step of one payment, as the store is told of it. */
export interface Step {
  readonly id: string;
  readonly move: Move;
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

/**
 * The rest of every statement that moves payments: `moved` are the updated rows. Each writes the change that a department sees, if it sees
 * one, and its row of the change log. $3 is the new status, $4 the time, $5 whether the state changes, $6 the event's type, $7 the
 * state as JSON, $8 the trace; a step that no request asks for belongs to the trace of the last one that did.
 */
const recorded = `shown as (
    insert into payment_state_change (payment_id, sequence, status, occurred_at)
    select id, sequence, status, $4::timestamptz from moved where $5::boolean
  ), logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service, $6::text, $4::timestamptz,
           case when $6::text is null then ${paymentPosition('moved')} else ${paymentFact('moved', '$7')} end,
           ${traceSql('moved', '$8')}
      from moved
    returning ${receiptSql} as receipt
  )`;

// With what the step enters in the ledger: $9 holds it.
const booked = `${recorded}, ${enterSql('moved', { postings: '$9', at: '$4' })}`;

const changed = `status = $3, sequence = sequence + 1, updated_at = $4::timestamptz, not_before = null`;

// What is kept for one step only, and goes with it: the token of a card, the issuer's page.
const nothingKept = 'card_token = null, challenge = null';

/** Takes a payment one step on. Undefined when it is no longer where the step begins: somebody else was quicker. */
export async function movePayment(db: Queryable, step: Step): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'move-payment',
    text: `with moved as (
             update payment set ${changed}, ${nothingKept} where id = $1 and status = $2 returning *
           ), ${booked}
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: bookedParameters(step),
  });
  return rows[0];
}

/** As {@link movePayment}, and keeps the key that it was asked with in the same statement. Undefined also when the key was used before. */
export async function movePaymentOnce(
  db: Queryable,
  step: Step,
  once: CreationKey,
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'move-payment-once',
    text: `with held as (
             select id from payment where id = $1 and status = $2 for update
           ), once as (
             insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
             select $10, $11, $12, id, 204, $4::timestamptz from held on conflict do nothing returning resource_id
           ), moved as (
             update payment set ${changed}, ${nothingKept} from once where id = once.resource_id and status = $2 returning payment.*
           ), ${booked}
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: [...bookedParameters(step), once.scope, once.key, once.requestHash],
  });
  return rows[0];
}

/** What the payment's account adds under the name of a surcharge, as SQL; null where that is nothing. `surcharge` is a parameter. */
const surchargeSql = (
  surcharge: string,
) => `(select nullif((gateway_account.cards ->> ${surcharge}::text)::integer, 0) from gateway_account
                      where ${surcharge}::text is not null and gateway_account.id = payment.gateway_account_id)`;

/** Locks a payment for its authorisation and keeps what may be kept of the card, with what it adds to the amount. Counts the attempt. */
export async function lockForAuthorisation(
  db: Queryable,
  step: Step,
  sent: { card: CardDetails; email: string | null; surcharge: Surcharge | null },
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'lock-for-authorisation',
    text: `with moved as (
             update payment set ${changed}, attempt = attempt + 1, card = $9::json, email = coalesce($10, email),
                    corporate_surcharge = ${surchargeSql('$11')}
              where id = $1 and status = $2 returning *
           ), ${recorded}
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: [...stepParameters(step), JSON.stringify(sent.card), sent.email, sent.surcharge],
  });
  return rows[0];
}

/**
 * Uses up the token that stands for this use count, in the step that it was sent for: with a card the payment is locked for its
 * authorisation and the attempt counted, without one it is refused. Undefined when the token was used before or the payment is elsewhere.
 */
export async function moveByToken(
  db: Queryable,
  step: Step,
  sent: { use: number; card: CardDetails | null; surcharge: Surcharge | null },
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'move-by-token',
    text: `with moved as (
             update payment set ${changed}, page_token_use = page_token_use + 1, card = $9::json,
                    attempt = attempt + case when $9::json is null then 0 else 1 end, corporate_surcharge = ${surchargeSql('$11')}
              where id = $1 and status = $2 and page_token_use = $10 and authorisation_mode = 'moto_api' returning *
           ), ${recorded}
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: [...stepParameters(step), sent.card && JSON.stringify(sent.card), sent.use, sent.surcharge],
  });
  return rows[0];
}

/**
 * Stores that the payer confirmed. Where the payment sets an agreement up, the agreement is active from now on, with the card that was
 * authorised in place of any other.
 */
export async function recordConfirmation(db: Queryable, step: Step): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'record-confirmation',
    text: `with moved as (
             update payment set ${changed}, card_token = null where id = $1 and status = $2
             returning new.*, old.card_token as token
           ), ${booked}, agreed as (
             update agreement
                set status = 'active', sequence = agreement.sequence + 1, card = moved.card, card_token = moved.token,
                    card_provider = moved.provider, card_credential_id = moved.credential_id, card_set_up_at = $4::timestamptz,
                    cancelled_at = null
               from moved
              where agreement.id = moved.agreement_id and moved.authorisation_mode = 'web' and moved.token is not null
             returning agreement.*
           ), told as (${toldSql('agreed', { event: 'activated', at: '$4', trace: '$8' })})
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: bookedParameters(step),
  });
  return rows[0];
}

/** A provider's answer to an authorisation, and who brings it. */
export interface Answer {
  /** Null when the provider was not even asked. */
  readonly transactionId: string | null;
  /** Which of the payment's cards it is about. */
  readonly attempt: number;
  /** Whether the resolver brings it. While that has the payment in hand, an answer that comes late from elsewhere is not believed. */
  readonly resolved: boolean;
  /** The issuer's page, sealed, where the payer has to answer first. */
  readonly challenge: Buffer | null;
  /** The card's token, sealed, where the payment is to set an agreement up. */
  readonly cardToken: Buffer | null;
  /** Of a declined charge of an agreement: whether it may be tried again. If not, the agreement is inactive from now on. */
  readonly canRetry: boolean | null;
}

/** Stores what the provider said of the card sent at that attempt, with its own id of the payment. */
export async function recordAuthorisation(
  db: Queryable,
  step: Step,
  answer: Answer,
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'record-authorisation',
    text: `with moved as (
             update payment set ${changed}, provider_transaction_id = $10, card_token = $13::bytea, can_retry = $14::boolean,
                    challenge = $15::bytea, three_d_secure = three_d_secure or $3 = 'AUTHORISATION 3DS REQUIRED'
              where id = $1 and status = $2 and attempt = $11 and (not_before is null or $12::boolean)
             returning new.*, old.updated_at as asked_at
           ), ${booked}, agreed as (
             update agreement set status = 'inactive', sequence = agreement.sequence + 1, card_token = null
               from moved
              where not moved.can_retry and agreement.id = moved.agreement_id and agreement.status = 'active'
                and agreement.card_set_up_at <= moved.asked_at
             returning agreement.*
           ), told as (${toldSql('agreed', { event: 'deactivated', at: '$4', trace: '$8' })})
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: [
      ...bookedParameters(step),
      answer.transactionId,
      answer.attempt,
      answer.resolved,
      answer.cardToken,
      answer.canRetry,
      answer.challenge,
    ],
  });
  return rows[0];
}

/** Stores that the money was taken, and what the provider kept of it where that is known, with its transaction. */
export async function recordCapture(
  db: Queryable,
  step: Step,
  postings: readonly Posting[],
  fee: number | null,
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'record-capture',
    text: `with moved as (
             update payment set ${changed}, captured_at = $4::timestamptz, fee = $10::integer
              where id = $1 and status = $2 returning *
           ), ${booked}
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: [...bookedParameters(step, postings), fee],
  });
  return rows[0];
}

/** Stores what the provider kept of a payment that was captured, with its transaction. Undefined when that was known before. */
export async function recordFee(
  db: Queryable,
  ask: { id: string; fee: number; postings: readonly Posting[]; at: Date },
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'record-fee',
    text: `with moved as (
             update payment set fee = $2, sequence = sequence + 1, updated_at = $3::timestamptz
              where id = $1 and status = 'CAPTURED' and fee is null returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service, null, $3::timestamptz,
                    ${paymentPosition('moved')}, ${traceSql('moved', 'null')}
               from moved
             returning ${receiptSql} as receipt
           ), ${enterSql('moved', { postings: '$4', at: '$3' })}
           select ${paymentColumns}, (select receipt from logged) from moved`,
    values: [ask.id, ask.fee, ask.at, postingsJson(ask.postings)],
  });
  return rows[0];
}

/** Uses up the link that has this use count. The first link that is followed starts the payment. Undefined when it was used before. */
export async function followLink(
  db: Queryable,
  link: { payment: string; use: number },
  at: Date,
  traceparent: string | undefined,
): Promise<{ id: string } | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'follow-link',
    text: `with moved as (
             update payment
                set page_token_use = page_token_use + 1, sequence = sequence + 1,
                    updated_at = case when status in ${lockedStatuses} then updated_at else $3::timestamptz end,
                    status = case status when 'CREATED' then 'ENTERING CARD DETAILS' else status end
              where id = $1 and page_token_use = $2 and authorisation_mode = 'web'
              returning new.*, old.status = 'CREATED' as started
           ), shown as (
             insert into payment_state_change (payment_id, sequence, status, occurred_at)
             select id, sequence, status, $3::timestamptz from moved where started
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service,
                    case when started then '${eventType('started')}' end, $3::timestamptz,
                    case when started then ${paymentFact('moved', '$4')} else ${paymentPosition('moved')} end, $5::text
               from moved
             returning ${receiptSql} as receipt
           )
           select id, (select receipt from logged) from moved`,
    values: [link.payment, link.use, at, startedState, traceparent ?? null],
  });
  return rows[0];
}

/** Marks a payment whose time is to count as over. Undefined when there is no such payment of a test account. */
export async function markExpired(
  db: Queryable,
  ask: { id: string; at: Date; traceparent?: string | undefined },
): Promise<{ id: string } | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'mark-expired',
    text: `with moved as (
             update payment set expire_now = true, sequence = sequence + 1 where id = $1 and not live returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service, null, $2::timestamptz,
                    ${paymentPosition('moved')}, $3::text
               from moved
             returning ${receiptSql} as receipt
           )
           select id, (select receipt from logged) from moved`,
    values: [ask.id, ask.at, ask.traceparent ?? null],
  });
  return rows[0];
}

function bookedParameters(step: Step, postings: readonly Posting[] = []): unknown[] {
  return [...stepParameters(step), postingsJson(postings, step.move)];
}

function stepParameters({ id, move, at, traceparent }: Step): unknown[] {
  return [
    id,
    move.from,
    move.to,
    at,
    move.changesState,
    move.type,
    JSON.stringify(move.state),
    traceparent ?? null,
  ];
}

// How long a lock stands tells whether its holder died: a payer who comes back must not make it look new.
const lockedStatuses = `('AUTHORISATION READY', 'AUTHORISATION 3DS READY', 'CAPTURE READY')`;

const startedState = JSON.stringify(externalState('ENTERING CARD DETAILS'));
