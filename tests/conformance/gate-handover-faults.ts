import type { Item } from '@ashlar/conformance';
import type { GateFault, Tools } from './gate-fault.ts';
import type { Passing, Reply } from './local-server.ts';

const TAKES = 'it takes a department over';
const FEED = 'of the feed it takes';
const FOLLOWER = 'a follower writes nothing';
const MUTE = 'a follower tells nobody';
const PRIMARY = 'as primary it writes';
const FROZEN = 'frozen it serves reads';
const RACE = 'frozen in the middle';
const TOKENS = 'a token that is missing';
const ORDERS = 'an order that is stale';

type Json = Record<string, unknown>;

const departmentOf = ({ path }: Passing) => /^\/ashlar\/v1\/handover\/([^/?]+)/.exec(path)?.[1] ?? '';
const isCreate = ({ method, path }: Passing) => method === 'POST' && path === '/v1/payments';

const fault = (name: string, inCase: string, rest: Omit<GateFault, 'name' | 'caughtBy'>): GateFault => ({
  name: `hand-over: ${name}`,
  caughtBy: 'hand-over',
  inCase,
  ...rest,
});

const not = (entity: string) => (items: readonly Item[]) => items.filter((item) => item.entity !== entity);

const records = (entity: string, change: (record: Json) => Json) => (items: readonly Item[]) =>
  items.map((item) =>
    item.entity === entity && item.record ? { ...item, record: change({ ...item.record }) } : item,
  );

/** What an order says, whoever may have signed it. */
function orderIn(asked: Passing): { role?: string; number?: number } {
  if (asked.method !== 'PUT' || !asked.path.endsWith('/role')) return {};
  const { order } = JSON.parse(asked.body) as { order: string };
  return JSON.parse(Buffer.from(order.split('.')[1] ?? '', 'base64url').toString());
}

/** The state as it is, with members replaced. */
async function stateWith(asked: Passing, { pass, token }: Tools, changes: Json): Promise<Reply> {
  const department = departmentOf(asked);
  const headers = { authorization: `Bearer ${await token('control', department)}` };
  const reply = await pass({ method: 'GET', path: `/ashlar/v1/handover/${department}`, headers, body: '' });
  return { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), ...changes }) };
}

/** Answers a create that was refused by the fence as if it had been done. */
const pretends: NonNullable<GateFault['answers']> = async (asked, { pass }) => {
  const reply = await pass(asked);
  if (!isCreate(asked) || reply.status !== 421) return reply;
  return {
    status: 201,
    headers: { 'content-type': 'application/json' },
    body: '{"payment_id":"00000000000000000000000000"}',
  };
};

const state =
  (change: (body: Json) => Json): NonNullable<GateFault['reply']> =>
  (reply, { path }) =>
    /^\/ashlar\/v1\/handover\/[^/]+(\/role)?$/.test(path) && reply.status === 200
      ? { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) }
      : reply;

const accepts =
  (code: string): NonNullable<GateFault['answers']> =>
  async (asked, tools) => {
    const reply = await tools.pass(asked);
    return reply.status === 409 && reply.body.includes(code) ? stateWith(asked, tools, {}) : reply;
  };

/** Whoever asks is believed, for what `when` holds of. */
const believes =
  (when: (asked: Passing, reply: Reply) => boolean): NonNullable<GateFault['answers']> =>
  async (asked, { pass, token }) => {
    const reply = await pass(asked);
    const department = departmentOf(asked);
    if (department === '' || ![401, 403].includes(reply.status) || !when(asked, reply)) return reply;
    const use = /snapshot|feed/.test(asked.path) ? 'pull' : 'control';
    return pass({
      ...asked,
      headers: { ...asked.headers, authorization: `Bearer ${await token(use, department)}` },
    });
  };

