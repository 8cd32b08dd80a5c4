import { json } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isNotification = (path: string) => path === '/v1/payment_notification';
const isAuthorisation = (path: string) => path === '/v1/auth';

/** Implementations that take orders by mail and phone wrongly, with answers that stay of the contract's shape. */
export const MOTO_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'concurrency: a one-time token is good as often as it is sent, it says',
    category: 'concurrency',
    caughtBy: 'moto',
    reply: (reply) => (reply.body.includes('"P1212"') ? { ...reply, status: 204, body: '' } : reply),
  },
  {
    name: 'links: a payment whose card is sent has a page too',
    category: 'links',
    caughtBy: 'moto',
    reply: (reply) =>
      json(reply, (body) =>
        body._links?.auth_url_post
          ? { ...body, _links: { ...body._links, next_url: { href: 'https://pay.example/', method: 'GET' } } }
          : undefined,
      ),
  },
  {
    name: 'state: nobody sees that a payment was ordered by phone',
    category: 'state',
    caughtBy: 'moto',
    reply: (reply) => json(reply, (body) => (body.moto ? { ...body, moto: false } : undefined)),
  },
  {
    name: 'money: what a corporate card adds cannot be given back',
    category: 'money',
    caughtBy: 'surcharges',
    reply: (reply) =>
      json(reply, (body) =>
        body.corporate_card_surcharge && body.refund_summary
          ? { ...body, refund_summary: { ...body.refund_summary, amount_available: body.amount } }
          : undefined,
      ),
  },
  {
    name: 'money: the payer confirms the amount and is charged more',
    category: 'money',
    caughtBy: 'surcharges',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replace(/(id="amount"[^>]*>)£[\d.]+/, '$1£10.00'),
    }),
  },
  {
    name: 'state: a card that is not taken ends the payment',
    category: 'state',
    caughtBy: 'card-types',
    request: (request) => ({
      ...request,
      body: request.body.replace('6759649826438453', '4000000000000002'),
    }),
  },
  {
    name: 'money: a payment of nothing costs a penny',
    category: 'money',
    caughtBy: 'zero-amount',
    request: (request) =>
      request.path === '/v1/payments' && request.body.includes('"amount":0,')
        ? { ...request, body: request.body.replace('"amount":0,', '"amount":1,') }
        : request,
  },
  {
    name: 'idempotency: what is told of a payment again makes another one',
    category: 'idempotency',
    caughtBy: 'payment-notification',
    request: (request) =>
      isNotification(request.path)
        ? { ...request, body: request.body.replace(/("provider_id":"[^"]*)"/, `$1-${crypto.randomUUID()}"`) }
        : request,
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isNotification(path) && body.provider_id
          ? { ...body, provider_id: String(body.provider_id).slice(0, 36) }
          : undefined,
      ),
  },
  {
    name: 'money: what was taken elsewhere can be given back here, it says',
    category: 'money',
    caughtBy: 'payment-notification',
    reply: (reply) =>
      json(reply, (body) =>
        body.authorisation_mode === 'external'
          ? { ...body, refund_summary: { ...body.refund_summary, status: 'available' } }
          : undefined,
      ),
  },
  {
    name: 'order of checks: whether an account may tell is looked at before what it tells',
    category: 'order of checks',
    caughtBy: 'payment-notification-errors',
    reply: (reply, { path }) =>
      isNotification(path) && reply.body.includes('"field":"reference"')
        ? { ...reply, status: 403, body: JSON.stringify({ code: 'P0930', description: 'Not enabled' }) }
        : reply,
  },
  {
    name: 'order of checks: a one-time token is looked at before the card that came with it',
    category: 'order of checks',
    caughtBy: 'moto-errors',
    reply: (reply, { path, body: asked }) =>
      json(reply, (body) =>
        isAuthorisation(path) && reply.status === 422 && asked.includes('nonsense')
          ? { ...body, code: 'P1211' }
          : undefined,
      ),
  },
];
