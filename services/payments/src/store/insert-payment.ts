import { randomUUID } from 'node:crypto';
import { batched, currentFence, type FenceContext, noteReceipt, type Queryable } from '@ashlar/postgres';
import type { NewPayment } from '../domain/entities.ts';
import { eventType } from '../domain/payment.ts';
import { paymentFact } from '../events/facts.ts';
import { createdState, insertColumns, insertParameters, insertValues, logCreatedAs } from './payments.ts';

/** Makes what stores a new payment and its event, in one statement with others that are made at the same moment. */
export function createInsertPayment(db: Queryable): (made: PaymentToInsert) => Promise<void> {
  return batched({
    one: ({ payment, traceparent }) => insertPayment(db, payment, traceparent),
    many: async (made, fences) => {
      await insertPayments(db, made, fences);
      return made.map(() => undefined);
    },
  });
}

/** Stores a new payment and its event. What is done most often makes its event's id here, so that the database has no receipt to tell. */
async function insertPayment(
  db: Queryable,
  payment: NewPayment,
  traceparent: string | undefined,
): Promise<void> {
  const eventId = newEventId(payment);
  await db.query({
    name: 'insert-payment',
    text: `with made as (insert into payment (${insertColumns}) values (${insertValues}) returning *) ${logCreatedAs('$25::uuid')}`,
    values: [...insertParameters(payment, traceparent), eventId],
  });
  noteReceipt(currentFence(), receiptOf(payment, eventId));
}

/** A UUID of version 7 (RFC 9562 section 5.7), as PostgreSQL makes them for other events. */
function newEventId({ createdAt }: NewPayment): string {
  const time = createdAt.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

function receiptOf({ id, department }: NewPayment, eventId: string): unknown[] {
  return [id, 1, eventId, department, true];
}

/** A new payment, and in whose trace it is made. */
export interface PaymentToInsert {
  readonly payment: NewPayment;
  readonly traceparent: string | undefined;
}

/** Stores new payments and their events, all or none, each under the fence of the request that asks for it. */
async function insertPayments(
  db: Queryable,
  payments: readonly PaymentToInsert[],
  fences: readonly (FenceContext | undefined)[],
): Promise<void> {
  const events = payments.map(({ payment }) => newEventId(payment));
  const asked = new Map(
    payments.map(({ payment: { department } }, at) => {
      const fence = fences[at]?.fence ?? null;
      return [`${department} ${fence}`, { department, fence }];
    }),
  );
  await db.query({
    name: 'insert-payments',
    text: `with made as materialized (
             select * from json_to_recordset($1::json) as given(
               id text, gateway_account_id text, department text, service text, live boolean, provider text, credential_id uuid, amount integer,
               currency text, reference text, description text, return_url text, language text, delayed_capture boolean, email text, metadata text,
               prefilled text, created_at timestamptz, agreement_id text, agreement_payment_type text, moto boolean,
               authorisation_mode text, traceparent text, event_id uuid)
           ), stored as (
             insert into payment (${insertColumns})
             select id, gateway_account_id, department, service, live, provider, credential_id, amount, currency, reference, description,
                    return_url, language, delayed_capture, email, metadata::json, prefilled::json, created_at, created_at, agreement_id, agreement_payment_type,
                    moto, authorisation_mode, 'CREATED', 1
               from made
           )
           insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
           select made.event_id, made.id, 1, made.department, made.service, '${eventType('created')}', made.created_at,
                  ${paymentFact('made', '$2')}, made.traceparent
             from made
            -- Asked once for each department, before the first row.
            where (select count(fenced(department, fence)) from unnest($3::text[], $4::text[]) as asked (department, fence)) > 0`,
    values: [
      JSON.stringify(payments.map((made, at) => toRow(made, events[at]))),
      createdState,
      [...asked.values()].map(({ department }) => department),
      [...asked.values()].map(({ fence }) => fence),
    ],
  });
  for (const [at, { payment }] of payments.entries())
    noteReceipt(fences[at], receiptOf(payment, events[at] ?? ''));
}

function toRow(
  { payment, traceparent }: PaymentToInsert,
  eventId: string | undefined,
): Record<string, unknown> {
  return {
    id: payment.id,
    gateway_account_id: payment.gatewayAccountId,
    department: payment.department,
    service: payment.service,
    live: payment.live,
    provider: payment.provider,
    credential_id: payment.credentialId,
    amount: payment.amount,
    currency: payment.currency,
    reference: payment.reference,
    description: payment.description,
    return_url: payment.returnUrl,
    language: payment.language,
    delayed_capture: payment.delayedCapture,
    email: payment.email,
    // As text within the text: PostgreSQL reads the escapes of the outer one, and knows no NUL.
    metadata: payment.metadata && JSON.stringify(payment.metadata),
    prefilled: payment.prefilled && JSON.stringify(payment.prefilled),
    created_at: payment.createdAt,
    agreement_id: payment.agreementId,
    agreement_payment_type: payment.agreementPaymentType,
    moto: payment.moto,
    authorisation_mode: payment.authorisationMode,
    traceparent,
    event_id: eventId,
  };
}