const claims = ({ headers }: Passing): Json => {
  try {
    return JSON.parse(Buffer.from(headers.authorization?.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return {};
  }
};

/** Answers the order `frozen` without carrying it out. */
const neverFreezes: NonNullable<GateFault['answers']> = async (asked, tools) =>
  orderIn(asked).role === 'frozen' ? stateWith(asked, tools, { role: 'frozen' }) : tools.pass(asked);

/** Answers the order `frozen` at once, and carries it out a little later. */
const freezesLate: NonNullable<GateFault['answers']> = async (asked, tools) => {
  if (orderIn(asked).role !== 'frozen') return tools.pass(asked);
  const early = await stateWith(asked, tools, { role: 'frozen' });
  setTimeout(() => tools.pass(asked), 40);
  return early;
};

/** Does a create twice, and tells of one of them. */
const doubles: NonNullable<GateFault['answers']> = async (asked, { pass }) => {
  if (isCreate(asked)) await pass(asked);
  return pass(asked);
};

/** Tells that creates were done that were not. */
function forgets(): NonNullable<GateFault['answers']> {
  let n = 0;
  return async (asked, { pass }) => {
    n += isCreate(asked) ? 1 : 0;
    if (!isCreate(asked) || n % 10 !== 0) return pass(asked);
    const body = JSON.stringify({ payment_id: `${n}`.padStart(26, '0') });
    return { status: 201, headers: { 'content-type': 'application/json' }, body };
  };
}

/** Implementations that take departments over, or hand them on, wrongly. */
export const HANDOVER_FAULTS: readonly GateFault[] = [
  fault('what it does not know it throws away', TAKES, { imports: not('gate_keepsake') }),
  fault('what it does not know it changes', TAKES, {
    imports: records('gate_keepsake', ({ nested: _gone, ...rest }) => rest),
  }),
  fault('a payment is lost on the way in', TAKES, {
    imports: (items) =>
      items.filter(
        (item, n) => item.entity !== 'payment' || items.findIndex(({ entity }) => entity === 'payment') !== n,
      ),
  }),
  fault('a payment is lost on the way out', TAKES, {
    exports: (items) =>
      items.filter(
        (item, n) => item.entity !== 'payment' || items.findIndex(({ entity }) => entity === 'payment') !== n,
      ),
  }),
  fault('a payment loses its payer’s address', TAKES, {
    exports: records('payment', ({ email: _gone, ...rest }) => rest),
  }),
  fault('amounts are handed on in pounds', TAKES, {
    exports: records('payment', (record) => ({ ...record, amount: Number(record.amount) / 100 })),
  }),
  fault('events are not handed on', TAKES, { exports: not('event') }),
  fault('sequences begin anew', TAKES, {
    exports: (items) => items.map((item) => ({ ...item, sequence: item.sequence + 1 })),
  }),
  fault('a thing is handed on twice', TAKES, {
    exports: (items) => items.flatMap((item, n) => (n === 0 ? [item, item] : [item])),
  }),
  fault('its digest is not of what it has', TAKES, {
    reply: (reply, { path }) =>
      path.includes('/digest')
        ? {
            ...reply,
            body: reply.body
              .replaceAll(/"records":"./g, '"records":"0')
              .replaceAll(/"versions":"./g, '"versions":"f'),
          }
        : reply,
  }),
  fault('an older state overwrites a newer one', FEED, {
    imports: (items) =>
      items.map((item) =>
        item.entity === 'payment' && item.position > 0 && item.sequence === 1
          ? { ...item, sequence: 9 }
          : item,
      ),
  }),
  fault('what is gone is kept', FEED, { imports: (items) => items.filter(({ record }) => record !== null) }),
  fault('the feed is not taken', FEED, {
    imports: (items) => items.filter((item) => item.position === 0 || item.entity === 'event'),
  }),
  fault('a follower writes', FOLLOWER, { answers: pretends }),
  fault('a follower refuses without saying who it is', FOLLOWER, {
    reply: (reply) => {
      const { 'ashlar-fenced': _gone, ...headers } = reply.headers;
      return { ...reply, headers };
    },
  }),
  fault('a follower refuses as if the caller were wrong', FOLLOWER, {
    reply: (reply) => (reply.status === 421 ? { ...reply, status: 409 } : reply),
  }),
  fault('the keys of the department are not accepted any more', PRIMARY, { imports: not('secret') }),
  fault('its log begins anew', PRIMARY, { reply: state((body) => ({ ...body, position: 0 })) }),
  fault('it freezes and goes on writing', FROZEN, { answers: neverFreezes }),
  fault('frozen, it serves no reads', FROZEN, {
    answers: async (asked, tools) => {
      const reply = await tools.pass(asked);
      const own = asked.method === 'GET' && asked.path.startsWith('/v1/payments/');
      return own ? { ...reply, status: 421, headers: { 'ashlar-fenced': 'x;role=frozen' } } : reply;
    },
  }),
  fault('it freezes later than it says', RACE, { answers: freezesLate }),
  fault('its barrier is too low', RACE, {
    reply: (reply, asked) =>
      orderIn(asked).role === 'frozen'
        ? { ...reply, body: reply.body.replace(/"position":(\d+)/, (_, n) => `"position":${Number(n) - 5}`) }
        : reply,
  }),
  fault('what it accepted is not there', RACE, { answers: forgets() }),
  fault('what it accepted is there twice', RACE, { answers: doubles }),
  fault('a follower sends what its predecessor had to send', MUTE, {
    imports(items) {
      for (const { entity, record } of items)
        if (entity === 'webhook') fetch(String(record?.callback_url), { method: 'POST' }).catch(() => {});
      return items;
    },
  }),
  fault('nobody needs a token', TOKENS, {
    answers: believes(({ headers }) => headers.authorization === undefined),
  }),
  fault('tokens never expire', TOKENS, {
    answers: believes((asked) => Number(claims(asked).exp) < Date.now() / 1000),
  }),
  fault('it does not look at signatures', TOKENS, {
    answers: believes(({ headers }) => headers.authorization !== undefined),
  }),
  fault('a token of any department will do', TOKENS, {
    answers: believes((asked) => claims(asked).department === 'gate-elsewhere'),
  }),
  fault('a token for another implementation will do', TOKENS, {
    answers: believes((asked) => String(claims(asked).aud) === 'somebody-else'),
  }),
  fault('who may pull may also command', TOKENS, {
    answers: believes((asked) => claims(asked).use === 'pull' && !/feed|snapshot/.test(asked.path)),
  }),
  fault('an order that came late is carried out', ORDERS, { answers: accepts('stale_order') }),
  fault('an order of an older epoch is carried out', ORDERS, { answers: accepts('wrong_epoch') }),
];
