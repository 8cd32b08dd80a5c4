import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply } from 'fastify';
import type { DeliveryStatus, WebhookAttempt, WebhookEventType, WebhookMessage } from '../domain/webhook.ts';
import type { Deps } from '../usecases/deps.ts';
import { findMessage, findMessages, replayMany, replayOne, sendTest } from '../usecases/webhook-messages.ts';
import { webhookAsk } from './webhooks.ts';

type MessageOperation =
  | 'listWebhookMessages'
  | 'getWebhookMessage'
  | 'replayWebhookMessage'
  | 'replayWebhookMessages'
  | 'sendTestWebhookMessage';

/** What became of a webhook's messages, and sending them again. */
export function webhookMessageHandlers(deps: Deps): Record<MessageOperation, Handler> {
  return {
    async listWebhookMessages(request) {
      const { status, resource_id: resourceId, cursor, limit = 50 } = request.query as MessagesQuery;
      const page = await findMessages(deps, {
        ...webhookAsk(request),
        status,
        resourceId,
        cursor,
        limit: Number(limit),
      });
      if (!page) throw noSuch('webhook');
      if (page === 'bad_cursor') throw badCursor(400, 'query:cursor');
      const { messages, nextCursor } = page;
      return { messages: messages.map(messageView), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async getWebhookMessage(request) {
      const { webhook_message_id: messageId } = request.params as { webhook_message_id: string };
      const found = await findMessage(deps, { ...webhookAsk(request), messageId });
      if (!found) throw noSuch('message');
      return { ...messageView(found.message), attempts: found.attempts.map(attemptView) };
    },

    async replayWebhookMessage(request, reply) {
      const { webhook_message_id: messageId } = request.params as { webhook_message_id: string };
      const made = await replayOne(deps, { ...webhookAsk(request), messageId, once: onceOf(request) });
      if (!made) throw noSuch('message');
      if (made === 'key_reused') throw keyReused();
      return accepted(reply, messageView(made.thing), made.replayed);
    },

    async replayWebhookMessages(request, reply) {
      const { from, to, status, cursor } = request.body as ReplayBody;
      const { traceparent } = request;
      const range = { from: new Date(from), to: new Date(to), status, cursor };
      const made = await replayMany(deps, {
        ...webhookAsk(request),
        ...range,
        once: onceOf(request),
        traceparent,
      });
      if (!made) throw noSuch('webhook');
      if (made === 'key_reused') throw keyReused();
      if (made === 'bad_cursor') throw badCursor(422, '#/cursor');
      const { replayed, nextCursor } = made.thing;
      return accepted(reply, { replayed, ...(nextCursor && { next_cursor: nextCursor }) }, made.replayed);
    },

    async sendTestWebhookMessage(request, reply) {
      const { event_type: eventType } = request.body as { event_type?: WebhookEventType };
      const { traceparent } = request;
      const made = await sendTest(deps, {
        ...webhookAsk(request),
        eventType,
        once: onceOf(request),
        traceparent,
      });
      if (!made) throw noSuch('webhook');
      if (made === 'key_reused') throw keyReused();
      return accepted(reply, messageView(made.thing), made.replayed);
    },
  };
}

interface MessagesQuery {
  readonly status?: DeliveryStatus;
  readonly resource_id?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

interface ReplayBody {
  readonly from: string;
  readonly to: string;
  readonly status?: DeliveryStatus;
  readonly cursor?: string;
}

function accepted(reply: FastifyReply, body: Record<string, unknown>, replayed: boolean): unknown {
  return replayed ? sendReplay(reply, { status: 202, body }) : reply.code(202).send(body);
}

function badCursor(status: 400 | 422, pointer: string): Problem {
  const errors = [{ pointer, detail: 'is not a cursor of this list' }];
  return new Problem(status, 'invalid', 'The cursor is not valid', undefined, { errors });
}

function messageView(message: WebhookMessage): Record<string, unknown> {
  return {
    webhook_message_id: message.id,
    test: message.test,
    event_type: message.eventType,
    event_date: message.eventDate.toISOString(),
    resource_id: message.resourceId,
    resource_type: 'payment',
    status: message.status,
    send_at: message.sendAt.toISOString(),
    created_at: message.createdAt.toISOString(),
  };
}

function attemptView(attempt: WebhookAttempt): Record<string, unknown> {
  return {
    started_at: attempt.startedAt.toISOString(),
    response_time: attempt.durationMs,
    status: attempt.status,
    ...(attempt.statusCode !== null && { status_code: attempt.statusCode }),
    result: attempt.result,
  };
}
