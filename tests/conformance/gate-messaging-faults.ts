import type { Item } from '@ashlar/conformance';
import type { GateFault } from './gate-fault.ts';
import type { Passing } from './local-server.ts';

const TAKES = 'it takes a department over';
const FEED = 'of the feed it takes';
const MUTE = 'a follower tells nobody';
const PRIMARY = 'as primary it writes';
const FROZEN = 'frozen it serves reads';
const RACE = 'frozen in the middle';

const fault = (name: string, inCase: string, rest: Omit<GateFault, 'name' | 'caughtBy'>): GateFault => ({
  ...{ name: `hand-over: ${name}`, caughtBy: 'hand-over', inCase },
  ...rest,
});

const changed = (entity: string, change: object) => (items: readonly Item[]) =>
  items.map((item) =>
    item.entity === entity && item.record ? { ...item, record: { ...item.record, ...change } } : item,
  );

const isSend = ({ method, path }: Passing) => method === 'POST' && path === '/v2/notifications/email';

/** Messaging that goes wrong in a way that the gate must catch. */
export const MESSAGING_GATE_FAULTS: readonly GateFault[] = [
  fault('templates are left behind', TAKES, {
    imports: (items) => items.filter(({ entity }) => entity !== 'template'),
  }),
  fault('what a message says is lost', TAKES, {
    exports: changed('notification', { message: '{}' }),
  }),
  fault('which tries were begun is forgotten', TAKES, {
    exports: changed('notification', { attempt: 0 }),
  }),
  fault('what is older wins', FEED, {
    imports: (items) => items.map((item) => ({ ...item, sequence: item.position > 0 ? item.position : 9 })),
  }),
  fault('a follower sends what its predecessor had to send', MUTE, {
    imports(items) {
      for (const { entity, record } of items)
        if (entity === 'service_callback')
          fetch(JSON.parse(String(record?.settings)).url, { method: 'POST' }).catch(() => {});
      return items;
    },
  }),
  fault('callbacks are not taken over', MUTE, {
    imports: (items) => items.filter(({ entity }) => entity !== 'callback_message'),
  }),
  fault('the department’s key is worth nothing', PRIMARY, {
    imports: changed('api_key', { secret: '00000000-0000-4000-8000-000000000000' }),
  }),
  fault('frozen it pretends to accept', FROZEN, {
    async answers(asked, { pass }) {
      const reply = await pass(asked);
      if (!isSend(asked) || reply.status !== 421) return reply;
      const body = '{"id":"00000000-0000-4000-8000-000000000000"}';
      return { status: 201, headers: { 'content-type': 'application/json' }, body };
    },
  }),
  fault('what it accepted is there twice', RACE, {
    async answers(asked, { pass }) {
      if (isSend(asked)) await pass(asked);
      return pass(asked);
    },
  }),
  {
    name: 'a repeat under the same key is a message of its own',
    caughtBy: 'duplicates',
    inCase: 'send an e-mail',
    request: (asked) =>
      isSend(asked)
        ? { ...asked, headers: { ...asked.headers, 'idempotency-key': crypto.randomUUID() } }
        : asked,
  },
];
