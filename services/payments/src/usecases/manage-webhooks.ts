import { createOnce, type Made, type Once, targetFault } from '@ashlar/component';
import type { GatewayAccount } from '../domain/entities.ts';
import { base32hex, randomBytesWanted, standardId } from '../domain/ids.ts';
import type { Webhook } from '../domain/webhook.ts';
import {
  deleteWebhook,
  insertWebhook,
  listWebhooks,
  readQueue,
  readWebhook,
  replaceSigningKey,
  updateWebhook,
} from '../store/webhooks.ts';
import type { Deps } from './deps.ts';
import { type AccountAsk, findGatewayAccount } from './find-gateway-accounts.ts';

/** What an administrator says of a webhook. */
export type WebhookSettings = Pick<Webhook, 'callbackUrl' | 'description' | 'status' | 'subscriptions'>;

/** A webhook of an account, and the department that asks for it. */
export interface WebhookAsk extends AccountAsk {
  readonly webhookId: string;
}

/** Why a webhook may not point where it was told to. */
export interface TargetFault {
  readonly fault: string;
}

/** A webhook with its signing key, where that was made just now. */
export type KeyedWebhook = Webhook & { readonly signingKey?: string };

interface Ask {
  readonly once?: Once | undefined;
  readonly traceparent?: string | undefined;
}

/** Creates a webhook of an account. Its signing key is told here and nowhere else: a replay has none. */
export async function createWebhook(
  deps: Deps,
  input: Ask & { account: GatewayAccount; settings: WebhookSettings },
): Promise<Made<KeyedWebhook> | 'key_reused' | TargetFault> {
  const { account, settings, once, traceparent } = input;
  const at = deps.now();
  const live = account.type === 'live';
  const fault = targetFault(settings.callbackUrl, { ...deps.webhooks.rules, live });
  if (fault) return { fault };
  const signingKey = newSigningKey(deps, live);
  const webhook: Webhook = {
    ...settings,
    id: standardId(at, deps.random(randomBytesWanted)),
    gatewayAccountId: account.id,
    live,
    createdAt: at,
    keyMadeAt: at,
    previousKeyUntil: null,
  };
  return createOnce<KeyedWebhook>(deps, once, {
    aggregate: account.id,
    make: async (key) => {
      const sealed = { ...webhook, signingKey: deps.webhooks.sealKey(signingKey) };
      const stored = await insertWebhook(deps.db, sealed, { at, traceparent, once: key });
      return stored ? { ...webhook, signingKey } : undefined;
    },
    read: (id) => readWebhook(deps.db, id),
  });
}

/** The webhooks of an account; undefined when the department has no such account. */
export async function findWebhooks(deps: Deps, ask: AccountAsk): Promise<Webhook[] | undefined> {
  return (await findGatewayAccount(deps, ask)) && listWebhooks(deps.db, ask.id);
}

/** A webhook of an account; undefined when the department has no such webhook. */
export async function findWebhook(deps: Deps, ask: WebhookAsk): Promise<Webhook | undefined> {
  if (!(await findGatewayAccount(deps, ask))) return undefined;
  const webhook = await readWebhook(deps.db, ask.webhookId);
  return webhook?.gatewayAccountId === ask.id ? webhook : undefined;
}

/** The same with what waits to be sent. */
export async function findWebhookWithQueue(
  deps: Deps,
  ask: WebhookAsk,
): Promise<{ webhook: Webhook; queue: { count: number; oldest: Date | null } } | undefined> {
  const webhook = await findWebhook(deps, ask);
  return webhook && { webhook, queue: await readQueue(deps.db, webhook.id) };
}

/** Changes what is given; undefined when the department has no such webhook. */
export async function changeWebhook(
  deps: Deps,
  input: WebhookAsk & { settings: Partial<WebhookSettings>; traceparent?: string | undefined },
): Promise<Webhook | TargetFault | undefined> {
  const webhook = await findWebhook(deps, input);
  if (!webhook) return undefined;
  const { callbackUrl } = input.settings;
  const rules = { ...deps.webhooks.rules, live: webhook.live };
  const fault = callbackUrl === undefined ? undefined : targetFault(callbackUrl, rules);
  if (fault) return { fault };
  const { id, gatewayAccountId } = webhook;
  const { traceparent, settings } = input;
  const changed = await updateWebhook(deps.db, {
    id,
    gatewayAccountId,
    at: deps.now(),
    traceparent,
    ...settings,
  });
  if (changed) deps.logged();
  return changed;
}

/** Deletes a webhook. False when the department has no such webhook. */
export async function removeWebhook(
  deps: Deps,
  input: WebhookAsk & { traceparent?: string | undefined },
): Promise<boolean> {
  const webhook = await findWebhook(deps, input);
  if (!webhook) return false;
  const { id, gatewayAccountId } = webhook;
  const { traceparent } = input;
  const found = await deleteWebhook(deps.db, { id, gatewayAccountId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}

/** Makes a new signing key; the one before it signs too for `overlapS` seconds. Undefined when the department has no such webhook. */
export async function rotateSigningKey(
  deps: Deps,
  input: WebhookAsk & Ask & { overlapS: number },
): Promise<Made<KeyedWebhook> | 'key_reused' | undefined> {
  const webhook = await findWebhook(deps, input);
  if (!webhook) return undefined;
  const { id, gatewayAccountId } = webhook;
  const at = deps.now();
  const signingKey = newSigningKey(deps, webhook.live);
  const previousUntil = new Date(at.getTime() + input.overlapS * 1000);
  return createOnce<KeyedWebhook>(deps, input.once, {
    aggregate: gatewayAccountId,
    make: async (key) => {
      const ask = { id, gatewayAccountId, signingKey: deps.webhooks.sealKey(signingKey), previousUntil };
      const change = { at, traceparent: input.traceparent, once: key };
      const changed = await replaceSigningKey(deps.db, ask, change);
      return changed && { ...changed, signingKey };
    },
    read: (made) => readWebhook(deps.db, made),
  });
}

/** In the standard's form; the random part has 136 bits. */
function newSigningKey(deps: Deps, live: boolean): string {
  return `webhook_${live ? 'live' : 'test'}_${base32hex(deps.random(randomBytesWanted))}`;
}
