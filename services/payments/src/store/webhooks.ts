import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Webhook } from '../domain/webhook.ts';

const columns = `id, gateway_account_id as "gatewayAccountId", live, callback_url as "callbackUrl", description, status, subscriptions,
  created_at as "createdAt", signing_key_made_at as "keyMadeAt", previous_signing_until as "previousKeyUntil"`;
const mostWebhooks = 200;

/** The department of a webhook, as SQL over its id. */
export const departmentOfWebhook = (id: string) => `(select account.department from webhook as whose
    join gateway_account as account on account.id = whose.gateway_account_id where whose.id = ${id})`;

/** One webhook of one account. */
export interface WebhookPlace {
  readonly id: string;
  readonly gatewayAccountId: string;
}

/** Stores a webhook with its sealed signing key. False when the idempotency key was used before. */
export async function insertWebhook(
  db: Queryable,
  webhook: Webhook & { signingKey: Buffer },
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-webhook',
    text: `with ${onceClause}, account as (
             update gateway_account set sequence = sequence + 1 from go where id = $6 returning gateway_account.*
           ), made as (
             insert into webhook (id, gateway_account_id, live, callback_url, description, status, subscriptions, signing_key,
                                  signing_key_made_at, created_at)
             select $4, account.id, $7::boolean, $8, $9, $10, $11::text[], $12::bytea, $5::timestamptz, $5::timestamptz from account
             returning *
           ), ${logged('$5', '$13', `'created'`)}
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, webhook.id, change.at),
      webhook.gatewayAccountId,
      webhook.live,
      webhook.callbackUrl,
      webhook.description,
      webhook.status,
      webhook.subscriptions,
      webhook.signingKey,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Changes what is given. Undefined when the account has no such webhook. */
export async function updateWebhook(
  db: Queryable,
  ask: WebhookPlace &
    AdminChange &
    Partial<Pick<Webhook, 'callbackUrl' | 'description' | 'status' | 'subscriptions'>>,
): Promise<Webhook | undefined> {
  const { rows } = await db.query<Webhook>({
    name: 'update-webhook',
    text: `with made as (
             update webhook
                set callback_url = coalesce($5, callback_url), description = coalesce($6, description), status = coalesce($7, status),
                    subscriptions = coalesce($8::text[], subscriptions), failures = case when $5 is null then failures else 0 end
              where id = $1 and gateway_account_id = $2 and deleted_at is null
             returning *
           ), ${changedAccount}, ${logged('$3', '$4', `'updated'`)}
           select ${columns}, (select receipt from logged) from made`,
    values: [
      ...placeParameters(ask),
      ask.callbackUrl ?? null,
      ask.description ?? null,
      ask.status ?? null,
      ask.subscriptions ?? null,
    ],
  });
  return rows[0];
}

/** Deletes a webhook and its keys; its messages stay for their time and are not sent. False when the account has no such webhook. */
export async function deleteWebhook(db: Queryable, ask: WebhookPlace & AdminChange): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-webhook',
    text: `with made as (
             update webhook set deleted_at = $3::timestamptz, status = 'inactive', previous_signing_key = null, previous_signing_until = null
              where id = $1 and gateway_account_id = $2 and deleted_at is null
             returning *
           ), ${changedAccount}, ${logged('$3', '$4', `'deleted'`)}
           select receipt from logged`,
    values: placeParameters(ask),
  });
  return rowCount === 1;
}

/** Puts a new sealed signing key in place; the one before it signs too until `previousUntil`. False when the idempotency key was used before. */
export async function replaceSigningKey(
  db: Queryable,
  ask: WebhookPlace & { signingKey: Buffer; previousUntil: Date },
  change: Creation,
): Promise<Webhook | undefined> {
  const { rows } = await db.query<Webhook>({
    name: 'replace-signing-key',
    text: `with ${onceClause}, made as (
             update webhook
                set previous_signing_key = case when $8::timestamptz > $5::timestamptz then signing_key end,
                    previous_signing_until = case when $8::timestamptz > $5::timestamptz then $8::timestamptz end,
                    signing_key = $7::bytea, signing_key_made_at = $5::timestamptz
               from go
              where id = $4 and gateway_account_id = $6 and deleted_at is null
             returning webhook.*
           ), ${changedAccount}, ${logged('$5', '$9', `'signing_key_replaced'`)}
           select ${columns}, (select receipt from logged) from made`,
    values: [
      ...onceParameters(change.once, ask.id, change.at),
      ask.gatewayAccountId,
      ask.signingKey,
      ask.previousUntil,
      change.traceparent ?? null,
    ],
  });
  return rows[0];
}

/** Reads a webhook that is not deleted. */
export async function readWebhook(db: Queryable, id: string): Promise<Webhook | undefined> {
  const { rows } = await db.query<Webhook>({
    name: 'read-webhook',
    text: `select ${columns} from webhook where id = $1 and deleted_at is null`,
    values: [id],
  });
  return rows[0];
}

/** The newest webhooks of an account, oldest first. */
export async function listWebhooks(db: Queryable, gatewayAccountId: string): Promise<Webhook[]> {
  const { rows } = await db.query<Webhook>({
    name: 'list-webhooks',
    text: `select * from (select ${columns} from webhook where gateway_account_id = $1 and deleted_at is null
                           order by created_at desc, id desc limit ${mostWebhooks}) as newest
            order by "createdAt", id`,
    values: [gatewayAccountId],
  });
  return rows;
}

/** The webhooks of several accounts. */
export async function webhooksOf(db: Queryable, gatewayAccountIds: readonly string[]): Promise<Webhook[]> {
  const { rows } = await db.query<Webhook>({
    name: 'webhooks-of',
    text: `select ${columns} from webhook where gateway_account_id = any($1) and deleted_at is null`,
    values: [gatewayAccountIds],
  });
  return rows;
}

/** How many messages of a webhook wait, counted up to 10,000, and since when the oldest does. */
export async function readQueue(
  db: Queryable,
  webhookId: string,
): Promise<{ count: number; oldest: Date | null }> {
  const { rows } = await db.query<{ count: number; oldest: Date | null }>({
    name: 'read-webhook-queue',
    text: `select count(*)::integer as count, min(created_at) as oldest
             from (select created_at from webhook_message where webhook_id = $1 and status = 'PENDING' order by send_at limit 10000) as waiting`,
    values: [webhookId],
  });
  return rows[0] ?? { count: 0, oldest: null };
}

export const changedAccount = `account as (
    update gateway_account set sequence = sequence + 1 from made where gateway_account.id = made.gateway_account_id
    returning gateway_account.*
  )`;

// The address is left out: it may hold a secret of the department's own.
export const logged = (at: string, trace: string, change: string) => `logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), account.id, account.sequence, fenced(account.department, :fence), account.service, null, ${at}::timestamptz,
           jsonb_build_object('gateway_account_id', account.id, 'webhook_id', made.id, 'status', made.status,
                              'subscriptions', made.subscriptions, 'change', ${change}), ${trace}::text
      from account, made
    returning ${receiptSql} as receipt
  )`;

function placeParameters({ id, gatewayAccountId, at, traceparent }: WebhookPlace & AdminChange): unknown[] {
  return [id, gatewayAccountId, at, traceparent ?? null];
}
