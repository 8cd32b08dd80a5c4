import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Account, anAccount, aPaymentBody, logOf, type Service, startService } from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const ask = (body: Record<string, unknown> = {}) =>
  service.call('POST', '/v1/payments', {
    key: account.key,
    body: aPaymentBody(body),
    headers: { traceparent },
  });

async function create(body: Record<string, unknown> = {}): Promise<string> {
  const { status, json } = await ask(body);
  expect(status).toBe(201);
  return String(json.payment_id);
}

const full = {
  description: 'Trwydded bysgota, “£14.50” \\ \u{1f41f}',
  email: 'payer@service.example',
  language: 'cy',
  delayed_capture: true,
  metadata: { 'a "key"': 'a \\ "value"', number: 1.5e-7, truth: false, text: '', nul: '\0' },
  prefilled_cardholder_details: {
    cardholder_name: 'J O’Bloggs',
    billing_address: { line1: '1 High Street', postcode: 'LS1 1AA', city: 'Leeds', country: 'GB' },
  },
};

/** A payment's row and event, without what every payment has for itself. */
async function storedOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await service.pool.query('select *, metadata::text as sent from payment where id = $1', [
    id,
  ]);
  const { id: _id, created_at: created, updated_at: updated, ...row } = rows[0] as Record<string, unknown>;
  const log = (await logOf(service, id)).map(({ event_id: _event, sequence, type, data, ...more }) => ({
    sequence,
    type,
    data: { ...data, payment_id: '' },
    department: more.department,
    service: more.service,
    trace: more.traceparent?.slice(0, 35),
    atOnce: more.occurred_at.getTime() === (created as Date).getTime(),
  }));
  return { row, untouched: String(created) === String(updated), log };
}

/** How many transactions stored these payments. */
async function transactionsOf(ids: readonly string[]): Promise<number> {
  const { rows } = await service.pool.query('select distinct xmin::text from payment where id = any ($1)', [
    ids,
  ]);
  return rows.length;
}

test('payments that are created at the same moment go together, and each is stored as one that comes alone', async () => {
  const alone = [await create(full), await create()];
  const together = await Promise.all(Array.from({ length: 40 }, (_, at) => create(at % 2 === 0 ? full : {})));
  expect(new Set(together).size).toBe(40);
  expect(await transactionsOf(together)).toBeLessThan(40);
  const [whole, plain] = [await storedOf(alone[0] ?? ''), await storedOf(alone[1] ?? '')];
  for (const [at, id] of together.entries()) expect(await storedOf(id)).toEqual(at % 2 === 0 ? whole : plain);
});

test('a payment that the database refuses fails alone, and those it came with are stored', async () => {
  await service.pool.query(`alter table payment add constraint refuses check (reference <> 'REFUSED')`);
  const references = Array.from({ length: 20 }, (_, at) => (at === 10 ? 'REFUSED' : `REF-${at}`));
  const answers = await Promise.all(references.map((reference) => ask({ reference })));
  expect(answers.map(({ status }) => status)).toEqual(
    references.map((one) => (one === 'REFUSED' ? 500 : 201)),
  );
  const ids = answers.flatMap(({ status, json }) => (status === 201 ? [String(json.payment_id)] : []));
  const { rows } = await service.pool.query('select reference from payment where id = any ($1)', [ids]);
  expect(rows.map(({ reference }) => reference).sort()).toEqual(
    references.filter((one) => one !== 'REFUSED').sort(),
  );
  for (const id of ids) expect(await logOf(service, id)).toHaveLength(1);
});
