import type { CreationKey } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { CardRules } from '../domain/card-kinds.ts';
import type { NewPayment, Payment } from '../domain/entities.ts';
import { eventType, externalState, type Status } from '../domain/payment.ts';
import { paymentFact } from '../events/facts.ts';
import { cardsSql } from './accounts.ts';

/** The columns of `payment` under the names of {@link Payment}. */
export const paymentColumns = `id, gateway_account_id as "gatewayAccountId", department, service, live, provider, credential_id as "credentialId", status,
  sequence, amount, currency, reference, description, return_url as "returnUrl", language, delayed_capture as "delayedCapture", email, metadata, prefilled,
  card, provider_transaction_id as "transactionId", page_token_use as "pageTokenUse", attempt, created_at as "createdAt",
  updated_at as "updatedAt", captured_at as "capturedAt", refunded, disputed, authorisation_mode as "authorisationMode",
  agreement_id as "agreementId", agreement_payment_type as "agreementPaymentType", can_retry as "canRetry", fee, moto,
  three_d_secure as "threeDSecure", corporate_surcharge as "corporateSurcharge"`;

/** The columns of a new payment. */
export const insertColumns = `id, gateway_account_id, department, service, live, provider, credential_id, amount, currency, reference, description,
  return_url, language, delayed_capture, email, metadata, prefilled, created_at, updated_at, agreement_id, agreement_payment_type,
  moto, authorisation_mode, status, sequence`;

/** Their values, as SQL over {@link insertParameters}. */
export const valuesOf = (as: {
  provider: string;
  credential: string;
  begins: string;
}) => `$1, $2, $3, $4, $5::boolean, ${as.provider}, ${as.credential}, $7::integer, $8, $9, $10, $11, $12, $13::boolean, $14, $15::json, $16::json,
  $17::timestamptz, $17::timestamptz, $20, $21, $22::boolean, $23, ${as.begins}`;

/** The values of a payment that its payer enters a card for. */
export const insertValues = valuesOf({ provider: '$6', credential: '$24::uuid', begins: `'CREATED', 1` });
const queuedValues = valuesOf({
  provider: 'coalesce(agreed.card_provider, $6)',
  credential: 'case when agreed.card_provider is null then $24::uuid else agreed.card_credential_id end',
  begins: `'USER NOT PRESENT QUEUED', 2`,
});

/** Logs the creation of the rows `made`. $18 is the state as JSON, $19 the trace. */
export const logCreated = logCreatedAs('uuidv7()');

/** The same with an id of the creation's event that is given. */
export function logCreatedAs(eventId: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
  select ${eventId}, made.id, 1, fenced(made.department, :fence), made.service, '${eventType('created')}', made.created_at,
         ${paymentFact('made', '$18')}, $19
    from made`;
}

/** The receipt of a statement that logs the creation and what followed at once. */
export const firstReceipt = `(select receipt from logged order by receipt ->> 1 limit 1)`;

/**
 * Stores a new payment and its event, once for each key, through a payment link if one is named. False when the key was used before: nothing is stored
 * then.
 */
export async function insertPaymentOnce(
  db: Queryable,
  payment: NewPayment,
  traceparent: string | undefined,
  once: CreationKey,
  productId?: string,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-payment-once',
    text: `with once as (
             insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
             values ($25, $26, $27, $1, 201, $17::timestamptz)
             on conflict do nothing
             returning 1
           ), made as (
             insert into payment (${insertColumns}) select ${insertValues} from once returning *
           ), linked as (
             insert into product_payment (payment_id, product_id) select id, $28::text from made where $28::text is not null
           ) ${logCreated} returning ${receiptSql} as receipt`,
    values: [
      ...insertParameters(payment, traceparent),
      once.scope,
      once.key,
      once.requestHash,
      productId ?? null,
    ],
  });
  return rowCount === 1;
}

/**
 * Stores a payment that an active agreement is charged for, where its card is kept, and its first two events: it waits for no payer.
 * Undefined when the agreement is not the account's or not active, or the key was used before: nothing is stored then.
 */
export async function insertAgreementPayment(
  db: Queryable,
  payment: NewPayment,
  traceparent: string | undefined,
  once: CreationKey | undefined,
): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'insert-agreement-payment',
    text: `with agreed as (
             select card_provider, card_credential_id from agreement
              where id = $20 and gateway_account_id = $2 and status = 'active' for share
           ), once as (
             insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
             select $25::text, $26::text, $27::bytea, $1, 201, $17::timestamptz from agreed where $26::text is not null
             on conflict do nothing
             returning 1
           ), made as (
             insert into payment (${insertColumns})
             select ${queuedValues} from agreed where $26::text is null or exists (select from once)
             returning *
           ), shown as (
             insert into payment_state_change (payment_id, sequence, status, occurred_at)
             select id, sequence, status, created_at from made
           ), logged as (
             ${logCreated}
             union all
             select uuidv7(), made.id, 2, fenced(made.department, :fence), made.service, '${eventType('started')}', made.created_at,
                    ${paymentFact('made', '$28')}, $19
               from made
             returning ${receiptSql} as receipt
           )
           select ${paymentColumns}, ${firstReceipt} from made`,
    values: [
      ...insertParameters(payment, traceparent),
      once?.scope ?? null,
      once?.key ?? null,
      once?.requestHash ?? null,
      queuedState,
    ],
  });
  return rows[0];
}

/** Reads a payment; undefined when there is none with this id. */
export async function readPayment(db: Queryable, id: string): Promise<Payment | undefined> {
  const { rows } = await db.query<Payment>({
    name: 'read-payment',
    text: `select ${paymentColumns} from payment where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Reads the sealed page of the issuer that the payment waits for; undefined when it waits for none. */
export async function readChallenge(db: Queryable, id: string): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ challenge: Buffer | null }>({
    name: 'read-challenge',
    text: `select challenge from payment where id = $1 and status = 'AUTHORISATION 3DS REQUIRED'`,
    values: [id],
  });
  return rows[0]?.challenge ?? undefined;
}

