import { createEventValidator } from '@ashlar/contracts';
import { type Event, toEvent } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  type LogRow,
  logOf,
  reaches,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

describe('the change log', () => {
  test('tells every step of a payment in order, in events that fit their schemas', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    const page = await until(async () => {
      const { json } = await service.call('GET', '/ashlar/v1/changes?limit=500', { key: account.key });
      const own = (json.events as Event[]).filter((event) => event.subject === id);
      return own.length === 5 ? own : undefined;
    });
    const validate = createEventValidator('payments');
    expect(page.flatMap((event) => validate(event))).toEqual([]);
    expect(page.map((event) => event.type)).toEqual(
      ['created', 'started', 'authorised', 'confirmed', 'captured'].map(
        (what) => `payments.payment.${what}.v1`,
      ),
    );
    const rows = await logOf(service, id);
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, at) => at + 1));
    for (const row of rows) {
      expect(row.occurred_at).toBeInstanceOf(Date);
      expect([row.service, row.department]).toEqual(['licensing', 'demo']);
    }
  });

  test('says how each payment ended', async () => {
    const ends = {
      declined: 'declined',
      faulty: 'failed',
      cancelled: 'cancelled',
      expired: 'expired',
    } as const;
    for (const [stage, event] of Object.entries(ends)) {
      const id = await aPaymentAt(service, account, stage as keyof typeof ends);
      const rows = await until(async () => {
        const log = await logOf(service, id);
        return log.some((row) => row.type === `payments.payment.${event}.v1`) ? log : undefined;
      });
      expect(validateRows(rows)).toEqual([]);
    }
  });

  test('holds nothing that a person wrote', async () => {
    const canaries = [
      'CanaryRef',
      'CanaryDescription',
      'canary@',
      'CanaryName',
      'CanaryStreet',
      'CanaryMeta',
    ];
    const id = await aPaymentAt(service, account, 'confirmed', {
      reference: 'CanaryRef',
      description: 'CanaryDescription',
      email: 'canary@service.example',
      metadata: { CanaryMeta: 'CanaryMeta' },
      prefilled_cardholder_details: {
        cardholder_name: 'CanaryName',
        billing_address: { line1: 'CanaryStreet' },
      },
    });
    await reaches(service, id, 'CAPTURED');
    const { rows } = await service.pool.query('select change_log::text as line from change_log');
    const log = rows.map((row) => row.line).join('\n');
    expect(log).toContain(id);
    for (const canary of [...canaries, 'payer@', 'J Bloggs', 'High Street', '4444333322221111', '444433']) {
      expect(log).not.toContain(canary);
    }
  });

  test('keeps no card number or security code anywhere', async () => {
    const { rows } = await service.pool.query(
      `select (select string_agg(payment::text, ' ') from payment) as payments,
              (select string_agg(sandbox_transaction::text, ' ') from sandbox_transaction) as sandbox`,
    );
    expect(rows[0].payments).toContain('444433');
    expect(JSON.stringify(rows)).not.toContain('4444333322221111');
  });
});

test('a cursor beyond what a number holds is the caller’s error', async () => {
  const feed = `/ashlar/v1/changes?after=${2n ** 63n}`;
  expect((await service.call('GET', feed, { key: account.key })).status).toBe(400);
});

describe('the ledger', () => {
  test('balances over everything that happened here, and cannot be rewritten', async () => {
    expect(await verifyLedger(service.deps)).toEqual([]);
    const { rows } = await service.pool.query(
      'select count(*)::int as entries, sum(amount)::int as total from ledger_entry',
    );
    expect(rows[0].entries).toBeGreaterThan(0);
    expect(rows[0].total).toBe(0);
    for (const change of [
      'update ledger_entry set amount = 1',
      'delete from ledger_entry',
      'truncate ledger_entry',
    ]) {
      await expect(service.pool.query(change)).rejects.toThrow('permission denied for table ledger_entry');
    }
  });

  test('is found out when it is wrong', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    await service.pool.query('grant delete on ledger_entry to current_user');
    await service.pool.query('delete from ledger_entry where payment_id = $1 and amount < 0', [id]);
    const faults = await verifyLedger(service.deps);
    await service.pool.query('delete from ledger_entry where payment_id = $1', [id]);
    expect(faults.map(({ fault }) => fault)).toEqual(['unbalanced', 'unbalanced', 'not_as_its_state']);
    expect(await verifyLedger(service.deps)).toEqual([{ fault: 'not_as_its_state', id }]);
  });
});

/** What is wrong with the public rows, as the events they will be. */
function validateRows(rows: readonly LogRow[]): string[] {
  const validate = createEventValidator('payments');
  return rows.flatMap(({ type, event_id: eventId, occurred_at: occurredAt, ...row }) =>
    type === null ? [] : validate(toEvent({ ...row, type, position: 1, eventId, occurredAt }, 'payments')),
  );
}
