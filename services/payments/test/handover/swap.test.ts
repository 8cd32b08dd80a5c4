import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPayment,
  aPaymentAt,
  aPaymentBody,
  follow,
  reaches,
  type ShownPayment,
  shown,
  statusOf,
} from '../fixtures.ts';
import { digests, playRegistry, type Registry, type Side, startSide, swapOf } from './fixtures.ts';

let registry: Registry;
let old: Side;
let next: Side;
let account: Account;

beforeAll(async () => {
  registry = await playRegistry();
  [old, next] = await Promise.all([startSide(registry), startSide(registry)]);
  account = await anAccount(old);
});

afterAll(async () => {
  await Promise.all([old?.end(), next?.end()]);
  registry?.end();
});

/** Every public event of the department, read page by page after a cursor. */
async function changesOf(side: Side, after = 0) {
  const events: Record<string, unknown>[] = [];
  for (let cursor = after; ; ) {
    const { json } = await side.call('GET', `/ashlar/v1/changes?after=${cursor}&limit=100`, {
      key: account.key,
    });
    const page = json as { events: Record<string, unknown>[]; position: number };
    events.push(...page.events);
    if (page.events.length === 0) return { events, position: page.position };
    cursor = page.position;
  }
}

const refund = (side: Side, payment: string, amount: number, key: string) =>
  side.call('POST', `/v1/payments/${payment}/refunds`, {
    key: account.key,
    body: { amount, refund_amount_available: 1450 },
    headers: { 'idempotency-key': key },
  });

const create = (side: Side, key: string) =>
  side.call('POST', '/v1/payments', {
    key: account.key,
    body: aPaymentBody(),
    headers: { 'idempotency-key': key },
  });

/** Follows a payment's link as a browser does, which gets a session. */
async function begin(side: Side, payment: ShownPayment) {
  const token = payment._links.next_url?.href.split('/').at(-1) ?? '';
  const answer = await side.app.inject({ url: `/secure/${token}` });
  const [given] = answer.cookies;
  return { payment: payment.payment_id, cookie: `${given?.name}=${given?.value}` };
}

async function cardPage(side: Side, payment: string, cookie: string) {
  const answer = await side.app.inject({ url: `/card_details/${payment}`, headers: { cookie } });
  return { status: answer.statusCode, html: answer.payload };
}

