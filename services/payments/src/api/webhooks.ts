import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Webhook, WebhookEventType } from '../domain/webhook.ts';
import type { Deps } from '../usecases/deps.ts';
import { findGatewayAccount } from '../usecases/find-gateway-accounts.ts';
import {
  changeWebhook,
  createWebhook,
  findWebhooks,
  findWebhookWithQueue,
  type KeyedWebhook,
  removeWebhook,
  rotateSigningKey,
  type WebhookAsk,
  type WebhookSettings,
} from '../usecases/manage-webhooks.ts';
import { accountAsk } from './gateway-accounts.ts';

type WebhookOperation =
  | 'listWebhooks'
  | 'createWebhook'
  | 'getWebhook'
  | 'updateWebhook'
  | 'deleteWebhook'
  | 'rotateWebhookSigningKey';

/** Administration of webhooks. */
export function webhookHandlers(deps: Deps): Record<WebhookOperation, Handler> {
  return {
    async listWebhooks(request) {
      const webhooks = await findWebhooks(deps, accountAsk(request));
      if (!webhooks) throw noSuch('gateway account');
      return { webhooks: webhooks.map(webhookView) };
    },

    async createWebhook(request, reply) {
      const account = await findGatewayAccount(deps, accountAsk(request));
      if (!account) throw noSuch('gateway account');
      const body = request.body as WebhookBody &
        Required<Pick<WebhookBody, 'callback_url' | 'subscriptions'>>;
      const settings: WebhookSettings = {
        callbackUrl: body.callback_url,
        subscriptions: body.subscriptions,
        description: body.description ?? '',
        status: body.status ?? 'active',
      };
      const { traceparent } = request;
      const made = await createWebhook(deps, { account, settings, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if ('fault' in made) throw badTarget(made.fault);
      const view = keyedView(made.thing);
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      const location = `${request.publicUrl}/ashlar/v1/gateway-accounts/${account.id}/webhooks/${made.thing.id}`;
      return reply.code(201).header('location', location).header('cache-control', 'no-store').send(view);
    },

    async getWebhook(request) {
      const found = await findWebhookWithQueue(deps, webhookAsk(request));
      if (!found) throw noSuch('webhook');
      const { count, oldest } = found.queue;
      const queue = { pending_messages: count, ...(oldest && { oldest_pending_at: oldest.toISOString() }) };
      return { ...webhookView(found.webhook), ...queue };
    },

    async updateWebhook(request) {
      const { callback_url: callbackUrl, ...rest } = request.body as WebhookBody;
      const settings = { ...rest, ...(callbackUrl !== undefined && { callbackUrl }) };
      const { traceparent } = request;
      const changed = await changeWebhook(deps, { ...webhookAsk(request), settings, traceparent });
      if (!changed) throw noSuch('webhook');
      if ('fault' in changed) throw badTarget(changed.fault);
      return webhookView(changed);
    },

    async deleteWebhook(request, reply) {
      const { traceparent } = request;
      if (!(await removeWebhook(deps, { ...webhookAsk(request), traceparent }))) throw noSuch('webhook');
      return reply.code(204).send();
    },

    async rotateWebhookSigningKey(request, reply) {
      const { overlap_s: overlapS = 86_400 } = request.body as { overlap_s?: number };
      const { traceparent } = request;
      const ask = { ...webhookAsk(request), overlapS, once: onceOf(request), traceparent };
      const made = await rotateSigningKey(deps, ask);
      if (!made) throw noSuch('webhook');
      if (made === 'key_reused') throw keyReused();
      const view = keyedView(made.thing);
      if (made.replayed) return sendReplay(reply, { status: 200, body: view });
      return reply.header('cache-control', 'no-store').send(view);
    },
  };
}

/** The webhook that a path names, and the department of the administrator that asks. */
export function webhookAsk(request: FastifyRequest): WebhookAsk {
  const { webhook_id: webhookId } = request.params as { webhook_id: string };
  return { ...accountAsk(request), webhookId };
}

interface WebhookBody {
  readonly callback_url?: string;
  readonly subscriptions?: WebhookEventType[];
  readonly description?: string;
  readonly status?: 'active' | 'inactive';
}

function badTarget(fault: string): Problem {
  const errors = [{ pointer: '#/callback_url', detail: fault }];
  return new Problem(422, 'invalid', 'The callback URL cannot be used', undefined, { errors });
}

function keyedView(webhook: KeyedWebhook): Record<string, unknown> {
  return { ...webhookView(webhook), ...(webhook.signingKey && { signing_key: webhook.signingKey }) };
}

function webhookView(webhook: Webhook): Record<string, unknown> {
  const { id, gatewayAccountId, live, callbackUrl, description, status, subscriptions, previousKeyUntil } =
    webhook;
  return {
    id,
    gateway_account_id: gatewayAccountId,
    live,
    callback_url: callbackUrl,
    description,
    status,
    subscriptions,
    created_at: webhook.createdAt.toISOString(),
    signing_key_made_at: webhook.keyMadeAt.toISOString(),
    ...(previousKeyUntil && { previous_signing_key_until: previousKeyUntil.toISOString() }),
  };
}
