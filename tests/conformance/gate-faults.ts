import type { GateFault } from './gate-fault.ts';
import { HANDOVER_FAULTS } from './gate-handover-faults.ts';
import type { Passing, Reply } from './local-server.ts';

type Json = Record<string, unknown>;

const isFeed = ({ path }: Passing) => path.startsWith('/ashlar/v1/changes');
const isCreate = ({ method, path }: Passing) => method === 'POST' && path === '/v1/payments';
const isMade = (reply: Reply) => reply.status < 300;

/** Changes a JSON answer. */
function json(reply: Reply, change: (body: Json) => Json): Reply {
  return reply.body.startsWith('{')
    ? { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) }
    : reply;
}

const feed =
  (change: (events: Json[]) => Json[]): NonNullable<GateFault['reply']> =>
  (reply, asked) =>
    isFeed(asked) && reply.status === 200
      ? json(reply, (body) => ({ ...body, events: change(body.events as Json[]) }))
      : reply;

const openapi =
  (change: (document: Json) => void): NonNullable<GateFault['reply']> =>
  (reply, { path }) =>
    path === '/openapi.json'
      ? json(reply, (body) => {
          change(body);
          return body;
        })
      : reply;

const receipt =
  (change: (text: string) => string | undefined): NonNullable<GateFault['reply']> =>
  (reply) => {
    const { 'ashlar-receipt': text, ...headers } = reply.headers;
    const changed = typeof text === 'string' ? change(text) : undefined;
    return { ...reply, headers: { ...headers, ...(changed !== undefined && { 'ashlar-receipt': changed }) } };
  };

const without = (asked: Passing, name: string): Passing => {
  const { [name]: _gone, ...headers } = asked.headers;
  return { ...asked, headers };
};

/** Passes the n-th request with a key on without it, for n that `when` holds of. */
function forgetsKey(path: RegExp, when: (n: number) => boolean): NonNullable<GateFault['request']> {
  const seen = new Map<string, number>();
  return (asked) => {
    const key = asked.headers['idempotency-key'];
    if (key === undefined || !path.test(asked.path)) return asked;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return when(n) ? without(asked, 'idempotency-key') : asked;
  };
}

/** Remembers with which body a key came first, and forgets the key when it comes with another. */
function takesAnyBody(): NonNullable<GateFault['request']> {
  const bodies = new Map<string, string>();
  return (asked) => {
    const key = asked.headers['idempotency-key'];
    if (key === undefined) return asked;
    if (!bodies.has(key)) bodies.set(key, asked.body);
    return bodies.get(key) === asked.body ? asked : without(asked, 'idempotency-key');
  };
}

const CONTRACT: readonly GateFault[] = [
  {
    name: 'contract: an operation is not there',
    caughtBy: 'contract',
    reply: openapi((document) => delete (document.paths as Json)['/v1/payments/{paymentId}/refunds']),
  },
  {
    name: 'contract: an answer has lost a member',
    caughtBy: 'contract',
    reply: openapi(({ components }) => {
      const { schemas } = components as { schemas: Record<string, { properties?: Json }> };
      for (const { properties } of Object.values(schemas)) delete properties?.payment_id;
    }),
  },
  {
    name: 'contract: a member of a request is newly required',
    caughtBy: 'contract',
    reply: openapi(({ paths }) => {
      const { post } = (paths as Record<string, { post: Json }>)['/v1/payments'] as { post: Json };
      post.parameters = [{ name: 'department', in: 'query', required: true, schema: { type: 'string' } }];
    }),
  },
  {
    name: 'contract: other credentials are asked for',
    caughtBy: 'contract',
    reply: openapi(({ paths }) => {
      const { get } = (paths as Record<string, { get: Json }>)['/v1/payments'] as { get: Json };
      get.security = [{ oauth: ['payments:search'] }];
    }),
  },
  {
    name: 'contract: it was built for another one',
    caughtBy: 'contract',
    reply: (reply, { path }) =>
      path === '/ashlar/v1/handover'
        ? json(reply, (body) => ({ ...body, contract_hash: '0'.repeat(64) }))
        : reply,
  },
  {
    name: 'contract: it does not hand payments over',
    caughtBy: 'contract',
    reply: (reply, { path }) =>
      path === '/ashlar/v1/handover'
        ? json(reply, (body) => ({ ...body, entities: { ...(body.entities as Json), payment: undefined } }))
        : reply,
  },
];