describe('a swap there and back', () => {
  let ids: string[];
  let linked: ShownPayment;
  let begun: { payment: string; cookie: string };
  let delayed: string;
  let first: Awaited<ReturnType<typeof create>>;
  let cursor: number;
  let barrier: number;

  beforeAll(async () => {
    ids = [];
    for (const stage of ['created', 'started', 'authorised', 'declined', 'confirmed', 'cancelled'] as const) {
      ids.push(await aPaymentAt(old, account, stage));
    }
    const captured = await aPaymentAt(old, account, 'confirmed');
    await reaches(old, captured, 'CAPTURED');
    expect((await refund(old, captured, 450, 'refund-1')).status).toBe(202);
    delayed = await aPaymentAt(old, account, 'confirmed', { delayed_capture: true });
    linked = await aPayment(old, account);
    begun = await begin(old, await aPayment(old, account));
    ids.push(captured, delayed, linked.payment_id, begun.payment);
    first = await create(old, 'create-1');
    await until(async () => (await refundStatus(old, captured)) === 'success', { what: 'the refund' });
  });

  const refundStatus = async (side: Side, payment: string) => {
    const { json } = await side.call('GET', `/v1/payments/${payment}/refunds`, { key: account.key });
    const { refunds } = (json as { _embedded: { refunds: { status: string }[] } })._embedded;
    return refunds[0]?.status;
  };

  test('the new one follows while traffic flows, and has no effects', async () => {
    const swap = swapOf(registry, old, next, 1);
    expect(await swap.follow()).toMatchObject({ status: 200, role: 'follower' });
    const traffic = Array.from({ length: 20 }, () => aPaymentAt(old, account, 'confirmed'));
    ids.push(...(await Promise.all(traffic)));
    await swap.caughtUp();
    for (const id of ids) {
      await until(async () => (await statusOf(next, id)) === (await statusOf(old, id)), {
        what: `payment ${id}`,
      });
    }
    expect(next.relay.state().published).toBe(0);
    const written = await next.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody() });
    expect(written.status).toBe(421);
  });

  test('frozen, the old one writes nothing, and both hold the same', async () => {
    const swap = swapOf(registry, old, next, 1);
    barrier = await swap.barrier();
    expect((await create(old, 'create-2')).status).toBe(421);
    const [here, there] = await digests(old, next);
    expect(there).toEqual(here);
    expect(here?.payment).toMatchObject({ count: ids.length + 1 });
    cursor = (await changesOf(old)).position;
    expect(cursor).toBeLessThanOrEqual(barrier);
  });

  test('then the new one shows every payment, event and search as the old one did', async () => {
    const expected = await Promise.all(ids.map((id) => shown(old, account, id)));
    const events = await changesOf(old);
    const found = await old.call('GET', '/v1/payments?display_size=500', { key: account.key });
    expect(await swapOf(registry, old, next, 1).commit(barrier)).toMatchObject({
      status: 200,
      role: 'primary',
    });
    const strip = ({ _links, ...payment }: ShownPayment) => payment;
    const settled = (payment: ShownPayment) =>
      payment.state.finished === true && payment.captured_date !== null;
    for (const [at, id] of ids.entries()) {
      const before = expected[at] as ShownPayment;
      const now = await shown(next, account, id);
      expect(now.payment_id).toBe(before.payment_id);
      if (!settled(before))
        expect(strip({ ...now, settlement_summary: {}, refund_summary: {} })).toEqual(
          strip({ ...before, settlement_summary: {}, refund_summary: {} }),
        );
    }
    const after = await changesOf(next);
    expect(after.events.slice(0, events.events.length)).toEqual(events.events);
    const again = await next.call('GET', '/v1/payments?display_size=500', { key: account.key });
    expect(again.json.total).toBe(found.json.total);
  });

  test('links, keys and idempotency keys of before go on', async () => {
    expect(await follow(next, linked)).toEqual({ paymentId: linked.payment_id, used: false });
    const again = await create(next, 'create-1');
    expect([again.status, again.json.payment_id]).toEqual([200, first.json.payment_id]);
    const { status } = await next.call('POST', `/v1/payments/${delayed}/capture`, { key: account.key });
    expect(status).toBe(204);
    await reaches(next, delayed, 'CAPTURED');
    for (const id of ids.slice(4, 5)) await reaches(next, id, 'CAPTURED');
  });

  test('a payer who has begun goes on, and nobody else does', async () => {
    const page = await cardPage(next, begun.payment, begun.cookie);
    const csrfToken = /name="csrfToken" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    expect([page.status, csrfToken === '']).toEqual([200, false]);
    const answer = await next.app.inject({
      method: 'POST',
      url: `/card_details/${begun.payment}/cancel`,
      headers: { cookie: begun.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrfToken }).toString(),
    });
    expect(answer.statusCode).toBe(303);
    await until(async () => (await shown(next, account, begun.payment)).state.status === 'failed');
    const forged = begun.cookie.replace(/\.[^.]+$/, '.AAAA');
    expect((await cardPage(next, begun.payment, forged)).status).toBe(403);
    expect((await cardPage(next, linked.payment_id, begun.cookie)).status).toBe(403);
  });

  test('the feed goes on after the cursor, and nothing is published twice', async () => {
    const made = await aPaymentAt(next, account, 'created');
    await until(async () => (await changesOf(next, cursor)).events.some(({ subject }) => subject === made), {
      what: 'the event',
    });
    const { events } = await changesOf(next, cursor);
    const positions = events.map(({ position }) => Number(position));
    expect(Math.min(...positions)).toBeGreaterThan(barrier);
    expect(new Set(positions).size).toBe(positions.length);
    const imported = await next.pool.query('select count(*)::int as count from change_log where imported');
    expect(imported.rows[0]?.count).toBeGreaterThan(0);
  });

  test('the books of the new one are right', async () => {
    expect(await verifyLedger({ db: next.pool })).toEqual([]);
  });

  test('the old one follows as standby, and takes everything back', async () => {
    const swap = swapOf(registry, next, old, 2);
    await swap.caughtUp();
    const back = await swap.barrier();
    const [here, there] = await digests(next, old);
    expect(there).toEqual(here);
    expect(await swap.commit(back)).toMatchObject({ role: 'primary' });
    const made = await create(old, 'create-3');
    expect(made.status).toBe(201);
    expect((await create(old, 'create-1')).json.payment_id).toBe(first.json.payment_id);
    expect(await verifyLedger({ db: old.pool })).toEqual([]);
  });
});
