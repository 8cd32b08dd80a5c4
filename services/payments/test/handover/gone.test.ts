import { pruneChangeLog } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pruneMessages } from '../../src/store/webhook-work.ts';
import { type Account, anAccount, aPaymentAt } from '../fixtures.ts';
import { aWebhook, messagesOf, type Receiver, startReceiver } from '../webhook-fixtures.ts';
import { digests, playRegistry, type Registry, type Side, startSide, swapOf } from './fixtures.ts';
import { type Front, openFront } from './front.ts';

let registry: Registry;
let front: Front;
let receiver: Receiver;
let old: Side;
let next: Side;
let account: Account;

beforeAll(async () => {
  [registry, front, receiver] = await Promise.all([playRegistry(), openFront(), startReceiver()]);
  [old, next] = await Promise.all([startSide(registry), startSide(registry)]);
  account = await anAccount(old);
  front.lead(old);
});

afterAll(async () => {
  await Promise.all([front?.close(), receiver?.close()]);
  await Promise.all([old?.end(), next?.end()]);
  registry?.end();
});

/** Has the old one delete every message, and every row of its log that it may. */
async function prune(): Promise<void> {
  const later = new Date(Date.now() + 60_000);
  await until(async () => (await pruneMessages(old.pool, later, 1000)) === 0);
  await until(async () => {
    await pruneChangeLog(old.pool, { olderThan: later });
    const { rows } = await old.pool.query<{ left: number }>(
      'select count(*)::int as left from change_log where department = $1',
      ['demo'],
    );
    return rows[0]?.left === 0;
  });
}

test('a follower that comes back after the feed has gone reads the snapshot again, and holds what the source does', async () => {
  const swap = swapOf(registry, old, next, 1);
  const webhook = await aWebhook(old, account, receiver.url);
  await aPaymentAt(old, account, 'confirmed');
  // Started, succeeded and captured.
  await receiver.gets(3);
  await swap.follow(front.url);
  await swap.caughtUp();
  const told = await messagesOf(next, account, webhook);
  expect(told).toHaveLength(3);

  front.lead(undefined);
  const from = Number((await next.control('GET', '')).follow?.position);
  const made = await aPaymentAt(old, account, 'cancelled');
  await prune();
  front.lead(old);
  await until(async () => Number((await next.control('GET', '')).follow?.position) > from, {
    what: 'the follower to go on',
    timeoutMs: 30_000,
  });
  await swap.caughtUp();
  const barrier = await swap.barrier();
  const [here, there] = await digests(old, next);
  expect(here?.payment).toMatchObject({ count: 2 });
  expect(there).toEqual(here);
  expect(await messagesOf(next, account, webhook)).not.toContainEqual(told[0]);
  expect(await swap.commit(barrier)).toMatchObject({ status: 200, role: 'primary' });
  expect((await next.call('GET', `/v1/payments/${made}`, { key: account.key })).status).toBe(200);
});
