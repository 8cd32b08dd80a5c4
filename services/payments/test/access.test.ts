import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  adminToken,
  aKey,
  anAccount,
  aPayment,
  aPaymentAt,
  aPaymentBody,
  reaches,
  type Service,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

let service: Service;
let account: Account;
let other: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
  other = await anAccount(service, { department: 'elsewhere' });
});

afterAll(() => service?.end());

describe('who may see a payment', () => {
  test('another account finds nothing, in each operation’s own code', async () => {
    const { payment_id: id } = await aPayment(service, account);
    const ask = { key: other.key };
    const answers = await Promise.all([
      service.call('GET', `/v1/payments/${id}`, ask),
      service.call('GET', `/v1/payments/${id}/events`, ask),
      service.call('POST', `/v1/payments/${id}/cancel`, ask),
    ]);
    expect(answers.map(({ status, json }) => [status, json])).toEqual([
      [404, { code: 'P0200', description: 'Not found' }],
      [404, { code: 'P0300', description: 'Not found' }],
      [404, { code: 'P0500', description: 'Not found' }],
    ]);
    expect(await statusOf(service, id)).toBe('CREATED');
  });

  test.each(['0'.repeat(26), 'x', '%00', `${'0'.repeat(200)}`])('%p is not found', async (id) => {
    const answer = await service.call('GET', `/v1/payments/${id}`, { key: account.key });
    expect([answer.status, answer.json.code]).toEqual([404, 'P0200']);
  });

  test.each([undefined, 'rubbish', `api_test_${'a'.repeat(58)}`])('the key %p is 401', async (key) => {
    const answer = await service.call('POST', '/v1/payments', { ...(key && { key }), text: '{' });
    expect([answer.status, answer.json]).toEqual([401, { code: 401, message: 'HTTP 401 Unauthorized' }]);
  });

  test('a key that is revoked stops working within five seconds', async () => {
    const { id, token } = await aKey(service, account.id);
    const ask = { key: String(token) };
    const status = async () => (await service.call('GET', `/v1/payments/${'0'.repeat(26)}`, ask)).status;
    expect(await status()).toBe(404);
    const path = `/ashlar/v1/gateway-accounts/${account.id}/api-keys/${id}`;
    expect((await service.call('DELETE', path, { key: await adminToken(service) })).status).toBe(204);
    await until(async () => (await status()) === 401, { timeoutMs: 5000 });
  });
});

describe('cancelling a payment', () => {
  test.each(['created', 'started', 'authorised'] as const)(
    'that is %s is 204, and P0040 afterwards',
    async (stage) => {
      const id = await aPaymentAt(service, account, stage);
      const path = `/v1/payments/${id}/cancel`;
      expect((await service.call('POST', path, { key: account.key })).status).toBe(204);
      expect((await shown(service, account, id)).state).toEqual({
        status: 'cancelled',
        finished: true,
        code: 'P0040',
        message: 'Payment was cancelled by the service',
      });
      await reaches(service, id, 'SYSTEM CANCELLED');
      const again = await service.call('POST', path, { key: account.key });
      expect([again.status, again.json]).toEqual([
        400,
        { code: 'P0501', description: 'Cancellation of payment failed' },
      ]);
    },
  );

  test.each(['declined', 'faulty', 'confirmed', 'cancelled', 'expired'] as const)(
    'that is %s is 400 P0501',
    async (stage) => {
      const id = await aPaymentAt(service, account, stage);
      if (stage === 'expired') await reaches(service, id, 'EXPIRED');
      const before = await shown(service, account, id);
      const answer = await service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
      expect([answer.status, answer.json.code]).toEqual([400, 'P0501']);
      expect((await shown(service, account, id)).state).toEqual(before.state);
    },
  );

  test('twenty times at once has one effect and no server error', async () => {
    const id = await aPaymentAt(service, account, 'authorised');
    const ask = () => service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
    const statuses = (await Promise.all(Array.from({ length: 20 }, ask))).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => ![204, 400, 409].includes(status))).toEqual([]);
    const events = await service.call('GET', `/v1/payments/${id}/events`, { key: account.key });
    expect((events.json.events as unknown[]).length).toBe(4);
  });
});

describe('limits', () => {
  test('beyond the account’s rate is 429 P0900', async () => {
    const slow = await anAccount(service, { limits: { create_per_second: 2 } });
    const ask = () => service.call('POST', '/v1/payments', { key: slow.key, body: aPaymentBody() });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    const refused = answers.filter((answer) => answer.status !== 201);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const { status, json } of refused) {
      expect([status, json]).toEqual([429, { code: 'P0900', description: 'Too many requests' }]);
    }
  });
});
