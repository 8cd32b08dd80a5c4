import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  anAccount,
  aPayment,
  aPaymentAt,
  aPaymentBody,
  follow,
  type Service,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

let service: Service;
let account: Account;
let other: Account;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
  other = await anAccount(service, { department: 'elsewhere' });
});

afterAll(() => service?.end());

const create = (changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody(changes), headers });

describe('creating a payment', () => {
  test('answers 201 with the whole payment, its links and headers', async () => {
    const metadata = { number: 123, fraction: 1.23, truth: true, text: '' };
    const made = await create({ metadata, email: 'payer@service.example', language: 'cy' });
    const id = String(made.json.payment_id);
    expect(made.status).toBe(201);
    expect(validator.response('createPayment', 201, made.json)).toEqual([]);
    expect(made.headers).toMatchObject({
      location: `http://pay.test/v1/payments/${id}`,
      pragma: 'no-cache',
      'cache-control': 'no-store',
    });
    const { _links: links, created_date: created, ...rest } = made.json;
    expect(rest).toEqual({
      amount: 1450,
      description: 'A fishing licence',
      reference: 'REF-1',
      language: 'cy',
      email: 'payer@service.example',
      metadata,
      state: { status: 'created', finished: false },
      payment_id: id,
      payment_provider: 'sandbox',
      refund_summary: { status: 'pending', amount_available: 1450, amount_submitted: 0 },
      settlement_summary: {},
      delayed_capture: false,
      moto: false,
      return_url: 'https://service.example/return',
      authorisation_mode: 'web',
    });
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const self = `http://pay.test/v1/payments/${id}`;
    expect(links).toMatchObject({
      self: { href: self, method: 'GET' },
      events: { href: `${self}/events`, method: 'GET' },
      refunds: { href: `${self}/refunds`, method: 'GET' },
      cancel: { href: `${self}/cancel`, method: 'POST' },
      next_url: { method: 'GET' },
      next_url_post: {
        href: 'http://pay.test/secure',
        method: 'POST',
        type: 'application/x-www-form-urlencoded',
      },
    });
  });

  test('stores what any JSON text may hold', async () => {
    const made = await create({ metadata: { odd: '\u0000\ud800 "\\' }, reference: 'Ünïcødé 🎣' });
    expect(made.status).toBe(201);
    const read = await shown(service, account, String(made.json.payment_id));
    expect(read.reference).toBe('Ünïcødé 🎣');
    expect(read.metadata).toEqual({ odd: '\u0000\ud800 "\\' });
  });

  test('a key with a body nested deeper than is read is the caller’s error', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const answer = await service.call('POST', '/v1/payments', {
      key: account.key,
      text: `${JSON.stringify(aPaymentBody()).slice(0, -1)},"unknown":${deep}}`,
      headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'P0197']);
  });

  test('behind the gateway only its links are believed', async () => {
    const made = await create({}, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' });
    expect(String(made.headers.location)).toMatch(/^http:\/\/pay\.test\//);
  });

  test.each([
    ['{"amount": 1', 400, { code: 'P0197', description: 'Unable to parse JSON' }],
    ['', 400, { code: 'P0197', description: 'Unable to parse JSON' }],
  ])('the body %p is refused', async (text, status, body) => {
    const answer = await service.call('POST', '/v1/payments', {
      key: account.key,
      text,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.json]).toEqual([status, body]);
  });

  test('an error has exactly the members of the standard', async () => {
    const answer = await create({ amount: -1 });
    expect(answer.status).toBe(422);
    expect(answer.json).toEqual({
      field: 'amount',
      code: 'P0102',
      description: 'Invalid attribute value: amount. Must be greater than or equal to 1',
    });
  });

  test('another media type and a body that is too large are the container’s errors', async () => {
    const headers = { 'content-type': 'text/plain' };
    const wrongType = await service.call('POST', '/v1/payments', { key: account.key, text: 'x', headers });
    expect([wrongType.status, wrongType.json.code]).toEqual([415, 415]);
    const large = await create({ metadata: { a: 'x'.repeat(1_100_000) } });
    expect([large.status, large.json.code]).toEqual([413, 413]);
  });

  test('what is refused is not stored', async () => {
    const count = async () =>
      (await service.pool.query<{ n: number }>('select count(*)::int as n from payment')).rows[0]?.n;
    const before = await count();
    await create({ amount: 0 });
    await service.call('POST', '/v1/payments', { key: 'rubbish', body: aPaymentBody() });
    await create({}, { 'idempotency-key': 'two words' });
    expect(await count()).toBe(before);
  });
});

describe('an Idempotency-Key', () => {
  test('with the same body shows the payment as it is now', async () => {
    const headers = { 'idempotency-key': 'same-body' };
    const first = await create({}, headers);
    await service.call('POST', `/v1/payments/${first.json.payment_id}/cancel`, { key: account.key });
    const again = await service.call('POST', '/v1/payments', {
      key: account.key,
      headers,
      text: JSON.stringify(Object.fromEntries(Object.entries(aPaymentBody()).reverse())),
    });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.json.payment_id).toBe(first.json.payment_id);
    expect(again.json.state).toMatchObject({ status: 'cancelled' });
  });

  test('with another body is 409 P0191', async () => {
    const headers = { 'idempotency-key': 'other-body' };
    await create({}, headers);
    const other = await create({ amount: 2 }, headers);
    expect([other.status, other.json.code, other.json.field]).toEqual([409, 'P0191', undefined]);
  });

  test('is its own account’s', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const first = await create({}, headers);
    const second = await service.call('POST', '/v1/payments', {
      key: other.key,
      body: aPaymentBody(),
      headers,
    });
    expect([first.status, second.status]).toEqual([201, 201]);
  });

  test('of twenty creations at once makes one payment', async () => {
    const headers = { 'idempotency-key': 'race' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create({ reference: 'race' }, headers)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.json.payment_id)).size).toBe(1);
    const stored = await service.pool.query("select from payment where reference = 'race'");
    expect(stored.rowCount).toBe(1);
    const [answer] = answers;
    const log = await service.pool.query('select from change_log where aggregate = $1', [
      answer?.json.payment_id,
    ]);
    expect(log.rowCount).toBe(1);
  });
});

