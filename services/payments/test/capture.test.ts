import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  logOf,
  reaches,
  type Service,
  shown,
  startService,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

const capture = (id: string, key = account.key) =>
  service.call('POST', `/v1/payments/${id}/capture`, { key });

const aCapturable = () => aPaymentAt(service, account, 'confirmed', { delayed_capture: true });

const requestsOf = async (id: string) =>
  (await logOf(service, id)).filter((row) => row.type === 'payments.payment.capture_requested.v1');

describe('a delayed payment', () => {
  test('is captured by its service: 204, a success, then the money', async () => {
    const id = await aCapturable();
    const before = await shown(service, account, id);
    expect(before.state).toEqual({ status: 'capturable', finished: false });
    expect(before._links.capture).toMatchObject({ method: 'POST' });
    expect(before._links.next_url).toBeUndefined();
    const answer = await capture(id);
    expect([answer.status, answer.json]).toEqual([204, {}]);
    await reaches(service, id, 'CAPTURED');
    const after = await shown(service, account, id);
    expect(after.state).toEqual({ status: 'success', finished: true });
    expect(after._links.capture).toBeUndefined();
    const { json } = await service.call('GET', `/v1/payments/${id}/events`, { key: account.key });
    const states = (json.events as { state: { status: string } }[]).map((event) => event.state.status);
    expect(states).toEqual(['created', 'started', 'submitted', 'capturable', 'success']);
  });

  test('asked for a hundred times at once is captured once, and every answer is 204', async () => {
    const id = await aCapturable();
    const answers = await Promise.all(Array.from({ length: 100 }, () => capture(id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    await reaches(service, id, 'CAPTURED');
    expect(await requestsOf(id)).toHaveLength(1);
    expect((await capture(id)).status).toBe(204);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('is captured or cancelled, never both', async () => {
    const id = await aCapturable();
    const cancel = () => service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
    const [captured, cancelled] = await Promise.all([capture(id), cancel()]);
    const won = captured.status === 204 ? 'CAPTURED' : 'SYSTEM CANCELLED';
    expect([captured.status, cancelled.status].sort()).toEqual(won === 'CAPTURED' ? [204, 400] : [204, 409]);
    await reaches(service, id, won);
  });
});

describe('a payment that waits for no capture', () => {
  test.each(['created', 'started', 'authorised', 'declined', 'faulty', 'cancelled'] as const)(
    'and is %s is 409 P1003',
    async (stage) => {
      const id = await aPaymentAt(service, account, stage);
      const answer = await capture(id);
      expect([answer.status, answer.json]).toEqual([
        409,
        { code: 'P1003', description: 'Payment cannot be captured' },
      ]);
      expect(await requestsOf(id)).toEqual([]);
    },
  );

  test('because it was captured without being asked is 204', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    expect((await capture(id)).status).toBe(204);
    expect(await requestsOf(id)).toEqual([]);
  });
});

test('another account’s payment, or none, is 404 P1000', async () => {
  const other = await anAccount(service, { department: 'elsewhere' });
  for (const [id, key] of [
    [await aCapturable(), other.key],
    ['0'.repeat(26), account.key],
    ['nonsense', account.key],
  ] as const) {
    const answer = await capture(id, key);
    expect([answer.status, answer.json]).toEqual([404, { code: 'P1000', description: 'Not found' }]);
  }
});
