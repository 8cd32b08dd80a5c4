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
    const entries = (json.entries as { account: string; amount: number; kind: string }[]).slice(2);
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

const unavailable = (why: string) => ({
  code: 'P0603',
  description: `The payment is not available for refund. Payment refund status: ${why}`,
});
const invalidAmount = (why: string) => ({
  field: 'amount',
  code: 'P0602',
  description: `Invalid attribute value: amount. ${why}`,
});

describe('a refund is refused', () => {
  test.each([
    [{}, 400, { field: 'amount', code: 'P0601', description: 'Missing mandatory attribute: amount' }],
    [
      { amount: null },
      400,
      { field: 'amount', code: 'P0601', description: 'Missing mandatory attribute: amount' },
    ],
    [{ amount: '1' }, 400, invalidAmount('Must be a valid numeric format')],
    [{ amount: 1.5 }, 400, invalidAmount('Must be a valid numeric format')],
    [{ amount: 0 }, 422, invalidAmount('Must be greater than or equal to 1')],
    [{ amount: 10_000_001 }, 422, invalidAmount('Must be less than or equal to 10000000')],
  ])('for %j before the payment is looked at', async (body, status, error) => {
    const answer = await refund('0'.repeat(26), body);
    expect([answer.status, answer.json]).toEqual([status, error]);
  });

  test('when it is no JSON: 400 P0697', async () => {
    const path = `/v1/payments/${'0'.repeat(26)}/refunds`;
    const answer = await service.call('POST', path, { key: account.key, text: '{' });
    expect([answer.status, answer.json]).toEqual([
      400,
      { code: 'P0697', description: 'Unable to parse JSON' },
    ]);
  });

  test.each([
    ['created', 'pending'],
    ['authorised', 'pending'],
    ['declined', 'unavailable'],
    ['faulty', 'unavailable'],
    ['cancelled', 'unavailable'],
  ] as const)('while the payment is %s: 400 P0603 %s, whatever else is wrong', async (stage, why) => {
    const id = await aPaymentAt(service, account, stage);
    const answer = await refund(id, { amount: 9999, refund_amount_available: 1 });
    expect([answer.status, answer.json]).toEqual([400, unavailable(why)]);
  });

  test('when what is available is not what its caller thinks (412), then when it is more than that (400)', async () => {
    const id = await aPaid();
    const stale = await refund(id, { amount: 2000, refund_amount_available: 1449 });
    expect([stale.status, stale.json]).toEqual([
      412,
      { code: 'P0604', description: 'Refund amount available mismatch.' },
    ]);
    for (const expected of [null, 'x', 1.5]) {
      expect((await refund(id, { amount: 1, refund_amount_available: expected })).status).toBe(412);
    }
    const much = await refund(id, { amount: 1451, refund_amount_available: 1450 });
    expect([much.status, much.json]).toEqual([400, unavailable('amount_not_available')]);
    expect(await summaryOf(id)).toMatchObject({ amount_submitted: 0 });
  });

  test('for another account’s payment, and its refunds are not found', async () => {
    const id = await aPaid();
    const { json } = await refund(id, { amount: 1 });
    const { key } = await anAccount(service, { department: 'elsewhere' });
    const own = `/v1/payments/${id}/refunds`;
    const answers = [
      await refund(id, { amount: 1 }, {}, key),
      await get(`${own}/${json.refund_id}`, key),
      await get(own, key),
      await get(`/v1/payments/${await aPaid()}/refunds/${json.refund_id}`),
    ];
    expect(answers.map((answer) => [answer.status, answer.json.code])).toEqual([
      [404, 'P0600'],
      [404, 'P0700'],
      [404, 'P0800'],
      [404, 'P0700'],
    ]);
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

describe('the search for refunds', () => {
  test('finds an account’s own, newest first, on pages that link to each other', async () => {
    const searcher = await anAccount(service, { name: 'Searcher' });
    const id = await aPaymentAt(service, searcher, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    for (const amount of [1, 2, 3]) await refund(id, { amount }, {}, searcher.key);
    const page = await get('/v1/refunds?page=2&display_size=1&from_date=2020-01-01T00:00:00Z', searcher.key);
    expect(page.status).toBe(200);
    expect(validator.response('searchRefunds', 200, page.json)).toEqual([]);
    expect(page.json).toMatchObject({
      total: 3,
      count: 1,
      page: 2,
      results: [{ amount: 2, payment_id: id }],
    });
    const { next_page: next } = page.json._links as Record<string, { href: string }>;
    const following = await get(
      new URL(String(next?.href)).href.replace('http://pay.test', ''),
      searcher.key,
    );
    expect(following.json).toMatchObject({ page: 3, results: [{ amount: 1 }] });
    expect((await get('/v1/refunds?from_settled_date=2020-01-01', searcher.key)).json).toMatchObject({
      total: 0,
    });
    expect((await get('/v1/refunds?to_date=2020-01-01T00:00:00Z', searcher.key)).json).toMatchObject({
      total: 0,
    });
  });

  test('names every wrong parameter, and no page beyond the last', async () => {
    const wrong = await get('/v1/refunds?from_date=x&to_settled_date=2020-13-01&display_size=501&page=0');
    expect([wrong.status, wrong.json]).toEqual([
      422,
      {
        code: 'P1101',
        description:
          'Invalid parameters: from_date, to_settled_date, page, display_size. See Public API documentation for the correct data formats',
      },
    ]);
    const beyond = await get('/v1/refunds?page=1000000');
    expect([beyond.status, beyond.json]).toEqual([404, { code: 'P1100', description: 'Page not found' }]);
  });
});
