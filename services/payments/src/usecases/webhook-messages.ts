import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import { randomBytesWanted, standardId } from '../domain/ids.ts';
import {
  type DeliveryStatus,
  messageBody,
  type Webhook,
  type WebhookAttempt,
  type WebhookEventType,
  type WebhookMessage,
} from '../domain/webhook.ts';
import { sampleResource } from '../domain/webhook-sample.ts';
import { insertTestMessage, listAttempts, listMessages, readMessage } from '../store/webhook-messages.ts';
import { type Replay, readReplay, replayMessage, replayRange } from '../store/webhook-replays.ts';
import type { Deps } from './deps.ts';
import { findWebhook, type WebhookAsk } from './manage-webhooks.ts';

const mostReplayed = 1000;

/** A page of a webhook's messages; undefined when the department has no such webhook. */
export async function findMessages(
  deps: Deps,
  ask: WebhookAsk & {
    status: DeliveryStatus | undefined;
    resourceId: string | undefined;
    cursor: string | undefined;
    limit: number;
  },
): Promise<{ messages: WebhookMessage[]; nextCursor?: string } | 'bad_cursor' | undefined> {
  const webhook = await findWebhook(deps, ask);
  if (!webhook) return undefined;
  const after = ask.cursor === undefined ? undefined : readCursor(ask.cursor);
  if (after === null) return 'bad_cursor';
  const { status, resourceId, limit } = ask;
  const found = await listMessages(deps.db, {
    webhookId: webhook.id,
    status,
    resourceId,
    after,
    limit: limit + 1,
  });
  const messages = found.slice(0, limit);
  const last = messages.at(-1);
  return {
    messages,
    ...(found.length > limit &&
      last && { nextCursor: writeCursor(`${last.createdAt.getTime()}.${last.id}`) }),
  };
}

/** A message with its attempts; undefined when the department has no such message. */
export async function findMessage(
  deps: Deps,
  ask: WebhookAsk & { messageId: string },
): Promise<{ message: WebhookMessage; attempts: WebhookAttempt[] } | undefined> {
  // In this order, so that the message is at least as new as the last attempt shown.
  const attempts = await listAttempts(deps.db, ask.messageId);
  const message = await messageOf(deps, ask);
  return message && { message, attempts };
}

/** Sends a message again from the start of its schedule; undefined when the department has no such message. */
export async function replayOne(
  deps: Deps,
  ask: WebhookAsk & { messageId: string; once?: Once | undefined },
): Promise<Made<WebhookMessage> | 'key_reused' | undefined> {
  const message = await messageOf(deps, ask);
  if (!message) return undefined;
  const read = (id: string) => readMessage(deps.db, id);
  const made = await createOnce(deps, ask.once, {
    aggregate: ask.id,
    make: async (key) =>
      (await replayMessage(deps.db, message.id, deps.now(), key))
        ? ((await read(message.id)) ?? message)
        : undefined,
    read,
  });
  deps.webhooks.wake();
  return made;
}

/** Sends a range of messages again. Undefined when the department has no such webhook. */
export async function replayMany(
  deps: Deps,
  ask: WebhookAsk & {
    from: Date;
    to: Date;
    status: DeliveryStatus | undefined;
    cursor: string | undefined;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<Replay> | 'key_reused' | 'bad_cursor' | undefined> {
  const webhook = await findWebhook(deps, ask);
  if (!webhook) return undefined;
  const after = ask.cursor === undefined ? undefined : readCursor(ask.cursor);
  if (after === null) return 'bad_cursor';
  const at = deps.now();
  const { from, to, status, traceparent } = ask;
  const id = standardId(at, deps.random(randomBytesWanted));
  const range = { id, webhookId: webhook.id, from, to, status, after, limit: mostReplayed };
  const made = await createOnce<Replay>(deps, ask.once, {
    aggregate: ask.id,
    make: (once) => replayRange(deps.db, range, { at, traceparent, once }),
    read: (replay) => readReplay(deps.db, replay),
  });
  deps.webhooks.wake();
  if (made === 'key_reused') return made;
  const { replayed, nextCursor } = made.thing;
  return { ...made, thing: { replayed, nextCursor: nextCursor && writeCursor(nextCursor) } };
}

/** Sends a made-up payment. Undefined when the department has no such webhook. */
export async function sendTest(
  deps: Deps,
  ask: WebhookAsk & {
    eventType: WebhookEventType | undefined;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<WebhookMessage> | 'key_reused' | undefined> {
  const webhook = await findWebhook(deps, ask);
  if (!webhook) return undefined;
  const message = testMessage(
    deps,
    webhook,
    ask.eventType ?? webhook.subscriptions[0] ?? 'card_payment_succeeded',
  );
  const sealed = {
    ...message,
    eventId: randomUUID(),
    sequence: null,
    refundId: null,
    traceparent: ask.traceparent ?? null,
    body: deps.webhooks.sealBody(
      messageBody({ ...message, resource: sampleResource(message.eventType, message.createdAt) }),
    ),
  };
  const made = await createOnce<WebhookMessage>(deps, ask.once, {
    aggregate: ask.id,
    make: async (key) => ((await insertTestMessage(deps.db, sealed, key)) ? message : undefined),
    read: (id) => readMessage(deps.db, id),
  });
  deps.webhooks.wake();
  return made;
}

async function messageOf(
  deps: Deps,
  ask: WebhookAsk & { messageId: string },
): Promise<WebhookMessage | undefined> {
  const webhook = await findWebhook(deps, ask);
  const message = webhook && (await readMessage(deps.db, ask.messageId));
  return message?.webhookId === webhook?.id ? message : undefined;
}

function testMessage(deps: Deps, webhook: Webhook, eventType: WebhookEventType): WebhookMessage {
  const at = deps.now();
  return {
    id: standardId(at, deps.random(randomBytesWanted)),
    webhookId: webhook.id,
    test: true,
    resourceId: sampleResource(eventType, at).payment_id,
    eventType,
    eventDate: at,
    status: 'PENDING',
    sendAt: at,
    createdAt: at,
  };
}

function writeCursor(place: string): string {
  return Buffer.from(place).toString('base64url');
}

function readCursor(cursor: string): { createdAt: Date; id: string } | null {
  const [, time, id] = /^(\d{1,15})\.([0-9a-v]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return time && id ? { createdAt: new Date(Number(time)), id } : null;
}
