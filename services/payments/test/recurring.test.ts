import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import type { Event } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  anActiveAgreement,
  anAgreement,
  charge,
  declinedLater,
  setUp,
  shownAgreement,
} from './agreement-fixtures.ts';
import { faultyProvider, withFault } from './faulty-provider.ts';
import {
  type Account,
  anAccount,
  logOf,
  reaches,
  type Service,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService({ env: { RESOLVE_AFTER_S: '1' }, override: faultyProvider });
  account = await anAccount(service);
});

afterAll(() => service?.end());

const idOf = ({ json }: { json: Record<string, unknown> }) => String(json.payment_id);
const agreementStatus = async (id: string) => (await shownAgreement(service, account, id)).status;

/** What the sandbox authorised of a payment's charges, less what it let go of: counted in its own memory. */
async function authorisations(paymentId: string): Promise<number> {
  const { rows } = await service.pool.query(
    `select from sandbox_transaction where operation = 'authorise' and outcome = 'authorised' and key like $1`,
    [`${paymentId}-%`],
  );
  return rows.length;
}

describe('a payment of an active agreement', () => {
  test('is started at once and captured within seconds, without its payer', async () => {
    const agreement = await anActiveAgreement(service, account);
    const made = await charge(service, account, agreement, {
      changes: { agreement_payment_type: 'instalment', metadata: { year: 2026 } },
    });
    expect(made.status).toBe(201);
    expect(validator.response('createPayment', 201, made.json)).toEqual([]);
    expect(made.json).toMatchObject({
      state: { status: 'started', finished: false },
      authorisation_mode: 'agreement',
      agreement_id: agreement,
      agreement_payment_type: 'instalment',
      metadata: { year: 2026 },
    });
    expect(made.json.return_url).toBeUndefined();
    expect(Object.keys(made.json._links as object).sort()).toEqual(['events', 'refunds', 'self']);
    const id = idOf(made);
    await reaches(service, id, 'CAPTURED');
    const done = await shown(service, account, id);
    expect(done).toMatchObject({
      state: { status: 'success', finished: true },
      card_details: { last_digits_card_number: '1111' },
    });
    const history = await service.call('GET', `/v1/payments/${id}/events`, { key: account.key });
    const states = (history.json.events as { state: { status: string } }[]).map(({ state }) => state.status);
    expect(states).toEqual(['created', 'started', 'success']);
    expect(await authorisations(id)).toBe(1);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('is told of in events without a gap', async () => {
    const id = idOf(await charge(service, account, await anActiveAgreement(service, account)));
    await reaches(service, id, 'CAPTURED');
    const events = await until(async () => {
      const { json } = await service.call('GET', '/ashlar/v1/changes?limit=500', { key: account.key });
      const own = (json.events as Event[]).filter((event) => event.subject === id);
      return own.length === 4 ? own : undefined;
    });
    expect(events.flatMap(createEventValidator('payments'))).toEqual([]);
    expect(events.map(({ type }) => type.split('.')[2])).toEqual([
      'created',
      'started',
      'confirmed',
      'captured',
    ]);
    const rows = await logOf(service, id);
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, at) => at + 1));
  });

  test('with a key is made once, and a repeat answers it even when the agreement is over', async () => {
    const agreement = await anActiveAgreement(service, account);
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => charge(service, account, agreement, { headers })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    const other = await charge(service, account, agreement, { headers, changes: { amount: 1 } });
    expect([other.status, other.json.code]).toEqual([409, 'P0191']);
    await service.call('POST', `/v1/agreements/${agreement}/cancel`, { key: account.key });
    const again = await charge(service, account, agreement, { headers });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect((await charge(service, account, agreement)).status).toBe(400);
  });

  test('is found by its agreement, as is the one that set it up', async () => {
    const agreement = await anActiveAgreement(service, account);
    const id = idOf(await charge(service, account, agreement));
    await reaches(service, id, 'CAPTURED');
    const { json } = await service.call('GET', `/v1/payments?agreement_id=${agreement}`, {
      key: account.key,
    });
    expect(json).toMatchObject({ total: 2, results: [{ payment_id: id }, { authorisation_mode: 'web' }] });
  });
});

