import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Platform } from '@ashlar/local';
import { until } from '@ashlar/testkit';
import { demoAccount, raiseLimits } from '../resilience/accounts.ts';

/** Milliseconds from the caller's 204 to the arrival of the webhook message that tells of it. */
export interface WebhookLag {
  readonly messages: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Cancels payments that were made before at a steady rate (open model), and times their webhook messages at a receiver that answers at once. */
export async function measureWebhooks(
  platform: Platform,
  perSecond: number,
  seconds: number,
): Promise<WebhookLag> {
  await raiseLimits(platform);
  const heardAt = new Map<string, number>();
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(204).end();
      const { resource_id: id } = JSON.parse(Buffer.concat(chunks).toString()) as { resource_id: string };
      if (!heardAt.has(id)) heardAt.set(id, performance.now());
    });
  });
  await new Promise<void>((open) => receiver.listen(0, '127.0.0.1', open));
  const deleteWebhook = await createWebhook(platform, (receiver.address() as AddressInfo).port);
  const toldAt = new Map<string, number>();
  try {
    const ids: string[] = [];
    while (ids.length < perSecond * seconds) {
      ids.push(...(await Promise.all(Array.from({ length: 50 }, () => create(platform)))));
    }
    const inFlight: Promise<void>[] = [];
    const started = performance.now();
    for (const [n, id] of ids.entries()) {
      const due = started + (n * 1000) / perSecond;
      if (due > performance.now()) await wait(due - performance.now());
      inFlight.push(cancel(platform, id).then(() => void toldAt.set(id, performance.now())));
    }
    await Promise.all(inFlight);
    const what = `all ${ids.length} messages`;
    await until(() => ids.every((id) => heardAt.has(id)), { timeoutMs: 60_000, what });
  } finally {
    await deleteWebhook();
    receiver.closeAllConnections();
    await new Promise((closed) => receiver.close(closed));
  }
  const lags = [...toldAt]
    .map(([id, at]) => Math.max(0, (heardAt.get(id) ?? Number.NaN) - at))
    .sort((a, b) => a - b);
  const at = (share: number) =>
    lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? Number.NaN;
  return { messages: lags.length, p50Ms: at(0.5), p95Ms: at(0.95) };
}

async function createWebhook(platform: Platform, port: number): Promise<() => Promise<void>> {
  const { id, authorization } = await demoAccount(platform);
  const path = `${platform.env.PAYMENTS_URL}/ashlar/v1/gateway-accounts/${id}/webhooks`;
  const made = await fetch(path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      callback_url: `http://127.0.0.1:${port}/`,
      subscriptions: ['card_payment_failed'],
    }),
  });
  if (made.status !== 201) throw new Error(`a webhook's creation answered ${made.status}`);
  const webhook = (await made.json()) as { id: string };
  return async () => {
    await fetch(`${path}/${webhook.id}`, { method: 'DELETE', headers: { authorization } });
  };
}

async function create(platform: Platform): Promise<string> {
  const body = { amount: 1, reference: 'HOOK', description: 'Hook', return_url: 'https://service.example/' };
  const response = await ask(platform, '/v1/payments', JSON.stringify(body));
  return ((await response.json()) as { payment_id: string }).payment_id;
}

async function cancel(platform: Platform, id: string): Promise<void> {
  await ask(platform, `/v1/payments/${id}/cancel`, undefined);
}

async function ask(platform: Platform, path: string, body: string | undefined): Promise<Response> {
  const response = await fetch(`${platform.serviceUrl('payments')}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}