const REPEATS: readonly GateFault[] = [
  {
    name: 'replay: a repeat is done again',
    caughtBy: 'replay',
    request: forgetsKey(/^\/v1\/payments$/, (n) => n === 2),
  },
  {
    name: 'replay: a repeated refund is given twice',
    caughtBy: 'replay',
    request: forgetsKey(/\/refunds$/, (n) => n === 2),
  },
  { name: 'replay: a key is taken with any body', caughtBy: 'replay', request: takesAnyBody() },
  {
    name: 'replay: a repeat has a receipt of its own',
    caughtBy: 'replay',
    reply: receipt((text) => text.replace(/event="[^"]*"/, `event="${crypto.randomUUID()}"`)),
  },
  {
    name: 'duplicates: of a crowd some are let through without a look',
    caughtBy: 'duplicates',
    request: forgetsKey(/^\/v1\/payments$/, (n) => n % 7 === 0),
  },
  {
    name: 'duplicates: a refund is given more than once to a crowd',
    caughtBy: 'duplicates',
    request: forgetsKey(/\/refunds$/, (n) => n > 1 && n < 4),
  },
  {
    name: 'duplicates: one of a crowd meets a server error',
    caughtBy: 'duplicates',
    reply: (reply, asked) =>
      asked.headers['idempotency-key'] && Math.random() < 0.3 ? { ...reply, status: 500, body: '{}' } : reply,
  },
];

const EVENTS: readonly GateFault[] = [
  {
    name: 'events told: a cancellation is told to nobody',
    caughtBy: 'events told',
    inCase: 'cancel',
    reply: feed((events) => events.filter(({ type }) => type !== 'payments.payment.cancelled.v1')),
  },
  {
    name: 'events told: every event comes twice',
    caughtBy: 'events told',
    inCase: 'create',
    reply: feed((events) => events.flatMap((one) => [one, one])),
  },
  {
    name: 'events told: an event tells the payer’s address',
    caughtBy: 'events told',
    inCase: 'create',
    reply: feed((events) =>
      events.map((one) => ({ ...one, data: { ...(one.data as Json), email: 'a@b.example' } })),
    ),
  },
  {
    name: 'events told: events name another schema',
    caughtBy: 'events told',
    inCase: 'create',
    reply: feed((events) => events.map((one) => ({ ...one, dataschema: 'urn:else' }))),
  },
  {
    name: 'events told: an event is about another payment',
    caughtBy: 'events told',
    inCase: 'create',
    reply: feed((events) => events.map((one) => ({ ...one, subject: `${one.subject}`.replace(/./, 'z') }))),
  },
];

const RECEIPTS: readonly GateFault[] = [
  {
    name: 'receipts: there are none',
    caughtBy: 'receipts',
    inCase: 'create',
    reply: receipt(() => undefined),
  },
  {
    name: 'receipts: they name another request',
    caughtBy: 'receipts',
    inCase: 'create',
    reply: receipt((text) => text.replace(/request="./, 'request="x')),
  },
  {
    name: 'receipts: the sequence is one off',
    caughtBy: 'receipts',
    inCase: 'create',
    reply: receipt((text) => text.replace(/sequence=(\d+)/, (_, n) => `sequence=${Number(n) + 1}`)),
  },
  {
    name: 'receipts: they name an event that never was',
    caughtBy: 'receipts',
    inCase: 'create',
    reply: receipt((text) => text.replace(/event="[^"]*"/, `event="${crypto.randomUUID()}"`)),
  },
  {
    name: 'receipts: what was refused has one too',
    caughtBy: 'receipts',
    inCase: 'create',
    reply: (reply, asked) =>
      isCreate(asked) && !isMade(reply)
        ? {
            ...reply,
            headers: {
              ...reply.headers,
              'ashlar-receipt': 'request="r", entity="e", sequence=1, event="v", epoch=0',
            },
          }
        : reply,
  },
];

const isError = ({ status }: Reply) => status >= 400;

const ERRORS: readonly GateFault[] = [
  {
    name: 'errors told: an error shows where in the code it was',
    caughtBy: 'errors told',
    reply: (reply) =>
      isError(reply)
        ? json(reply, (body) => ({ ...body, stack: 'Error: no\n    at f (/srv/app/pay.js:10:5)' }))
        : reply,
  },
  {
    name: 'errors told: an error shows the statement that failed',
    caughtBy: 'errors told',
    reply: (reply) =>
      isError(reply) ? json(reply, (body) => ({ ...body, detail: 'insert into payment values (1)' })) : reply,
  },
  {
    name: 'errors told: answers have no request id',
    caughtBy: 'errors told',
    reply: (reply) => {
      const { 'x-request-id': _id, ...headers } = reply.headers;
      return { ...reply, headers };
    },
  },
  {
    name: 'errors told: all answers have one request id',
    caughtBy: 'errors told',
    reply: (reply) => ({ ...reply, headers: { ...reply.headers, 'x-request-id': 'same' } }),
  },
  {
    name: 'errors told: a problem has no code',
    caughtBy: 'errors told',
    reply: (reply, { path }) =>
      isError(reply) && path.startsWith('/ashlar') ? json(reply, ({ code: _code, ...body }) => body) : reply,
  },
  {
    name: 'errors told: an error is a page of HTML',
    caughtBy: 'errors told',
    reply: (reply, asked) =>
      isCreate(asked) && isError(reply)
        ? { ...reply, headers: { 'x-request-id': crypto.randomUUID() }, body: '<h1>Sorry</h1>' }
        : reply,
  },
  {
    name: 'errors told: the feed is open to anybody',
    caughtBy: 'errors told',
    reply: (reply, asked) =>
      isFeed(asked) && reply.status === 401
        ? { ...reply, status: 200, body: '{"events":[],"position":0}' }
        : reply,
  },
  {
    name: 'errors told: what is no JSON ends in a server error',
    caughtBy: 'errors told',
    reply: (reply, asked) => (asked.body === '{"a":' && isError(reply) ? { ...reply, status: 500 } : reply),
  },
];

/** Every fault that the gate is tried with, beside those of the behaviour suite. */
export const GATE_FAULTS: readonly GateFault[] = [
  ...CONTRACT,
  ...REPEATS,
  ...EVENTS,
  ...RECEIPTS,
  ...ERRORS,
  ...HANDOVER_FAULTS,
];
