import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import type { Event } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { faultyProvider, withFault } from './faulty-provider.ts';
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
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService({ env: { RESOLVE_AFTER_S: '1' }, override: faultyProvider });
  account = await anAccount(service);
});

afterAll(() => service?.end());

const refund = (id: string, body: unknown, headers: Record<string, string> = {}, key = account.key) =>
  service.call('POST', `/v1/payments/${id}/refunds`, { key, body, headers });

const get = (path: string, key = account.key) => service.call('GET', path, { key });

async function aPaid(): Promise<string> {
  const id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  return id;
}

const summaryOf = async (id: string) => (await shown(service, account, id)).refund_summary;

const unavailable = (why: string) => ({
  code: 'P0603',
  description: `The payment is not available for refund. Payment refund status: ${why}`,
});

/** What the sandbox gave back of a payment: counted in its own memory. */
async function givenBack(id: string): Promise<number> {
  const { rows } = await service.pool.query<{ sum: number }>(
    `select coalesce(sum(amount), 0)::integer as sum from sandbox_transaction
      where operation = 'refund' and outcome = 'refunded' and authorisation_key = $1`,
    [`${id}-capture`],
  );
  return rows[0]?.sum ?? 0;
}

describe('a refund', () => {
  test('is 202 with the refund, then a success, and the payment, its lists and its ledger know of it', async () => {
    const id = await aPaid();
    const made = await refund(id, { amount: 450, refund_amount_available: 1450 });
    expect(made.status).toBe(202);
    expect(validator.response('createRefund', 202, made.json)).toEqual([]);
    const self = `http://pay.test/v1/payments/${id}`;
    const refundId = String(made.json.refund_id);
    expect(made.json).toEqual({
      refund_id: expect.stringMatching(/^[0-9a-v]{26}$/),
      created_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      amount: 450,
      status: 'success',
      settlement_summary: {},
      _links: {
        self: { href: `${self}/refunds/${refundId}`, method: 'GET' },
        payment: { href: self, method: 'GET' },
      },
    });
    expect(await summaryOf(id)).toEqual({
      status: 'available',
      amount_available: 1000,
      amount_submitted: 450,
    });
    expect((await get(`/v1/payments/${id}/refunds/${refundId}`)).json).toEqual(made.json);
    const list = await get(`/v1/payments/${id}/refunds`);
    expect(validator.response('getRefunds', 200, list.json)).toEqual([]);
    expect(list.json).toMatchObject({ payment_id: id, _embedded: { refunds: [made.json] } });
    const { json } = await get(`/ashlar/v1/payments/${id}/ledger`);
    expect(validator.response('getLedger', 200, json)).toEqual([]);
    const entries = (json.entries as { account: string; amount: number; kind: string }[]).slice(4);
    expect(entries.map(({ account: side, amount, kind }) => [side, amount, kind])).toEqual([
      ['department_payable', 450, 'refund_submitted'],
      ['refunds', -450, 'refund_submitted'],
      ['refunds', 450, 'refund_succeeded'],
      ['provider_receivable', -450, 'refund_succeeded'],
    ]);
  });

  test('of the rest makes the payment’s refund full', async () => {
    const id = await aPaid();
    expect((await refund(id, { amount: 1000 })).status).toBe(202);
    expect((await refund(id, { amount: 450 })).status).toBe(202);
    expect(await summaryOf(id)).toEqual({ status: 'full', amount_available: 0, amount_submitted: 1450 });
    const more = await refund(id, { amount: 1 });
    expect([more.status, more.json]).toEqual([400, unavailable('full')]);
  });

  test('is told in events with the payment’s key and sequence and the refund’s id', async () => {
    const id = await aPaid();
    const { json } = await refund(id, { amount: 450 });
    const events = await until(async () => {
      const page = await get('/ashlar/v1/changes?limit=500');
      const own = (page.json.events as Event[]).filter(
        (event) => event.subject === id && /refund/.test(event.type),
      );
      return own.length === 2 ? own : undefined;
    });
    expect(events.flatMap(createEventValidator('payments'))).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual([
      'payments.refund.submitted.v1',
      'payments.refund.succeeded.v1',
    ]);
    for (const { data } of events) {
      expect(data).toMatchObject({
        payment_id: id,
        refund_id: json.refund_id,
        amount: 450,
        refund_amount_available: 1000,
      });
    }
    const rows = await logOf(service, id);
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, at) => at + 1));
    const [submitted, succeeded] = rows.slice(-2);
    expect(submitted?.traceparent).toMatch(/^00-/);
    expect(succeeded?.traceparent).toBe(submitted?.traceparent);
  });

  test('with a key is made once; with another body the key is 409 P0191', async () => {
    const id = await aPaid();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => refund(id, { amount: 1000 }, headers)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ json }) => json.refund_id)).size).toBe(1);
    expect(answers.filter((one) => one.headers['idempotent-replayed'] === 'true')).toHaveLength(3);
    const other = await refund(id, { amount: 1 }, headers);
    expect([other.status, other.json.code]).toEqual([409, 'P0191']);
    expect(await summaryOf(id)).toMatchObject({ amount_submitted: 1000 });
  });
});

describe('refunds at once', () => {
  test('a hundred never give back more than was paid', async () => {
    const id = await aPaid();
    const answers = await Promise.all(Array.from({ length: 100 }, () => refund(id, { amount: 100 })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(14);
    const refused = answers.filter(({ status }) => status !== 202);
    expect(
      refused.every(({ status, json }) => (status === 400 ? json.code === 'P0603' : json.code === 'P0604')),
    ).toBe(true);
    expect(await givenBack(id)).toBe(1400);
    expect(await summaryOf(id)).toEqual({
      status: 'available',
      amount_available: 50,
      amount_submitted: 1400,
    });
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('a hundred that all believe the same amount available: one is made', async () => {
    const id = await aPaid();
    const ask = { amount: 100, refund_amount_available: 1450 };
    const answers = await Promise.all(Array.from({ length: 100 }, () => refund(id, ask)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(99).fill(412)]);
    expect(await givenBack(id)).toBe(100);
  });
});

describe('a refund whose provider', () => {
  const statusOf = async (id: string, refundId: unknown) =>
    (await get(`/v1/payments/${id}/refunds/${refundId}`)).json.status;

  test.each(['before', 'after'] as const)(
    'failed %s it took effect is on its way, then done once',
    async (when) => {
      const id = await aPaid();
      const { status, json } = await withFault('refund', when, () => refund(id, { amount: 1450 }));
      expect([status, json.status]).toEqual([202, 'submitted']);
      expect(await summaryOf(id)).toMatchObject({ status: 'full' });
      expect(await verifyLedger(service.deps)).toEqual([]);
      await until(async () => (await statusOf(id, json.refund_id)) === 'success', { timeoutMs: 10_000 });
      expect(await givenBack(id)).toBe(1450);
      expect(await verifyLedger(service.deps)).toEqual([]);
    },
  );

  test('refuses it is an error, and its amount is available again', async () => {
    const id = await aPaid();
    await service.pool.query("update sandbox_transaction set outcome = 'lost' where key = $1", [
      `${id}-capture`,
    ]);
    const { status, json } = await refund(id, { amount: 400 });
    expect([status, json.status]).toEqual([202, 'error']);
    expect(await summaryOf(id)).toEqual({ status: 'available', amount_available: 1450, amount_submitted: 0 });
    expect((await logOf(service, id)).at(-1)?.type).toBe('payments.refund.failed.v1');
    expect(await verifyLedger(service.deps)).toEqual([]);
  });
});
