import { json } from './fault-json.ts';
import type { Passing } from './local-server.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isLink = (path: string) => /\/payment-links\/\w+$/.test(path);

/** Payment links that go wrong, each in one way. */
export const PAYMENT_LINK_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'payment links: the pence that a payer types are dropped',
    category: 'money',
    caughtBy: 'payment links',
    request: (request) =>
      form(request, /^\/pay\/.*\/amount$/, (fields) => {
        const typed = fields.get('payment-amount') ?? '';
        if (/^\d+\.\d\d$/.test(typed)) fields.set('payment-amount', typed.replace(/\.\d\d$/, '.00'));
      }),
  },
  {
    name: 'payment links: one that is closed goes on taking payments',
    category: 'state',
    caughtBy: 'payment links',
    request: (request) =>
      request.method === 'PATCH' && isLink(request.path)
        ? { ...request, body: request.body.replace('"inactive"', '"active"') }
        : request,
    reply: (reply, { method, path, body }) =>
      method === 'PATCH' && isLink(path) && body.includes('"inactive"')
        ? json(reply, (link) => ({ ...link, status: 'inactive' }))
        : reply,
  },
  {
    name: 'payment links: a card number in place of a reference is kept',
    category: 'other',
    caughtBy: 'payment links',
    request: (request) =>
      form(request, /^\/pay\/.*\/reference$/, (fields) => {
        if (/^[\d ]{12,}$/.test(fields.get('payment-reference') ?? ''))
          fields.set('payment-reference', 'CASE 1');
      }),
  },
  {
    name: 'payment links: their metadata do not reach the payments',
    category: 'other',
    caughtBy: 'payment links',
    request: (request) =>
      request.path.endsWith('/payment-links') && request.body !== ''
        ? { ...request, body: JSON.stringify({ ...JSON.parse(request.body), metadata: undefined }) }
        : request,
  },
  {
    name: 'payment links: a key makes a link each time',
    category: 'idempotency',
    caughtBy: 'payment links',
    request(request) {
      if (!request.path.endsWith('/payment-links')) return request;
      const { 'idempotency-key': _ignored, ...headers } = request.headers;
      return { ...request, headers };
    },
  },
  {
    name: 'payment links: the list of payments ends after its first page',
    category: 'paging',
    caughtBy: 'payment links',
    reply: (reply, { path }) =>
      /\/payment-links\/\w+\/payments/.test(path)
        ? json(reply, ({ next_cursor: _ignored, ...page }) => page)
        : reply,
  },
  {
    name: 'payment links: every confirmation counts as a new one',
    category: 'concurrency',
    caughtBy: 'payment links',
    reply: (reply, { path }) =>
      /\/payment-links\/\w+\/payments$/.test(path)
        ? json(reply, (page) => ({ ...page, payments: twice(page.payments) }))
        : reply,
  },
  {
    name: 'payment links: a friendly address leads nowhere',
    category: 'links',
    caughtBy: 'payment links',
    request: (request) =>
      request.path.startsWith('/redirect/') ? { ...request, path: `${request.path}-` } : request,
  },
];

function twice(payments: unknown): unknown {
  return Array.isArray(payments) && payments.length === 1 ? [...payments, ...payments] : payments;
}

function form(request: Passing, path: RegExp, change: (fields: URLSearchParams) => void): Passing {
  if (request.method !== 'POST' || !path.test(request.path)) return request;
  const fields = new URLSearchParams(request.body);
  change(fields);
  return { ...request, body: fields.toString() };
}
