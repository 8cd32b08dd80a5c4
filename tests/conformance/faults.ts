import { AGREEMENT_FAULTS } from './agreement-faults.ts';
import { CHALLENGE_FAULTS } from './challenge-faults.ts';
import { DISPUTE_FAULTS } from './dispute-faults.ts';
import { json } from './fault-json.ts';
import { MONEY_FAULTS } from './money-faults.ts';
import { MOTO_FAULTS } from './moto-faults.ts';
import { PAYMENT_LINK_FAULTS } from './payment-link-faults.ts';
import type { PaymentsFault } from './payments-fault.ts';
import { RACE_FAULTS } from './race-faults.ts';
import { SHOWN_FAULTS } from './shown-faults.ts';
import { SWITCHING_FAULTS } from './switching-faults.ts';
import { TENANCY_FAULTS } from './tenancy-faults.ts';
import { WEBHOOK_FAULTS } from './webhook-faults.ts';

const isPayment = (path: string) => /^\/v1\/payments\/\w{26}$/.test(path);

/** Implementations that go wrong, each in one way, with answers that stay of the contract's shape. */
export const FAULTS: readonly PaymentsFault[] = [
  {
    name: 'state: a payment that is being paid still shows as created',
    category: 'state',
    caughtBy: 'states',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isPayment(path) && body.state?.status === 'started'
          ? { ...body, state: { status: 'created', finished: false } }
          : undefined,
      ),
  },
  {
    name: 'state: an event of the history is missing',
    category: 'event missing or extra',
    caughtBy: 'states',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.endsWith('/events') ? { ...body, events: body.events?.slice(0, 1) ?? [] } : undefined,
      ),
  },
  {
    name: 'money: the amount shown is a penny off',
    category: 'money',
    caughtBy: 'create',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path === '/v1/payments' && body.amount ? { ...body, amount: body.amount + 1 } : undefined,
      ),
  },
  {
    name: 'metadata: numbers come back as text',
    category: 'other',
    caughtBy: 'create',
    reply: (reply) =>
      json(reply, (body) =>
        body.metadata
          ? {
              ...body,
              metadata: Object.fromEntries(
                Object.entries(body.metadata).map(([key, value]) => [key, String(value)]),
              ),
            }
          : undefined,
      ),
  },
  {
    name: 'order of checks: the description is looked at before the amount',
    category: 'order of checks',
    caughtBy: 'create-errors',
    request: (request) => {
      if (request.path !== '/v1/payments' || !request.body.includes('a<b')) return request;
      return {
        ...request,
        body: JSON.stringify({
          ...JSON.parse(request.body),
          amount: 1,
          reference: 'R',
          return_url: 'https://a.example/',
        }),
      };
    },
  },
  {
    name: 'order of checks: the body is parsed before the key is looked at',
    category: 'order of checks',
    caughtBy: 'tenancy',
    reply: (reply, { body }) =>
      reply.status === 401 && body === '{'
        ? {
            ...reply,
            status: 400,
            body: JSON.stringify({ code: 'P0197', description: 'Unable to parse JSON' }),
          }
        : reply,
  },
  {
    name: 'errors: a description in its own words',
    category: 'other',
    caughtBy: 'create-errors',
    reply: (reply) =>
      json(reply, (body) =>
        body.code === 'P0102' ? { ...body, description: `${body.description}.` } : undefined,
      ),
  },
  {
    name: 'idempotency: the key is ignored',
    category: 'idempotency',
    caughtBy: 'idempotency',
    request: ({ headers, ...request }) => {
      const { 'idempotency-key': _ignored, ...others } = headers;
      return { ...request, headers: others };
    },
  },
  {
    name: 'links: a finished payment can still be cancelled by its links',
    category: 'links',
    caughtBy: 'cancel',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        isPayment(path) && body.state?.finished
          ? { ...body, _links: { ...body._links, cancel: { href: `${path}/cancel`, method: 'POST' } } }
          : undefined,
      ),
  },
  {
    name: 'events: one is left out of the feed',
    category: 'event missing or extra',
    caughtBy: 'feed',
    reply: (reply, { path }) =>
      json(reply, (body) =>
        path.startsWith('/ashlar/v1/changes')
          ? {
              ...body,
              events: body.events?.filter((event) => event.type !== 'payments.payment.authorised.v1') ?? [],
            }
          : undefined,
      ),
  },
  {
    name: 'events: one comes twice',
    category: 'event missing or extra',
    caughtBy: 'feed',
    reply: (reply, { path }) =>
      json(reply, ({ events = [], ...body }) => {
        const last = events.findLast(({ type }) => String(type).includes('captured'));
        // A page holds 500 at most.
        if (!path.startsWith('/ashlar/v1/changes') || !last || events.length === 500) return undefined;
        return { ...body, events: events.flatMap((event) => (event === last ? [event, event] : [event])) };
      }),
  },
  {
    name: 'page: a form is taken without its token',
    category: 'other',
    caughtBy: 'page',
    reply: (reply, { method, body }) =>
      method === 'POST' && reply.status >= 400 && body.includes('cardNo')
        ? { ...reply, status: 303, headers: { ...reply.headers, location: '/' }, body: '' }
        : reply,
  },
  ...MONEY_FAULTS,
  ...DISPUTE_FAULTS,
  ...MOTO_FAULTS,
  ...RACE_FAULTS,
  ...CHALLENGE_FAULTS,
  ...SHOWN_FAULTS,
  ...TENANCY_FAULTS,
  ...WEBHOOK_FAULTS,
  ...SWITCHING_FAULTS,
  ...PAYMENT_LINK_FAULTS,
  ...AGREEMENT_FAULTS,
];
