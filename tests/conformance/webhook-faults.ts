import { json } from './fault-json.ts';
import type { Passing } from './local-server.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isWebhook = (path: string) => /\/webhooks(\/|$)/.test(path);

/** Webhooks that go wrong, each in one way. */
export const WEBHOOK_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'webhooks: messages are signed with another key than the one that was told',
    category: 'other',
    caughtBy: 'webhooks',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.endsWith('/webhooks') && body.signing_key
          ? { ...body, signing_key: `${body.signing_key}x` }
          : undefined,
      ),
  },
  {
    name: 'webhooks: every event is sent, subscribed to or not',
    category: 'event missing or extra',
    caughtBy: 'webhooks',
    request: (request) =>
      change(request, 'POST', /\/webhooks$/, (body) => ({
        ...body,
        subscriptions: [
          'card_payment_succeeded',
          'card_payment_captured',
          'card_payment_failed',
          'card_payment_refunded',
        ],
      })),
  },
  {
    name: 'webhooks: an inactive one is still sent to',
    category: 'event missing or extra',
    caughtBy: 'webhooks',
    request: (request) =>
      change(request, 'PATCH', /\/webhooks\/\w+$/, (body) => ({ ...body, status: 'active' })),
  },
  {
    name: 'webhooks: the old signing key goes on signing after a new one was made',
    category: 'other',
    caughtBy: 'webhooks',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.endsWith('/signing-key')
          ? { ...body, signing_key: 'webhook_test_0123456789abcdefghijklmnop' }
          : undefined,
      ),
  },
  {
    name: 'webhooks: a message that is asked for again is not sent',
    category: 'event missing or extra',
    caughtBy: 'webhooks',
    request: (request) =>
      request.path.endsWith('/replay')
        ? { ...request, method: 'GET', path: request.path.replace(/\/replay$/, '') }
        : request,
    reply: (reply, { path }) => (path.endsWith('/replay') ? { ...reply, status: 202 } : reply),
  },
  {
    name: 'webhooks: they may point inside the operator’s network',
    category: 'other',
    caughtBy: 'webhooks',
    request: (request) =>
      change(request, 'POST', /\/webhooks$/, (body) =>
        String(body.callback_url).startsWith('http://127.')
          ? body
          : { ...body, callback_url: 'https://hooks.example.com/' },
      ),
  },
];

function change(
  request: Passing,
  method: string,
  path: RegExp,
  to: (body: Record<string, unknown>) => Record<string, unknown>,
): Passing {
  if (request.method !== method || !isWebhook(request.path) || !path.test(request.path)) return request;
  return { ...request, body: JSON.stringify(to(JSON.parse(request.body))) };
}