describe('a payment of an agreement is refused', () => {
  const invalid = (why: string) => ({
    field: 'agreement_id',
    code: 'P0102',
    description: `Invalid attribute value: agreement_id. ${why}`,
  });

  test('when it does not exist, is another account’s, or is not active', async () => {
    const elsewhere = await anAccount(service, { department: 'elsewhere' });
    const active = await anActiveAgreement(service, account);
    const answers = [
      await charge(service, account, '0'.repeat(26)),
      await charge(service, elsewhere, active),
      await charge(service, account, await anAgreement(service, account)),
    ];
    expect(answers.map(({ status, json }) => [status, json])).toEqual([
      [400, invalid('Agreement does not exist')],
      [400, invalid('Agreement does not exist')],
      [400, invalid('Agreement must be active')],
    ]);
  });

  test('for a live account that may not take them', async () => {
    const live = await anAccount(service, { type: 'live' });
    const answer = await charge(service, live, '0'.repeat(26));
    expect([answer.status, answer.json.code]).toEqual([422, 'P0942']);
  });
});

describe('a charge that is declined', () => {
  test('for good fails with can_retry false and makes the agreement inactive', async () => {
    const agreement = await anActiveAgreement(service, account, declinedLater);
    const id = idOf(await charge(service, account, agreement));
    await reaches(service, id, 'AUTHORISATION REJECTED');
    const failed = await shown(service, account, id);
    expect(validator.response('getPayment', 200, failed)).toEqual([]);
    expect(failed.state).toEqual({
      status: 'failed',
      finished: true,
      code: 'P0010',
      message: 'Payment method rejected',
      can_retry: false,
    });
    expect(await agreementStatus(agreement)).toBe('inactive');
    expect((await charge(service, account, agreement)).json.description).toContain(
      'Agreement must be active',
    );
    await setUp(service, account, agreement);
    expect(await agreementStatus(agreement)).toBe('active');
  });
});

describe('a charge whose provider', () => {
  test.each(['before', 'after'] as const)('fails %s it took effect is taken once', async (when) => {
    const agreement = await anActiveAgreement(service, account);
    const id = await withFault('chargeKeptCard', when, async () => {
      const made = idOf(await charge(service, account, agreement));
      await reaches(service, made, 'AUTHORISATION READY');
      return made;
    });
    await reaches(service, id, 'CAPTURED');
    expect(await authorisations(id)).toBe(1);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('was not asked before its agreement was cancelled is not taken', async () => {
    const agreement = await anActiveAgreement(service, account);
    const id = await withFault('chargeKeptCard', 'before', async () => {
      const made = idOf(await charge(service, account, agreement));
      await reaches(service, made, 'AUTHORISATION READY');
      await service.call('POST', `/v1/agreements/${agreement}/cancel`, { key: account.key });
      return made;
    });
    await reaches(service, id, 'AUTHORISATION REJECTED');
    expect(await authorisations(id)).toBe(0);
    expect(await agreementStatus(agreement)).toBe('cancelled');
  });

  test('is asked while the agreement is cancelled takes what was sent before, and nothing afterwards', async () => {
    const agreement = await anActiveAgreement(service, account);
    const [cancelled, ...made] = await Promise.all([
      service.call('POST', `/v1/agreements/${agreement}/cancel`, { key: account.key }),
      ...Array.from({ length: 30 }, () => charge(service, account, agreement)),
    ]);
    expect(cancelled.status).toBe(204);
    expect(made.every(({ status }) => status === 201 || status === 400)).toBe(true);
    for (const id of made.filter(({ status }) => status === 201).map(idOf)) {
      const end = await until(async () => {
        const status = await statusOf(service, id);
        return status === 'CAPTURED' || status === 'AUTHORISATION REJECTED' ? status : undefined;
      });
      expect(await authorisations(id)).toBe(end === 'CAPTURED' ? 1 : 0);
    }
    expect(await agreementStatus(agreement)).toBe('cancelled');
    expect((await charge(service, account, agreement)).status).toBe(400);
  });

  test('is asked for fifty at once takes each once', async () => {
    const agreement = await anActiveAgreement(service, account);
    const made = await Promise.all(Array.from({ length: 50 }, () => charge(service, account, agreement)));
    for (const id of made.map(idOf)) await reaches(service, id, 'CAPTURED');
    const { rows } = await service.pool.query<{ count: number }>(
      `select count(*)::integer from sandbox_transaction where operation = 'capture' and outcome = 'captured' and key = any ($1)`,
      [made.map((one) => `${idOf(one)}-capture`)],
    );
    expect(rows[0]?.count).toBe(50);
    expect(await statusOf(service, idOf(made[0] ?? { json: {} }))).toBe('CAPTURED');
    expect(await verifyLedger(service.deps)).toEqual([]);
  });
});
