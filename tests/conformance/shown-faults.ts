import { json } from './fault-json.ts';
import type { PaymentsFault } from './payments-fault.ts';

const isPayment = (path: string) => /^\/v1\/payments\/\w{26}$/.test(path);

/** Implementations that show a payment, or what they find, wrongly, with answers that stay of the contract's shape. */
export const SHOWN_FAULTS: readonly PaymentsFault[] = [
  {
    name: 'state: a payment that ran out of time was cancelled by its payer, it says',
    category: 'state',
    caughtBy: 'expiry',
    reply: (reply) => ({
      ...reply,
      body: reply.body
        .replaceAll('"P0020"', '"P0030"')
        .replaceAll('Payment expired', 'Payment was cancelled by the user'),
    }),
  },
  {
    name: 'money: nothing of a payment that was captured can be given back, it says',
    category: 'money',
    caughtBy: 'shown',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isPayment(path) && body.refund_summary
          ? { ...body, refund_summary: { ...body.refund_summary, amount_available: 0 } }
          : undefined,
      ),
  },
  {
    name: 'links: a capturable payment still has its page',
    category: 'links',
    caughtBy: 'links',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isPayment(path) && body.state?.status === 'capturable'
          ? { ...body, _links: { ...body._links, next_url: body._links?.self } }
          : undefined,
      ),
  },
  {
    name: 'links: what is to be posted to the page is another token',
    category: 'links',
    caughtBy: 'links',
    reply: (reply) => ({
      ...reply,
      body: reply.body.replaceAll('"chargeTokenId":"', '"chargeTokenId":"x'),
    }),
  },
  {
    name: 'events: the history tells of the last one twice',
    category: 'event missing or extra',
    caughtBy: 'events',
    reply: (reply, { path }) =>
      json(reply, ({ events, ...body }) =>
        path.endsWith('/events') && events
          ? { ...body, events: [...events, ...events.slice(-1)] }
          : undefined,
      ),
  },
  {
    name: 'paging: a page that is too large is given as the largest',
    category: 'paging',
    caughtBy: 'search-errors',
    request: (request) => ({
      ...request,
      path: request.path.replace('display_size=501', 'display_size=500'),
    }),
  },
  {
    name: 'order of checks: wrong parameters are named in their own order',
    category: 'order of checks',
    caughtBy: 'disputes',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.startsWith('/v1/disputes') && body.code === 'P0401'
          ? { ...body, description: String(body.description).replace('status, page', 'page, status') }
          : undefined,
      ),
  },
];
