import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { anActiveAgreement, charge } from './agreement-fixtures.ts';
import { faultyProvider } from './faulty-provider.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aPaymentAt,
  logOf,
  reaches,
  type Service,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

const minute = 60;
const hour = 3600;
const expired = { status: 'failed', finished: true, code: 'P0020', message: 'Payment expired' };

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({ override: faultyProvider });
});

beforeEach(async () => {
  account = await anAccount(service);
});

afterAll(() => service?.end());

const clock = (path = '', of = account) => `/ashlar/v1/gateway-accounts/${of.id}/clock${path}`;
const advance = (seconds: number, headers: Record<string, string> = {}) =>
  service.call('POST', clock('/advance'), { key: account.key, body: { seconds }, headers });
const stateOf = async (id: string) => (await shown(service, account, id)).state;

describe('a test account’s clock', () => {
  test.each(['created', 'started', 'authorised'] as const)(
    'ends a payment that is %s once 90 minutes have passed, before it answers',
    async (stage) => {
      const id = await aPaymentAt(service, account, stage);
      expect((await advance(89 * minute)).json).toMatchObject({ expired: 0, finished: true });
      expect(await stateOf(id)).toMatchObject({ finished: false });
      expect((await advance(2 * minute)).json).toMatchObject({ expired: 1, finished: true });
      expect(await stateOf(id)).toEqual(expired);
      await reaches(service, id, 'EXPIRED');
      expect((await logOf(service, id)).filter((row) => row.type?.includes('expired'))).toHaveLength(1);
    },
  );

  test('ends a delayed capture once 120 hours have passed, and no payment that is paid', async () => {
    const waiting = await aPaymentAt(service, account, 'confirmed', { delayed_capture: true });
    const paid = await aPaymentAt(service, account, 'confirmed');
    await advance(119 * hour);
    expect(await stateOf(waiting)).toMatchObject({ status: 'capturable' });
    await advance(2 * hour);
    expect(await stateOf(waiting)).toEqual(expired);
    expect(await stateOf(paid)).toMatchObject({ status: 'success' });
  });

  test('gives a later payment its whole time, of which each passes on its own', async () => {
    await advance(200 * hour);
    const first = await aPaymentAt(service, account, 'created');
    await advance(60 * minute);
    const second = await aPaymentAt(service, account, 'created');
    await advance(31 * minute);
    expect([await stateOf(first), await stateOf(second)]).toMatchObject([
      { code: 'P0020' },
      { status: 'created' },
    ]);
  });

  test('counts the real time that passes as well', async () => {
    const id = await aPaymentAt(service, account, 'started');
    await advance(80 * minute);
    expect(await statusOf(service, id)).toBe('ENTERING CARD DETAILS');
    await service.pool.query(
      `with older as (update clock_move set moved_at = moved_at - interval '11 minutes' where gateway_account_id = $2),
            moved as (update gateway_account set clock_moved_at = clock_moved_at - interval '11 minutes' where id = $2)
       update payment set created_at = created_at - interval '11 minutes', updated_at = updated_at - interval '11 minutes' where id = $1`,
      [id, account.id],
    );
    await reaches(service, id, 'EXPIRED');
  });

  test('is its account’s alone', async () => {
    const other = await anAccount(service);
    const id = await aPaymentAt(service, other, 'created');
    await advance(200 * hour);
    expect((await shown(service, other, id)).state).toMatchObject({ status: 'created' });
    for (const key of [other.key, await adminToken(service, 'elsewhere')]) {
      expect((await service.call('GET', clock(), { key })).status).toBe(404);
      expect((await service.call('DELETE', clock(), { key })).status).toBe(404);
    }
  });

  test('leaves dates and the order of a search as they really are', async () => {
    const before = Date.now();
    const first = await aPaymentAt(service, account, 'created');
    await advance(200 * hour);
    const second = await aPaymentAt(service, account, 'created');
    const { json } = await service.call('GET', '/v1/payments', { key: account.key });
    const results = json.results as { payment_id: string; created_date: string }[];
    expect(results.map((found) => found.payment_id)).toEqual([second, first]);
    for (const { created_date: date } of results) {
      expect(Date.parse(date)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(date)).toBeLessThanOrEqual(Date.now());
    }
  });

  test('moves once for an Idempotency-Key, also for ten calls at once', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => advance(hour, headers)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === 'true')).toHaveLength(9);
    expect((await advance(2 * hour, headers)).status).toBe(422);
    expect((await service.call('GET', clock(), { key: account.key })).json.ahead_seconds).toBe(hour);
  });

  test('adds up what is asked for at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => advance(minute)));
    expect((await service.call('GET', clock(), { key: account.key })).json.ahead_seconds).toBe(10 * minute);
  });

  test('is set forwards to a moment, never backwards, and reset to the real time', async () => {
    const id = await aPaymentAt(service, account, 'created');
    const set = (now: string) => service.call('PUT', clock(), { key: account.key, body: { now } });
    expect((await set('2040-01-01T00:00:00Z')).json).toMatchObject({ expired: 1, finished: true });
    expect(await stateOf(id)).toEqual(expired);
    const shows = String((await service.call('GET', clock(), { key: account.key })).json.now);
    expect(shows).toMatch(/^2040-01-01T00:0/);
    expect((await set('2039-12-31T00:00:00Z')).json).toMatchObject({ status: 409, code: 'backwards' });
    expect((await service.call('DELETE', clock(), { key: account.key })).status).toBe(204);
    expect((await service.call('GET', clock(), { key: account.key })).json.ahead_seconds).toBe(0);
    const next = await aPaymentAt(service, account, 'created');
    expect((await advance(60 * minute)).json.expired).toBe(0);
    expect((await advance(31 * minute)).json.expired).toBe(1);
    expect(await stateOf(next)).toEqual(expired);
  });

  test('goes only forwards, and by a number of seconds', async () => {
    const asked = await Promise.all([0, -60, 1.5, 31_622_401].map((seconds) => advance(seconds)));
    expect(asked.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect((await service.call('GET', clock(), { key: account.key })).json.ahead_seconds).toBe(0);
  });

  test('cannot be moved on a live account', async () => {
    const live = await anAccount(service, { type: 'live' });
    const ask = { key: live.key, body: { seconds: 60 } };
    const answers = [
      await service.call('POST', clock('/advance', live), ask),
      await service.call('PUT', clock('', live), { key: live.key, body: { now: '2040-01-01T00:00:00Z' } }),
      await service.call('DELETE', clock('', live), { key: live.key }),
      await service.call('GET', clock('', live), { key: live.key }),
    ];
    for (const answer of answers) expect(answer.json).toMatchObject({ status: 403, code: 'live_account' });
  });

  test('ends hundreds of payments in one call', async () => {
    await Promise.all(Array.from({ length: 250 }, () => aPaymentAt(service, account, 'created')));
    const { json } = await advance(91 * minute);
    expect(json.finished).toBe(true);
    const { json: open } = await service.call('GET', '/v1/payments?state=created', { key: account.key });
    expect(open.total).toBe(0);
  });
});

test('a charge that still waits in its queue when its time is over expires', async () => {
  const agreement = await anActiveAgreement(service, account);
  await service.workers.stop();
  const { json } = await charge(service, account, agreement);
  const id = String(json.payment_id);
  expect(await statusOf(service, id)).toBe('USER NOT PRESENT QUEUED');
  expect((await advance(91 * minute)).json).toMatchObject({ expired: 1 });
  expect(await stateOf(id)).toMatchObject(expired);
});
