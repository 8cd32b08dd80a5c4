import type { Item } from '@ashlar/conformance';
import type { GateFault } from './gate-fault.ts';
import type { Passing } from './local-server.ts';

const TAKES = 'it takes a department over';
const FEED = 'of the feed it takes';
const PRIMARY = 'as primary it writes';
const FROZEN = 'frozen it serves reads';

const fault = (name: string, inCase: string, rest: Omit<GateFault, 'name' | 'caughtBy'>): GateFault => ({
  ...{ name: `hand-over: ${name}`, caughtBy: 'hand-over', inCase },
  ...rest,
});

const changed = (entity: string, change: object) => (items: readonly Item[]) =>
  items.map((item) =>
    item.entity === entity && item.record ? { ...item, record: { ...item.record, ...change } } : item,
  );

const isWrite = ({ method, path }: Passing) => method === 'PUT' && path.startsWith('/v2/content/');

/** Content that goes wrong in a way that the gate must catch. */
export const CONTENT_GATE_FAULTS: readonly GateFault[] = [
  fault('paths are left behind', TAKES, {
    imports: (items) => items.filter(({ entity }) => entity !== 'path_reservation'),
  }),
  fault('the history of a document is lost', TAKES, { exports: changed('document', { editions: [] }) }),
  fault('lock versions begin anew', TAKES, { exports: changed('document', { lock_version: 1 }) }),
  fault('what is read is made anew, in other words', TAKES, {
    exports: changed('content_item', { body: '{}' }),
  }),
  fault('what is older wins', FEED, {
    imports: (items) => items.map((item) => ({ ...item, sequence: item.position > 0 ? item.position : 99 })),
  }),
  fault('the department’s token is worth nothing', PRIMARY, {
    imports: changed('publishing_application', { tokens: [] }),
  }),
  fault('frozen it pretends to accept', FROZEN, {
    async answers(asked, { pass }) {
      const reply = await pass(asked);
      if (!isWrite(asked) || reply.status !== 421) return reply;
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
    },
  }),
  {
    name: 'a repeat under the same key is a change of its own',
    caughtBy: 'duplicates',
    inCase: 'write a draft',
    request: (asked) =>
      isWrite(asked)
        ? { ...asked, headers: { ...asked.headers, 'idempotency-key': crypto.randomUUID() } }
        : asked,
  },
];
