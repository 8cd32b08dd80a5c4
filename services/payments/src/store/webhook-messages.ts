import { type CreationKey, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { DeliveryStatus, WebhookAttempt, WebhookMessage } from '../domain/webhook.ts';
import { departmentOfWebhook } from './webhooks.ts';

const columns = `id, webhook_id as "webhookId", test, resource_id as "resourceId", event_type as "eventType", event_date as "eventDate",
  status, send_at as "sendAt", created_at as "createdAt"`;

/** A message to store, its body sealed. */
export interface NewMessage extends Omit<WebhookMessage, 'status' | 'sendAt'> {
  readonly eventId: string;
  /** Where the event stands among those of its payment; null for a test. */
  readonly sequence: number | null;
  readonly refundId: string | null;
  readonly traceparent: string | null;
  readonly body: Buffer;
}

/** The position of the change log up to which messages were made. */
export async function readCursor(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ position: number }>({
    name: 'read-webhook-cursor',
    text: 'select position from webhook_cursor',
  });
  return rows[0]?.position ?? 0;
}

/**
 * The rest of a statement that asks for messages to be sent, after `go`: it logs that as a change of the account. `webhook`, `at` and `trace` are SQL.
 */
export const askedFor = (ask: {
  webhook: string;
  at: string;
  trace: string;
  change: 'tested' | 'replayed';
}) => `account as (
    update gateway_account set sequence = sequence + 1 from go
     where id = (select gateway_account_id from webhook where webhook.id = ${ask.webhook})
    returning gateway_account.*
  ), logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), account.id, account.sequence, fenced(account.department, :fence), account.service, null, ${ask.at}::timestamptz,
           jsonb_build_object('gateway_account_id', account.id, 'webhook_id', ${ask.webhook}, 'change', '${ask.change}'), ${ask.trace}::text
      from account
    returning ${receiptSql} as receipt
  )`;

/**
 * Stores messages and moves the cursor past the events that they are of, or does neither. `overtaken`: the cursor is no longer where the reader
 * found it, since another process was quicker. `frozen`: a department of theirs is being handed over; they wait until it is known to whom. What another
 * implementation serves makes no messages here.
 */
export async function storeMessages(
  db: Queryable,
  from: number,
  to: number,
  messages: readonly NewMessage[],
): Promise<'stored' | 'overtaken' | 'frozen'> {
  const of = <Key extends keyof NewMessage>(key: Key) => messages.map((message) => message[key]);
  const { rows } = await db.query<{ moved: boolean; frozen: boolean }>({
    name: 'store-webhook-messages',
    text: `with given as materialized (
             select one.*
               from unnest($3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::bigint[], $10::text[],
                           $11::text[], $12::bytea[], $13::timestamptz[])
                      as one (id, webhook_id, event_id, resource_id, event_type, event_date, sequence, refund_id, traceparent, body, made_at)
           ), whose as materialized (
             select webhook_id, (fence_held(${departmentOfWebhook('webhook_id')})).role
               from (select distinct webhook_id from given) as told
           ), moved as (
             update webhook_cursor set position = $2
              where position = $1 and not exists (select from whose where role = 'frozen') returning position
           ), made as (
             insert into webhook_message (id, webhook_id, event_id, resource_id, event_type, event_date, sequence, refund_id, traceparent,
                                          body, send_at, created_at)
             select given.*, made_at from moved, given
              where webhook_id in (select whose.webhook_id from whose where coalesce(role, 'primary') = 'primary')
             on conflict (webhook_id, event_id) do nothing
           )
           select exists (select from moved) as moved, exists (select from whose where role = 'frozen') as frozen`,
    values: [
      from,
      to,
      of('id'),
      of('webhookId'),
      of('eventId'),
      of('resourceId'),
      of('eventType'),
      of('eventDate'),
      of('sequence'),
      of('refundId'),
      of('traceparent'),
      of('body'),
      of('createdAt'),
    ],
  });
  if (rows[0]?.frozen) return 'frozen';
  return rows[0]?.moved ? 'stored' : 'overtaken';
}

/** Sets the cursor to the end of the log, whose rows after the cursor are gone. Answers where that is. */
export async function skipToEnd(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ position: number }>({
    name: 'skip-webhook-cursor',
    text: 'update webhook_cursor set position = stamped from relay_state returning position',
  });
  return rows[0]?.position ?? 0;
}

/** Stores a test message. False when the idempotency key was used before. */
export async function insertTestMessage(
  db: Queryable,
  message: NewMessage,
  once: CreationKey | undefined,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-test-message',
    text: `with ${onceClause}, made as (
             insert into webhook_message (id, webhook_id, event_id, test, resource_id, event_type, event_date, traceparent, body, send_at, created_at)
             select $4, $6, $7::uuid, true, $8, $9, $5::timestamptz, $10, $11::bytea, $5::timestamptz, $5::timestamptz from go
           ), ${askedFor({ webhook: '$6', at: '$5', trace: '$10', change: 'tested' })}
           select receipt from logged`,
    values: [
      ...onceParameters(once, message.id, message.createdAt),
      message.webhookId,
      message.eventId,
      message.resourceId,
      message.eventType,
      message.traceparent,
      message.body,
    ],
  });
  return rowCount === 1;
}

/** Reads a message; undefined when there is none with this id. */
export async function readMessage(db: Queryable, id: string): Promise<WebhookMessage | undefined> {
  const { rows } = await db.query<WebhookMessage>({
    name: 'read-webhook-message',
    text: `select ${columns} from webhook_message where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Every attempt to deliver a message, oldest first. */
export async function listAttempts(db: Queryable, messageId: string): Promise<WebhookAttempt[]> {
  const { rows } = await db.query<WebhookAttempt>({
    name: 'list-webhook-attempts',
    text: `select started_at as "startedAt", duration_ms as "durationMs", status, status_code as "statusCode", result
             from webhook_attempt where message_id = $1 order by id`,
    values: [messageId],
  });
  return rows;
}

/** What of a webhook's messages is asked for: newest first, after a place in that order. */
export interface MessagesAsk {
  readonly webhookId: string;
  readonly status: DeliveryStatus | undefined;
  readonly resourceId: string | undefined;
  readonly after: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** One page of a webhook's messages. */
export async function listMessages(db: Queryable, ask: MessagesAsk): Promise<WebhookMessage[]> {
  const { rows } = await db.query<WebhookMessage>({
    name: 'list-webhook-messages',
    text: `select ${columns} from webhook_message
            where webhook_id = $1 and ($2::text is null or status = $2) and ($3::text is null or resource_id = $3)
              and ($4::timestamptz is null or (created_at, id) < ($4, $5))
            order by created_at desc, id desc limit $6`,
    values: [
      ask.webhookId,
      ask.status ?? null,
      ask.resourceId ?? null,
      ask.after?.createdAt ?? null,
      ask.after?.id ?? null,
      ask.limit,
    ],
  });
  return rows;
}
