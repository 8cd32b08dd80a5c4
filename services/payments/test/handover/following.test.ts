import { randomBytes } from 'node:crypto';
import { countUnstamped } from '@ashlar/events';
import { createDatabase, until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pruneMessages, pruneWebhooks } from '../../src/store/webhook-work.ts';
import { anAgreement } from '../agreement-fixtures.ts';
import { type Account, aKey, anAccount, aPaymentAt, type Stage } from '../fixtures.ts';
import { aProduct, change, type Link } from '../product-fixtures.ts';
import {
  administer,
  aWebhook,
  type MadeWebhook,
  messagesOf,
  type Receiver,
  startReceiver,
  webhooksPath,
} from '../webhook-fixtures.ts';
import { digests, playRegistry, type Registry, type Side, startSide, swapOf } from './fixtures.ts';
import { openRoughSource, type RoughSource } from './rough-source.ts';

let registry: Registry;
let receiver: Receiver;
let old: Side;
let next: Side;
let rough: RoughSource;
let database: Awaited<ReturnType<typeof createDatabase>>;
const dataKey = randomBytes(32).toString('base64');

const startNext = () => startSide(registry, { env: { DATABASE_URL: database.url, DATA_KEY: dataKey } });

beforeAll(async () => {
  [registry, receiver, database] = await Promise.all([
    playRegistry(),
    startReceiver(),
    createDatabase('payments'),
  ]);
  [old, next] = await Promise.all([startSide(registry), startNext()]);
  rough = await openRoughSource(old);
  await watchSequences();
});

afterAll(async () => {
  await Promise.all([rough?.close(), receiver?.close()]);
  await Promise.all([old?.end(), next?.end()]);
  await database?.drop();
  registry?.end();
});

const sequences = {
  ...{ gateway_account: 'sequence', payment: 'sequence', agreement: 'sequence' },
  ...{ api_key: 'version', product: 'version', webhook: 'version', webhook_message: 'version' },
};

/** Has the follower's database remember how high each thing's sequence stood, and note every row that is stored with a lower one. */
async function watchSequences(): Promise<void> {
  await next.pool.query(`
    create table height (entity text, id text, sequence bigint, primary key (entity, id));
    create table fell (entity text, id text, sequence bigint);
    create function watch_height() returns trigger language plpgsql as $$
    declare
      given bigint := (to_jsonb(new) ->> tg_argv[0])::bigint;
    begin
      insert into fell select entity, id, given from height where entity = tg_table_name and id = new.id::text and sequence > given;
      insert into height values (tg_table_name, new.id::text, given)
      on conflict (entity, id) do update set sequence = greatest(height.sequence, given);
      return null;
    end $$;`);
  for (const [table, column] of Object.entries(sequences)) {
    await next.pool.query(
      `create trigger watch after insert or update on ${table} for each row execute function watch_height('${column}')`,
    );
  }
}

/** What a department has at the source, as far as a step may change it. */
interface Things {
  readonly department: string;
  readonly account: Account;
  readonly keys: string[];
  readonly links: Link[];
  readonly webhooks: MadeWebhook[];
  readonly agreements: string[];
}

const stages: readonly Stage[] = ['created', 'started', 'declined', 'confirmed', 'cancelled'];

