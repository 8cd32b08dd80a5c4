import { randomUUID } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { faultyProvider, hold } from './faulty-provider.ts';
import { type Fenced, startFenced } from './fence-fixtures.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aPayment,
  aPaymentAt,
  aPaymentBody,
  logOf,
  reaches,
} from './fixtures.ts';

let service: Fenced;
let account: Account;
let department: string;

beforeAll(async () => {
  // Long enough for what is paused below to be resolved by nobody meanwhile.
  service = await startFenced({ env: { RESOLVE_AFTER_S: '3' }, override: faultyProvider });
});

beforeEach(async () => {
  ({ department, account } = await service.aDepartment({ features: { moto_api: true } }));
});

afterAll(() => service?.end());

const turn = (role: 'primary' | 'frozen' | 'follower', epoch: number, of = department) =>
  service.turn(of, role, epoch);
const throughGateway = (epoch: number, binding = department) =>
  service.throughGateway(department, epoch, binding);

const create = (headers: Record<string, string> = {}) =>
  service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody(), headers });

describe('a freeze', () => {
  test('during a hundred writers loses no payment that was accepted, and none is written after it', async () => {
    await turn('primary', 3);
    const headers = await throughGateway(3);
    let frozen = false;
    const accepted: string[] = [];
    const writers = Array.from({ length: 100 }, async (_, writer) => {
      for (;;) {
        const keyed = writer % 2 === 0 ? { 'idempotency-key': randomUUID() } : {};
        const { status, json, headers: given } = await create({ ...headers, ...keyed });
        if (status === 421) return given['ashlar-fenced'];
        expect({ status, json }).toMatchObject({ status: 201 });
        // Whoever was accepted had its answer on its way before.
        accepted.push(String(json.payment_id));
      }
    });
    await until(() => accepted.length > 300, { timeoutMs: 20_000 });
    await turn('frozen', 3);
    frozen = true;
    const stored = async () =>
      (
        await service.pool.query('select id from payment where department = $1 order by id', [department])
      ).rows.map(({ id }) => id);
    const atFreeze = await stored();
    const ends = await Promise.all(writers);
    expect(frozen).toBe(true);
    expect(ends).toEqual(Array(100).fill(`${department};epoch=3;role=frozen`));
    expect(await stored()).toEqual(atFreeze);
    expect(accepted.sort()).toEqual(atFreeze);
  }, 60_000);

  test('holds up no other department', async () => {
    await turn('primary', 3);
    await turn('frozen', 3);
    const other = await anAccount(service, { department: `d-${randomUUID()}` });
    expect(
      (await service.call('POST', '/v1/payments', { key: other.key, body: aPaymentBody() })).status,
    ).toBe(201);
    expect((await create()).status).toBe(421);
  });
});

describe('a request that was under way when its department went elsewhere', () => {
  const decided = async (id: string) =>
    (await service.pool.query('select 1 from sandbox_transaction where key like $1', [`${id}-%`])).rowCount;
  const authorise = async (headers: Record<string, string>) => {
    const payment = await aPayment(service, account, {
      authorisation_mode: 'moto_api',
      return_url: undefined,
    });
    const body = {
      one_time_token: payment._links.auth_url_post?.params?.one_time_token,
      card_number: '4444333322221111',
      cvc: '123',
      expiry_date: '11/49',
      cardholder_name: 'J Bloggs',
    };
    const answer = service.call('POST', '/v1/auth', { body, headers });
    return { id: payment.payment_id, answer };
  };

  test('stores nothing under its stale epoch; what it began is resolved by who serves the department then', async () => {
    await turn('primary', 3);
    const paused = hold();
    const { id, answer } = await authorise(await throughGateway(3));
    // The provider has decided, and its answer is on its way.
    await until(async () => (await decided(id)) === 1);
    await turn('frozen', 3);
    await turn('follower', 4);
    // And back again: its role would let it write, its epoch does not.
    await turn('primary', 5);
    paused.open();
    const { status, json, headers } = await answer;
    // In the standard's words: nobody knows yet. A gateway must not send the card again.
    expect([status, json.code]).toEqual([500, 'P0050']);
    expect(headers).not.toHaveProperty('ashlar-fenced');
    await reaches(service, id, 'CAPTURED');
  });

  test('a refund is accepted once, and finished by the successor', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    await turn('primary', 3);
    const paused = hold();
    const body = { amount: 100, refund_amount_available: 1450 };
    const refunding = service.call('POST', `/v1/payments/${id}/refunds`, {
      key: account.key,
      body,
      headers: await throughGateway(3),
    });
    await until(async () => (await logOf(service, id)).some(({ type }) => type?.includes('refund') === true));
    await turn('frozen', 3);
    paused.open();
    const { status, json, headers } = await refunding;
    expect({ status, json }).toMatchObject({ status: 202, json: { status: 'submitted' } });
    expect(headers['ashlar-receipt']).toContain(`entity="${id}"`);
    await turn('primary', 4);
    const refunded = async () =>
      (await service.pool.query('select status from refund where payment_id = $1', [id])).rows;
    await until(async () => (await refunded())[0]?.status === 'REFUNDED', { timeoutMs: 15_000 });
    expect(await refunded()).toHaveLength(1);
  });
});

describe('the row of all departments without one of their own', () => {
  test('is what a default grant is held against', async () => {
    await turn('primary', 7, '*');
    try {
      expect((await create(await throughGateway(7, '*'))).status).toBe(201);
      const stale = await create(await throughGateway(6, '*'));
      expect([stale.status, stale.headers['ashlar-fenced']]).toEqual([
        421,
        `${department};epoch=7;role=primary`,
      ]);
      await turn('frozen', 7, '*');
      expect((await create(await throughGateway(7, '*'))).status).toBe(421);
      expect((await create()).status).toBe(421);
      await turn('primary', 8);
      expect((await create(await throughGateway(8))).status).toBe(201);
      expect((await create(await throughGateway(7, '*'))).headers['ashlar-fenced']).toBe(
        `${department};epoch=8;role=primary`,
      );
    } finally {
      await service.pool.query(`delete from fence where department = '*'`);
    }
  });
});

describe('a repeat under the same Idempotency-Key', () => {
  test('carries the receipt of the first', async () => {
    const captured = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, captured, 'CAPTURED');
    const open = await aPaymentAt(service, account, 'started');
    const admin = await adminToken(service);
    const own = `/ashlar/v1/gateway-accounts/${account.id}`;
    const asks: [string, string, unknown][] = [
      [account.key, '/v1/payments', aPaymentBody()],
      [account.key, `/v1/payments/${captured}/refunds`, { amount: 100, refund_amount_available: 1450 }],
      [account.key, `/v1/payments/${open}/cancel`, undefined],
      [account.key, '/v1/agreements', { reference: 'CT-1', description: 'Council tax' }],
      [admin, `${own}/api-keys`, { description: 'another' }],
      [admin, `${own}/payment-links`, { name: 'Pay for a licence' }],
      [account.key, `${own}/clock/advance`, { seconds: 1 }],
    ];
    for (const [key, path, body] of asks) {
      const headers = { 'idempotency-key': randomUUID(), 'x-request-id': 'the-same-request' };
      const once = await service.call('POST', path, { key, body, headers });
      await aPaymentAt(service, account, 'started');
      const again = await service.call('POST', path, { key, body, headers });
      expect({ path, ...again.headers }).toMatchObject({ 'idempotent-replayed': 'true' });
      expect(once.headers['ashlar-receipt']).toEqual(expect.any(String));
      expect(again.headers['ashlar-receipt']).toBe(once.headers['ashlar-receipt']);
    }
  });
});
