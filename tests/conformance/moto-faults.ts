import { json } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

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