/** What may happen at the source, and on the way. */
const steps: Readonly<Record<string, (things: Things, draw: number) => unknown>> = {
  pay: ({ account }, draw) => aPaymentAt(old, account, stages[draw % stages.length] ?? 'created'),
  makeKey: async ({ account, keys }) => keys.push(String((await aKey(old, account.id)).id)),
  revokeKey: ({ account, keys }) => {
    const id = keys.pop();
    return id && administer(old, 'DELETE', `/ashlar/v1/gateway-accounts/${account.id}/api-keys/${id}`);
  },
  makeLink: async ({ account, links }) => links.push(await aProduct(old, { price: 500 }, account)),
  changeLink: ({ links }, draw) => links[0] && change(old, links[0], { price: 500 + draw }),
  deleteLink: ({ links }) => {
    const link = links.pop();
    return link && administer(old, 'DELETE', link.path);
  },
  makeWebhook: async ({ account, webhooks }) => webhooks.push(await aWebhook(old, account, receiver.url)),
  deleteWebhook: ({ account, webhooks }) => {
    const webhook = webhooks.pop();
    return webhook && administer(old, 'DELETE', webhooksPath(account, webhook));
  },
  makeAgreement: async ({ account, agreements }) => agreements.push(await anAgreement(old, account)),
  cancelAgreement: ({ account, agreements }) => {
    const id = agreements.pop();
    return id && old.call('POST', `/v1/agreements/${id}/cancel`, { key: account.key });
  },
  messages: ({ account, webhooks: [webhook] }) =>
    webhook && until(async () => (await messagesOf(old, account, webhook)).length > 0, { what: 'a message' }),
  deleteMessages: async () => {
    const later = new Date(Date.now() + 60_000);
    await pruneMessages(old.pool, later, 1000);
    await pruneWebhooks(old.pool, later);
  },
  overlap: (_, draw) => rough.next({ overlap: 1 + draw }),
  repeat: (_, draw) => rough.next({ repeat: draw }),
  breakOff: () => rough.next({ breakOff: true }),
  readSnapshotAgain: () => rough.next({ forget: true }),
  leave: () => rough.away(true),
  restart: async () => {
    await next.end();
    next = await startNext();
  },
  catchUp: async ({ department }) => {
    const stateOf = (side: Side) => side.control('GET', '', undefined, department);
    await until(async () => (await countUnstamped(old.pool, department)) === 0, { what: 'the log' });
    rough.away(false);
    const { position: head = 0 } = await stateOf(old);
    await until(
      async () => {
        const { follow } = await stateOf(next);
        return rough.isDone() && follow?.phase === 'feed' && follow.position >= head;
      },
      { what: 'the follower to have everything', timeoutMs: 30_000 },
    );
  },
};

const names = Object.keys(steps).filter((name) => name !== 'messages');
const likely = ['pay', 'deleteMessages', 'repeat', 'catchUp', 'changeLink', 'revokeKey'];
const step = fc.record({ name: fc.constantFrom(...names, ...likely, ...likely), draw: fc.nat(20) });
let runs = 0;

const each = (name: string, draw = 0) => ({ name, draw });
// The oldest last.
const repeats = Array.from({ length: 8 }, (_, at) => [each('repeat', 7 - at), each('catchUp')]).flat();
const told = [each('catchUp'), each('pay', 3), each('pay', 3), each('messages', 6), each('catchUp')];
const deletion = [each('deleteMessages'), each('catchUp')];
/** Messages that the follower was told of go, and what told it of them comes again: after it heard so, and after it found out from another snapshot. */
const lateAfterDeletion = [...told, ...deletion, ...repeats];
const unheard = [each('leave'), each('deleteMessages'), each('readSnapshotAgain'), each('catchUp')];
const lateAfterSnapshot = [...told, ...unheard, ...repeats];

/** A department with one thing of each kind, and messages. */
async function aDepartment(department: string): Promise<Things> {
  const account = await anAccount(old, { department, service: `service-of-${department}` });
  const things: Things = { department, account, keys: [], links: [], webhooks: [], agreements: [] };
  for (const kind of ['makeKey', 'makeLink', 'makeWebhook', 'makeAgreement']) await steps[kind]?.(things, 0);
  await aPaymentAt(old, account, 'confirmed');
  await steps.messages?.(things, 2);
  return things;
}

test('whatever changes and however the feed comes, a follower ends in the source’s state, and no sequence falls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 24 }), async (during) => {
      runs += 1;
      const department = `dept-${runs}`;
      const things = await aDepartment(department);
      rough.reset();
      expect((await swapOf(registry, old, next, 1, department).follow(rough.url)).status).toBe(200);
      for (const { name, draw } of during) await steps[name]?.(things, draw);
      rough.away(false);
      // The follower may be another process by now.
      const swap = swapOf(registry, old, next, 1, department);
      await swap.barrier();
      const [here, there] = await digests(old, next, 0, department);
      expect(there).toEqual(here);
      const { rows } = await next.pool.query('select * from fell');
      expect(rows).toEqual([]);
      await next.control('DELETE', '/follow', undefined, department);
      await swap.order(old, 'primary', 1);
    }),
    { numRuns: 6, examples: [[lateAfterDeletion], [lateAfterSnapshot]], endOnFailure: true },
  );
}, 240_000);
