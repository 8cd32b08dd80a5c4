import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aPayment,
  aPaymentAt,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
} from './fixtures.ts';

type Row = Record<string, string>;

let service: Service;
let account: Account;
let address: string;

beforeAll(async () => {
  service = await startService();
  address = await service.app.listen({ port: 0, host: '127.0.0.1' });
});

beforeEach(async () => {
  account = await anAccount(service);
});

afterAll(() => service?.end());

const path = (file = 'payments.csv', query = '') =>
  `/ashlar/v1/gateway-accounts/${account.id}/${file}${query}`;

async function open(url: string, key = account.key): Promise<IncomingMessage> {
  const request = get(address + url, { headers: { authorization: `Bearer ${key}` } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function rowsOf(url: string): Promise<Row[]> {
  return parse(await text(await open(url)), { columns: true, record_delimiter: '\r\n' });
}

/** Stores many payments of one moment, as a busy hour would leave them. */
async function many(count: number): Promise<void> {
  await service.pool.query(
    `insert into payment (id, gateway_account_id, department, service, live, provider, status, sequence, amount, currency, reference,
                          description, return_url, language, delayed_capture, created_at, updated_at)
     select $1 || lpad(n::text, 10, '0'), $1, 'demo', 'licensing', false, 'sandbox', 'CREATED', 1, n, 'GBP', 'REF-' || n,
            repeat('A fishing licence ', 14), 'https://service.example/', 'en', false, '2026-01-01T00:00:00Z', now()
       from generate_series(1, $2::integer) as n`,
    [account.id, count],
  );
}

describe('the file of payments', () => {
  test('has GOV.UK Pay’s columns, with what the API shows', async () => {
    const id = await aPaymentAt(service, account, 'confirmed', {
      metadata: { zone: 3, 'ledger code': 'AB,1' },
      email: 'izaak@service.example',
    });
    await reaches(service, id, 'CAPTURED');
    const api = await shown(service, account, id);
    const response = await open(path());
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': expect.stringMatching(
        new RegExp(`^attachment; filename="payments-${account.id}-\\d{4}-\\d\\d-\\d\\d\\.csv"$`),
      ),
    });
    const [heading = '', line = '', ...others] = (await text(response)).split('\r\n');
    expect(others).toEqual(['']);
    expect(heading).toBe(
      'Reference,Description,Email,Amount,Card Brand,Cardholder Name,Card Expiry Date,Card Number,State,Finished,Error Code,Error Message,' +
        'Provider ID,GOV.UK Payment ID,Issued By,Date Created,Time Created,Corporate Card Surcharge,Total Amount,Wallet Type,Fee,Net,' +
        'Card Type,MOTO,Payment Provider,ledger code (metadata),zone (metadata)',
    );
    const [, , day, month, year] = /^(\w{3}), (\d\d) (\w{3}) (\d{4})/
      .exec(new Date(String(api.created_date)).toUTCString())
      ?.slice(0) ?? [''];
    expect(line).toBe(
      `REF-1,A fishing licence,payer@service.example,14.50,Visa,J Bloggs,11/49,1111,Success,true,,,${api.provider_id},${id},,` +
        `${day} ${month} ${year},${String(api.created_date).slice(11, 19)},0.00,14.50,,,14.50,credit,false,sandbox,"AB,1",3`,
    );
  });

  test('names every state as GOV.UK Pay does', async () => {
    const stages = ['created', 'declined', 'faulty', 'cancelled', 'expired'] as const;
    for (const stage of stages) await aPaymentAt(service, account, stage, { reference: stage });
    const [expired] = (await rowsOf(path('payments.csv', '?reference=expired'))).map(
      (row) => row['GOV.UK Payment ID'],
    );
    await reaches(service, String(expired), 'EXPIRED');
    const found = (await rowsOf(path())).map((row) => [
      row.Reference,
      row.State,
      row.Finished,
      row['Error Code'],
    ]);
    expect(found).toEqual([
      ['expired', 'Timed out', 'true', 'P0020'],
      ['cancelled', 'Cancelled', 'true', 'P0040'],
      ['faulty', 'Error', 'true', 'P0050'],
      ['declined', 'Declined', 'true', 'P0010'],
      ['created', 'In progress', 'false', ''],
    ]);
  });

  test('holds what the search finds with the same parameters', async () => {
    for (const reference of ['A', 'B', 'a']) await aPayment(service, account, { reference });
    const found = await rowsOf(
      path('payments.csv', '?reference=a&state=created&from_date=2020-01-01T00:00:00Z'),
    );
    expect(found.map((row) => row.Reference)).toEqual(['a', 'A']);
    expect(await rowsOf(path('payments.csv', '?to_date=2020-01-01T00:00:00Z'))).toEqual([]);
    const wrong = await service.call('GET', path('payments.csv', '?state=capturable&from_date=today'), {
      key: account.key,
    });
    expect(wrong.json).toMatchObject({
      status: 400,
      errors: [{ pointer: 'query:state' }, { pointer: 'query:from_date' }],
    });
  });

  test('gives back any text as it was, apart from the apostrophe before a formula', async () => {
    const formula = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
    const texts = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), 60);
    const told = ['=1+1', '+44 20', '-3', '@sum', '\tx', '\rx', '"quoted", and\r\nbroken', ...texts].filter(
      (reference) => reference.trim() !== '' && !reference.includes('\0') && reference.isWellFormed(),
    );
    // By their ids: payments of one millisecond have no order.
    const kept: Record<string, string> = {};
    for (const description of told) {
      const { payment_id: id } = await aPayment(service, account, { description });
      if (id) kept[id] = formula.test(description) ? `'${description}` : description;
    }
    expect(Object.keys(kept).length).toBeGreaterThan(6);
    const raw = await text(await open(path()));
    const rows: Row[] = parse(raw, { columns: true, record_delimiter: '\r\n' });
    const given = rows.map((row) => [row['GOV.UK Payment ID'], row.Description]);
    expect(Object.fromEntries(given)).toEqual(kept);
  });

  test('has every name of metadata and its values, whatever characters they are of', async () => {
    const names = ['case', 'half \ud800 of one', 'nul \u0000', 'no escape \\u0000 \\\\ud800'];
    for (const name of names) await aPayment(service, account, { metadata: { [name]: 'value \u0000' } });
    const answer = await open(path());
    expect(answer.statusCode).toBe(200);
    const rows: Row[] = parse(await text(answer), { columns: true, record_delimiter: '\r\n' });
    const shownNames = ['case', 'half \ufffd of one', 'nul \ufffd', 'no escape \\u0000 \\\\ud800'];
    expect(shownNames.map((name) => rows.flatMap((row) => row[`${name} (metadata)`] || []))).toEqual(
      names.map(() => ['value \u0000']),
    );
  });

  test('is whole over many batches of one moment, each payment once', async () => {
    await many(3500);
    const rows = await rowsOf(path());
    expect(rows.map((row) => row.Amount)).toEqual(
      Array.from({ length: 3500 }, (_, at) => ((3500 - at) / 100).toFixed(2)),
    );
  });

  test('is no longer read for once its client is gone', async () => {
    await many(40_000);
    const queries = jest.spyOn(service.pool, 'query');
    try {
      const reads = () =>
        queries.mock.calls.filter(([statement]) => JSON.stringify(statement).includes('limit $15')).length;
      const left = await open(path());
      await once(left, 'readable');
      left.destroy();
      await text(await open(path()));
      expect(reads()).toBeGreaterThan(41);
      expect(reads() - 41).toBeLessThan(38);
    } finally {
      queries.mockRestore();
    }
  });

  test('refuses more names of metadata than a file has columns for', async () => {
    await many(21);
    await service.pool.query(
      `update payment set metadata = (select json_object_agg(payment.reference || '-' || n, n) from generate_series(1, 10) as n)
        where gateway_account_id = $1`,
      [account.id],
    );
    const answer = await service.call('GET', path(), { key: account.key });
    expect(answer.json).toMatchObject({ status: 422, code: 'too_many_names' });
  });

  test('is for the account and its department’s administrators alone', async () => {
    await aPayment(service, account);
    const other = await anAccount(service, { department: 'elsewhere' });
    for (const file of ['payments.csv', 'refunds.csv', 'disputes.csv']) {
      expect((await open(path(file), await adminToken(service, 'demo'))).statusCode).toBe(200);
      expect((await open(path(file), other.key)).statusCode).toBe(404);
      expect((await open(path(file), await adminToken(service, 'elsewhere'))).statusCode).toBe(404);
      expect((await open(path(file), await adminToken(service, 'demo', 'payments:changes'))).statusCode).toBe(
        403,
      );
      expect((await open(path(file), 'nobody')).statusCode).toBe(401);
    }
  });
});

