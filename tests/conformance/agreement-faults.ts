import { json } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isAgreement = (path: string) => /^\/v1\/agreements\/\w{26}$/.test(path);
const isCharge = (body: string) => body.includes('"authorisation_mode":"agreement"');

/** Implementations that keep agreements, or charge them, wrongly, with answers that stay of the contract's shape. */
export const AGREEMENT_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'state: an agreement is active before its payer has paid anything',
    category: 'state',
    caughtBy: 'agreements',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isAgreement(path) && body.status === 'created' ? { ...body, status: 'active' } : undefined,
      ),
  },
  {
    name: 'agreements: the cancellation says yes and does nothing',
    category: 'state',
    caughtBy: 'agreements',
    request: (request) =>
      /agreements\/\w+\/cancel$/.test(request.path)
        ? { ...request, method: 'GET', path: '/health/live', body: '' }
        : request,
    reply: (reply, { path }) =>
      /agreements\/\w+\/cancel$/.test(path) ? { ...reply, status: 204, body: '' } : reply,
  },
  {
    name: 'order of checks: an agreement’s lengths are looked at before its description is missed',
    category: 'order of checks',
    caughtBy: 'agreement-errors',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        body.code === 'P2101' && asked.includes('x'.repeat(256))
          ? { ...body, code: 'P2102', field: 'reference' }
          : undefined,
      ),
  },
  {
    name: 'search: the status of agreements is not looked at',
    category: 'paging',
    caughtBy: 'agreement-search',
    request: (request) => ({ ...request, path: request.path.replace('&status=active', '') }),
  },
  {
    name: 'idempotency: a charge’s key is not looked at, so that a repeat charges again',
    category: 'idempotency',
    caughtBy: 'recurring',
    request: (request) => {
      const { 'idempotency-key': _ignored, ...headers } = request.headers;
      return isCharge(request.body) ? { ...request, headers } : request;
    },
  },
  {
    name: 'state: a card that was declined for good may be tried again, it says',
    category: 'state',
    caughtBy: 'recurring',
    reply: (reply) =>
      json(reply, (body) =>
        body.state && 'can_retry' in body.state
          ? { ...body, state: { ...body.state, can_retry: true } }
          : undefined,
      ),
  },
  {
    name: 'links: a charge without its payer can be cancelled, it says',
    category: 'links',
    caughtBy: 'recurring',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        isCharge(asked) && body._links
          ? { ...body, _links: { ...body._links, cancel: { href: 'https://pay.example/', method: 'POST' } } }
          : undefined,
      ),
  },
];
