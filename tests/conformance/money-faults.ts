import { json, type Shown } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isCapture = (path: string) => path.endsWith('/capture');
const isRefund = (path: string) => path.endsWith('/refunds');
const isSearch = (path: string) => path.startsWith('/v1/payments?');

/** Implementations that take, give back or find money wrongly, with answers that stay of the contract's shape. */
export const MONEY_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'capture: says yes and does nothing',
    category: 'state',
    caughtBy: 'capture',
    request: (request) =>
      isCapture(request.path) ? { ...request, method: 'GET', path: '/health/live', body: '' } : request,
    reply: (reply, { path }) => (isCapture(path) ? { ...reply, status: 204, body: '' } : reply),
  },
  {
    name: 'capture: a payment that cannot be captured is captured all the same, it says',
    category: 'state',
    caughtBy: 'capture',
    reply: (reply, { path }) =>
      isCapture(path) && reply.status === 409 ? { ...reply, status: 204, body: '' } : reply,
  },
  {
    name: 'refunds: what the caller believes to be available is not looked at',
    category: 'money',
    caughtBy: 'refunds',
    request: (request) => {
      if (!isRefund(request.path) || !request.body.startsWith('{"')) return request;
      const { refund_amount_available: _ignored, ...body } = JSON.parse(request.body);
      return { ...request, body: JSON.stringify(body) };
    },
  },
  {
    name: 'idempotency: a refund’s key is not looked at, so that a repeat gives back again',
    category: 'idempotency',
    caughtBy: 'idempotency',
    request: (request) => {
      const { 'idempotency-key': _ignored, ...headers } = request.headers;
      return isRefund(request.path) ? { ...request, headers } : request;
    },
  },
  {
    name: 'refunds: what was given back is still shown as available',
    category: 'money',
    caughtBy: 'refunds',
    reply: (reply) =>
      json(reply, (body) =>
        body.refund_summary?.amount_submitted
          ? {
              ...body,
              refund_summary: { ...body.refund_summary, status: 'available', amount_available: body.amount },
            }
          : undefined,
      ),
  },
  {
    name: 'refunds: the list leaves out the last one',
    category: 'money',
    caughtBy: 'refunds',
    reply: (reply, { method, path }) =>
      json(reply, (body) =>
        method === 'GET' && isRefund(path)
          ? { ...body, _embedded: { refunds: body._embedded?.refunds.slice(0, -1) ?? [] } }
          : undefined,
      ),
  },
  {
    name: 'order of checks: a refund’s amount is compared before it is asked whether the payment can be refunded',
    category: 'order of checks',
    caughtBy: 'refund-errors',
    reply: (reply, { body: asked }) =>
      json(reply, (body) =>
        body.code === 'P0603' && asked.includes('9999')
          ? { ...body, description: String(body.description).replace(/: \w+$/, ': amount_not_available') }
          : undefined,
      ),
  },
  {
    name: 'search: the state is not looked at',
    category: 'paging',
    caughtBy: 'search',
    request: (request) => ({ ...request, path: request.path.replace(/&state=(success|created|failed)/, '') }),
  },
  {
    name: 'search: the oldest payment comes first',
    category: 'paging',
    caughtBy: 'search',
    reply: (reply, { path }) => json(reply, (body) => (isSearch(path) ? reversed(body) : undefined)),
  },
  {
    name: 'paging: the second page begins with the end of the first',
    category: 'paging',
    caughtBy: 'paging',
    request: (request) => ({
      ...request,
      path: request.path.replace('display_size=2&page=2', 'display_size=2&page=1'),
    }),
    reply: (reply, { path }) =>
      json(reply, (body) => (path.includes('display_size=2&page=2') ? { ...body, page: 2 } : undefined)),
  },
  {
    name: 'paging: the total is that of the page alone',
    category: 'paging',
    caughtBy: 'paging',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isSearch(path) && body.results ? { ...body, total: body.results.length } : undefined,
      ),
  },
  {
    name: 'links: the last page has a next one',
    category: 'links',
    caughtBy: 'paging',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isSearch(path) && body._links
          ? { ...body, _links: { ...body._links, next_page: body._links.self } }
          : undefined,
      ),
  },
];

function reversed(body: Shown): Shown | undefined {
  return body.results && { ...body, results: [...body.results].reverse() };
}