test('the file of refunds has each refund with what it is of', async () => {
  const id = await aPaymentAt(service, account, 'confirmed', { reference: '=A1' });
  await reaches(service, id, 'CAPTURED');
  const refunds: unknown[] = [];
  for (const amount of [100, 250]) {
    const body = { amount, refund_amount_available: amount === 100 ? 1450 : 1350 };
    const { json } = await service.call('POST', `/v1/payments/${id}/refunds`, { key: account.key, body });
    refunds.unshift(json.refund_id);
  }
  const rows = await rowsOf(path('refunds.csv'));
  expect(rows.map((row) => row['Refund ID'])).toEqual(refunds);
  expect(rows[0]).toMatchObject({
    Reference: "'=A1",
    Amount: '-2.50',
    Net: '-2.50',
    State: 'Refund success',
    Finished: 'true',
    'GOV.UK Payment ID': id,
  });
  expect(await rowsOf(path('refunds.csv', '?to_date=2020-01-01T00:00:00Z'))).toEqual([]);
});

test('the file of disputes has each dispute with what it is of and what it cost', async () => {
  const ids: string[] = [];
  for (const card of ['4000000000000259', '4000000000002685']) {
    const id = await aPaymentAt(service, account, 'started');
    await sendCard(service, id, card);
    await confirmPayment(service.deps, { paymentId: id });
    await reaches(service, id, 'CAPTURED');
    ids.push(id);
  }
  const rows = await rowsOf(path('disputes.csv'));
  expect(rows.map((row) => row['GOV.UK Payment ID'])).toEqual([...ids].reverse());
  expect(rows[1]).toMatchObject({
    Amount: '-14.50',
    Fee: '20.00',
    Net: '-34.50',
    State: 'Dispute lost to customer',
    Finished: 'true',
    'Dispute Reason': 'fraudulent',
    'Dispute ID': expect.stringMatching(/^[0-9a-v]{26}$/),
  });
  expect(rows[0]).toMatchObject({ Fee: '', Net: '-14.50', State: 'Dispute won in your favour' });
  expect(await rowsOf(path('disputes.csv', '?status=won'))).toHaveLength(1);
  expect((await open(path('disputes.csv', '?status=closed'))).statusCode).toBe(400);
});
