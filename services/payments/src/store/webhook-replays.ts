import { type Creation, type CreationKey, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { DeliveryStatus } from '../domain/webhook.ts';
import { askedFor } from './webhook-messages.ts';

/** Which messages of a webhook are sent again, and how many at most. */
export interface ReplayAsk {
  readonly id: string;
  readonly webhookId: string;
  readonly from: Date;
  readonly to: Date;
  readonly status: DeliveryStatus | undefined;
  readonly after: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** What a replay came to. */
export interface Replay {
  readonly replayed: number;
  /** Where the next one goes on; null when that was all. */
  readonly nextCursor: string | null;
}

/** Puts a message back at the start of its schedule, unless it waits already. False when the idempotency key was used before. */
export async function replayMessage(
  db: Queryable,
  messageId: string,
  at: Date,
  once: CreationKey | undefined,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'replay-webhook-message',
    text: `with ${onceClause}, replayed as (
             update webhook_message set ${again('$5')} from go where id = $4 and status <> 'PENDING'
           ), ${askedFor({ ...replay, webhook: '(select webhook_id from webhook_message where webhook_message.id = $4)', trace: 'null' })}
           select receipt from logged`,
    values: onceParameters(once, messageId, at),
  });
  return rowCount === 1;
}

/** The same for a range of messages, oldest first. Undefined when the idempotency key was used before. */
export async function replayRange(
  db: Queryable,
  ask: ReplayAsk,
  change: Creation,
): Promise<Replay | undefined> {
  const { rows } = await db.query<Replay>({
    name: 'replay-webhook-range',
    text: `with ${onceClause}, chosen as (
             select id, created_at from webhook_message, go
              where webhook_id = $6 and status <> 'PENDING' and created_at >= $7::timestamptz and created_at < $8::timestamptz
                and ($9::text is null or status = $9) and ($10::timestamptz is null or (created_at, id) > ($10, $11::text))
              order by created_at, id limit $12::integer
                for update of webhook_message
           ), replayed as (
             update webhook_message set ${again('$5')} from chosen where webhook_message.id = chosen.id
             returning webhook_message.id
           ), made as (
             insert into webhook_replay (id, webhook_id, replayed, next_cursor, created_at)
             select $4, $6, (select count(*) from replayed),
                    (select (extract(epoch from created_at) * 1000)::bigint || '.' || id from chosen
                      where (select count(*) from chosen) = $12::integer order by created_at desc, id desc limit 1),
                    $5::timestamptz
               from go
             returning replayed, next_cursor
           ), ${askedFor({ ...replay, webhook: '$6', trace: '$13' })}
           select replayed, next_cursor as "nextCursor", (select receipt from logged) from made`,
    values: [
      ...onceParameters(change.once, ask.id, change.at),
      ask.webhookId,
      ask.from,
      ask.to,
      ask.status ?? null,
      ask.after?.createdAt ?? null,
      ask.after?.id ?? null,
      ask.limit,
      change.traceparent ?? null,
    ],
  });
  return rows[0];
}

/** Reads what a replay came to. */
export async function readReplay(db: Queryable, id: string): Promise<Replay | undefined> {
  const { rows } = await db.query<Replay>({
    name: 'read-webhook-replay',
    text: `select replayed, next_cursor as "nextCursor" from webhook_replay where id = $1`,
    values: [id],
  });
  return rows[0];
}

const replay = { at: '$5', change: 'replayed' } as const;

const again = (at: string) =>
  `status = 'PENDING', tries = 0, send_at = ${at}::timestamptz, leased_until = null`;