describe('reading a payment', () => {
  test('changes nothing, and shows the same link until it is followed', async () => {
    const payment = await aPayment(service, account);
    const id = payment.payment_id;
    const rowOf = async () => (await service.pool.query('select * from payment where id = $1', [id])).rows[0];
    const before = await rowOf();
    const one = await shown(service, account, id);
    const two = await shown(service, account, id);
    expect(one._links.next_url).toEqual(payment._links.next_url);
    expect(two).toEqual(one);
    expect(await rowOf()).toEqual(before);
  });

  test('shows the card by its ends once it was sent, and no link once it is over', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    const paid = await until(async () => {
      const read = await shown(service, account, id);
      return 'captured_date' in (read.settlement_summary as object) ? read : undefined;
    });
    expect(validator.response('getPayment', 200, paid)).toEqual([]);
    expect(paid).toMatchObject({
      state: { status: 'success', finished: true },
      email: 'payer@service.example',
      card_brand: 'Visa',
      card_details: {
        first_digits_card_number: '444433',
        last_digits_card_number: '1111',
        expiry_date: '11/49',
      },
      refund_summary: { status: 'available' },
      authorisation_summary: { three_d_secure: { required: false } },
    });
    expect(Object.keys(paid._links)).toEqual(['self', 'events', 'refunds']);
    expect(JSON.stringify(paid)).not.toContain('4444333322221111');
  });

  test('tells its states, oldest first, once each', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await until(async () => (await statusOf(service, id)) === 'CAPTURED');
    const { status, json } = await service.call('GET', `/v1/payments/${id}/events`, { key: account.key });
    expect(status).toBe(200);
    expect(validator.response('getPaymentEvents', 200, json)).toEqual([]);
    const events = json.events as { state: { status: string }; updated: string }[];
    expect(events.map((event) => event.state.status)).toEqual(['created', 'started', 'submitted', 'success']);
    const times = events.map((event) => event.updated);
    expect(times).toEqual([...times].sort());
  });

  test('a delayed capture waits as capturable, without a link to the pages', async () => {
    const id = await aPaymentAt(service, account, 'confirmed', { delayed_capture: true });
    const waiting = await shown(service, account, id);
    expect(waiting.state).toEqual({ status: 'capturable', finished: false });
    expect(Object.keys(waiting._links)).toEqual(['self', 'events', 'refunds', 'cancel', 'capture']);
  });
});

describe('the link', () => {
  test('works once, and the payment then shows another', async () => {
    const payment = await aPayment(service, account);
    expect(await follow(service, payment)).toEqual({ paymentId: payment.payment_id, used: false });
    expect(await follow(service, payment)).toEqual({ paymentId: payment.payment_id, used: true });
    const again = await shown(service, account, payment.payment_id);
    expect(again.state).toMatchObject({ status: 'started' });
    expect(await follow(service, again)).toEqual({ paymentId: payment.payment_id, used: false });
  });

  test('followed ten times at once works once', async () => {
    const payment = await aPayment(service, account);
    const results = await Promise.all(Array.from({ length: 10 }, () => follow(service, payment)));
    expect(results.filter((result) => result !== 'unknown' && !result.used)).toHaveLength(1);
  });
});
