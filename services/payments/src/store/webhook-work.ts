import type { Queryable } from '@ashlar/postgres';
import type { DeliveryStatus, WebhookEventType } from '../domain/webhook.ts';
import { departmentOfWebhook as departmentOf } from './webhooks.ts';

/** A message that is about to be sent, with what its webhook says now. */
export interface DueMessage {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly test: boolean;
  readonly eventType: WebhookEventType;
  readonly sequence: number | null;
  readonly refundId: string | null;
  readonly traceparent: string | null;
  readonly body: Buffer;
  readonly tries: number;
  readonly live: boolean;
  readonly active: boolean;
  readonly callbackUrl: string;
  readonly signingKey: Buffer;
  /** The sealed key before it, while it signs too. */
  readonly previousKey: Buffer | null;
}

/** How many messages may be on their way. */
export interface Lanes {
  /** In this process, from now on. */
  readonly free: number;
  /** To one webhook whose last attempt succeeded; one in trouble gets one. */
  readonly each: number;
  /** To all webhooks in trouble together, so that they never hold up the others. */
  readonly troubled: number;
}

/**
 * Takes messages in hand that are due: nobody else gets them before `until`, after which a sender that was killed is forgotten. Webhooks take
 * turns; those in trouble come last.
 */
export async function leaseMessages(
  db: Queryable,
  now: Date,
  until: Date,
  lanes: Lanes,
): Promise<DueMessage[]> {
  const { rows } = await db.query<DueMessage>({
    name: 'lease-webhook-messages',
    text: `with busy as materialized (
             select webhook_id, count(*) as lanes from webhook_message
              where status = 'PENDING' and leased_until > $1::timestamptz group by webhook_id
           ), open as (
             select webhook.id, failures > 0 as troubled,
                    (case when failures > 0 then 1 else $4::integer end) - coalesce(busy.lanes, 0) as room
               from webhook join gateway_account as account on account.id = webhook.gateway_account_id
                    left join busy on busy.webhook_id = webhook.id
              where primary_here(account.department)
           ), due as (
             select open.id as webhook_id, next.id, next.send_at, next.turn, troubled,
                    row_number() over (partition by troubled order by next.turn, next.send_at) as place
               from open cross join lateral (
                 select id, send_at, row_number() over (order by send_at, id) as turn from (
                   select id, send_at from webhook_message as waiting
                    where waiting.webhook_id = open.id and status = 'PENDING' and send_at <= $1::timestamptz
                      and (leased_until is null or leased_until <= $1::timestamptz)
                    order by send_at limit greatest(open.room, 0) for update skip locked
                 ) as locked
               ) as next
           ), chosen as (
             select id, webhook_id from due
              where not troubled
                 or place <= $5::integer - (select coalesce(sum(lanes), 0) from busy join webhook on webhook.id = webhook_id where failures > 0)
              order by troubled, turn, send_at limit $3::integer
           ), held as (
             select id from chosen where primary_held(${departmentOf('chosen.webhook_id')})
           )
           update webhook_message as message set leased_until = $2::timestamptz
             from held, webhook
            where message.id = held.id and webhook.id = message.webhook_id
           returning message.id, webhook_id as "webhookId", event_id as "eventId", test, event_type as "eventType", sequence,
                     refund_id as "refundId", traceparent, body, tries, live, webhook.status = 'active' as active,
                     callback_url as "callbackUrl", signing_key as "signingKey",
                     case when previous_signing_until > $1::timestamptz then previous_signing_key end as "previousKey"`,
    values: [now, until, lanes.free, lanes.each, lanes.troubled],
  });
  return rows;
}

/** What came of an attempt, and what becomes of its message. */
export interface AttemptEnd {
  readonly messageId: string;
  readonly webhookId: string;
  /** How many attempts there were when it was taken in hand. */
  readonly tries: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly attempt: Exclude<DeliveryStatus, 'PENDING'>;
  readonly statusCode: number | null;
  readonly result: string;
  readonly message: DeliveryStatus;
  /** When it is tried again; null when it is not. */
  readonly nextAt: Date | null;
}

/** Logs an attempt and moves its message on, unless another sender has done so since. */
export async function recordAttempt(db: Queryable, end: AttemptEnd): Promise<void> {
  await db.query({
    name: 'record-webhook-attempt',
    text: `with held as materialized (
             select fenced(${departmentOf('$2')}, :fence) as department
           ), attempt as (
             insert into webhook_attempt (message_id, started_at, duration_ms, status, status_code, result)
             select id, $4::timestamptz, $5::integer, $6, $7::integer, $8 from webhook_message, held where id = $1
           ), moved as (
             update webhook_message
                set status = $9, tries = tries + 1, send_at = coalesce($10::timestamptz, send_at), leased_until = null
               from held
              where id = $1 and status = 'PENDING' and tries = $3::integer
           )
           update webhook set failures = case when $6 = 'SUCCESSFUL' then 0 else failures + 1 end
             from held
            where id = $2 and ($6 = 'FAILED' or ($6 = 'SUCCESSFUL' and failures > 0))`,
    values: [
      end.messageId,
      end.webhookId,
      end.tries,
      end.startedAt,
      end.durationMs,
      end.attempt,
      end.statusCode,
      end.result,
      end.message,
      end.nextAt,
    ],
  });
}

/** Deletes at most `limit` messages made before then, whatever became of them. Returns how many. */
export async function pruneMessages(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'prune-webhook-messages',
    text: `with old as materialized (
             select id, webhook_id from webhook_message
              where created_at < $1::timestamptz and primary_here(${departmentOf('webhook_id')})
              order by created_at limit $2 for update skip locked
           )
           delete from webhook_message where id in (select id from old where primary_held(${departmentOf('webhook_id')}))`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}

/** Deletes replays made before then, and webhooks that were deleted before then and have no messages left. */
export async function pruneWebhooks(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'prune-webhook-replays',
    text: `with old as materialized (select id, webhook_id from webhook_replay where created_at < $1::timestamptz)
           delete from webhook_replay where id in (select id from old where primary_held(${departmentOf('webhook_id')}))`,
    values: [before],
  });
  await db.query({
    name: 'prune-webhooks',
    text: `with old as materialized (select id from webhook where deleted_at < $1::timestamptz)
           delete from webhook
            where id in (select id from old where primary_held(${departmentOf('old.id')}))
              and not exists (select from webhook_message where webhook_id = webhook.id)
              and not exists (select from webhook_replay where webhook_id = webhook.id)`,
    values: [before],
  });
}