/** Reads several payments; those that do not exist are left out. */
export async function readPayments(db: Queryable, ids: readonly string[]): Promise<Payment[]> {
  const { rows } = await db.query<Payment>({
    name: 'read-payments',
    text: `select ${paymentColumns} from payment where id = any($1)`,
    values: [ids],
  });
  return rows;
}

/** What the pages show of the account that is paid. */
export interface Payee {
  readonly accountName: string;
  readonly accountType: 'test' | 'live';
  readonly cards: CardRules;
}

/** Reads a payment with the name of the account that is paid. */
export async function readPaymentWithPayee(
  db: Queryable,
  id: string,
): Promise<(Payment & Payee) | undefined> {
  const { rows } = await db.query<Payment & Payee>({
    name: 'read-payment-with-payee',
    text: `select payment.*, gateway_account.name as "accountName", gateway_account.type as "accountType",
                  ${cardsSql} as cards
             from (select ${paymentColumns} from payment where id = $1) as payment
             join gateway_account on gateway_account.id = payment."gatewayAccountId"`,
    values: [id],
  });
  return rows[0];
}

/** One change of the state that a department sees. */
export interface StateChange {
  readonly status: Status;
  readonly occurredAt: Date;
}

/** The changes of a payment's external state after its creation, oldest first. */
export async function readStateChanges(db: Queryable, id: string): Promise<StateChange[]> {
  const { rows } = await db.query<StateChange>({
    name: 'read-state-changes',
    text: `select status, occurred_at as "occurredAt" from payment_state_change where payment_id = $1 order by sequence`,
    values: [id],
  });
  return rows;
}

/** The parameters of a statement that stores a new payment, $1 to $23. */
export function insertParameters(payment: NewPayment, traceparent: string | undefined): unknown[] {
  return [
    payment.id,
    payment.gatewayAccountId,
    payment.department,
    payment.service,
    payment.live,
    payment.provider,
    payment.amount,
    payment.currency,
    payment.reference,
    payment.description,
    payment.returnUrl,
    payment.language,
    payment.delayedCapture,
    payment.email,
    payment.metadata && JSON.stringify(payment.metadata),
    payment.prefilled && JSON.stringify(payment.prefilled),
    payment.createdAt,
    createdState,
    traceparent ?? null,
    payment.agreementId,
    payment.agreementPaymentType,
    payment.moto,
    payment.authorisationMode,
    payment.credentialId,
  ];
}

const queuedState = JSON.stringify(externalState('USER NOT PRESENT QUEUED'));
/** The state of a new payment, as JSON. */
export const createdState = JSON.stringify(externalState('CREATED'));
