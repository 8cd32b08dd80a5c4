import { createEventValidator, createSchemaValidator, loadContract } from '@ashlar/contracts';
import type { Event } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import {
  anActiveAgreement,
  anAgreement,
  charge,
  declinedLater,
  setUp,
  shownAgreement,
} from './agreement-fixtures.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aPayment,
  aPaymentBody,
  follow,
  logOf,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
} from './fixtures.ts';

let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

const post = (body: unknown, headers: Record<string, string> = {}, key = account.key) =>
  service.call('POST', '/v1/agreements', { key, body, headers });
const get = (path: string, key = account.key) => service.call('GET', path, { key });
const cancel = (id: string, key = account.key) =>
  service.call('POST', `/v1/agreements/${id}/cancel`, { key });
const statusOf = async (id: string) => (await shownAgreement(service, account, id)).status;
const body = { reference: 'CT-1', description: 'Council tax' };

describe('an agreement', () => {
  test('is created without a card, and reads as it was created', async () => {
    const made = await post({ ...body, user_identifier: 'user-1', unknown: true });
    expect(made.status).toBe(201);
    expect(validator.response('createAgreement', 201, made.json)).toEqual([]);
    expect(made.json).toEqual({
      ...body,
      agreement_id: expect.stringMatching(/^[0-9a-v]{26}$/),
      user_identifier: 'user-1',
      status: 'created',
      created_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const read = await get(`/v1/agreements/${made.json.agreement_id}`);
    expect([read.status, read.json]).toEqual([200, made.json]);
  });

  test('with a key is made once; with another body the key is 409 P0191', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => post(body, headers)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ json }) => json.agreement_id)).size).toBe(1);
    const other = await post({ ...body, reference: 'other' }, headers);
    expect([other.status, other.json.code]).toEqual([409, 'P0191']);
  });

  const wrong = (field: string, why: string) => ({
    field,
    code: 'P2102',
    description: `Invalid attribute value: ${field}. ${why}`,
  });
  const absent = (field: string) => ({
    field,
    code: 'P2101',
    description: `Missing mandatory attribute: ${field}`,
  });
  const tooLong = 'Must be less than or equal to 255 characters length';
  const long = 'x'.repeat(256);

  test.each([
    ['without members', { description: undefined, reference: undefined }, 400, absent('reference')],
    ['with a blank reference', { reference: ' ' }, 400, absent('reference')],
    ['without a description', { description: null }, 400, absent('description')],
    [
      'whose reference is a number',
      { reference: 1 },
      400,
      wrong('reference', 'Must be a valid string format'),
    ],
    ['with markup', { description: 'a<b' }, 400, wrong('description', 'Must be a valid string format')],
    [
      'with a wrong type and a wrong length',
      { reference: long, user_identifier: 1 },
      400,
      wrong('user_identifier', 'Field must be a string'),
    ],
    ['with a long reference', { reference: long }, 422, wrong('reference', tooLong)],
    ['with a long description', { description: long }, 422, wrong('description', tooLong)],
    ['with a long identifier', { user_identifier: long }, 422, wrong('user_identifier', tooLong)],
  ])('%s is refused', async (_name, changes, status, error) => {
    const answer = await post({ ...body, ...changes });
    expect([answer.status, answer.json]).toEqual([status, error]);
  });

  test('that is no JSON is 400 P2197', async () => {
    const answer = await service.call('POST', '/v1/agreements', { key: account.key, text: '{' });
    expect([answer.status, answer.json]).toEqual([
      400,
      { code: 'P2197', description: 'Unable to parse JSON' },
    ]);
  });

  test('of another account is not found', async () => {
    const id = await anAgreement(service, account);
    const { key } = await anAccount(service, { department: 'elsewhere' });
    const setting = aPaymentBody({ set_up_agreement: id });
    const answers = [
      await get(`/v1/agreements/${id}`, key),
      await cancel(id, key),
      await get('/v1/agreements/nonsense'),
      await service.call('POST', '/v1/payments', { key, body: setting }),
    ];
    expect(answers.map((answer) => [answer.status, answer.json.code])).toEqual([
      [404, 'P2200'],
      [404, 'P2500'],
      [404, 'P2200'],
      [400, 'P0103'],
    ]);
  });

  test('is for accounts that may take recurring payments, and that can be said at any time', async () => {
    const { id, key } = await anAccount(service, { type: 'live' });
    const refused = await post(body, {}, key);
    expect([refused.status, refused.json.code]).toEqual([422, 'P0942']);
    const changed = await service.call('PATCH', `/ashlar/v1/gateway-accounts/${id}/features`, {
      key: await adminToken(service),
      body: { recurring: true },
    });
    expect(validator.response('updateGatewayAccountFeatures', 200, changed.json)).toEqual([]);
    expect([changed.status, changed.json.features]).toMatchObject([200, { recurring: true, moto: false }]);
    await until(async () => (await post(body, {}, key)).status === 201, { timeoutMs: 6000 });
    const agreement = String((await post(body, {}, key)).json.agreement_id);
    await service.call('PATCH', `/ashlar/v1/gateway-accounts/${id}/features`, {
      key: await adminToken(service),
      body: { recurring: false },
    });
    await until(async () => (await post(body, {}, key)).status === 422, { timeoutMs: 6000 });
    const setting = aPaymentBody({ set_up_agreement: agreement });
    const refusedToo = await service.call('POST', '/v1/payments', { key, body: setting });
    expect([refusedToo.status, refusedToo.json.code]).toEqual([422, 'P0942']);
  });
});

describe('a payment that sets an agreement up', () => {
  test('makes it active with its card once the payer confirms, and no sooner', async () => {
    const id = await anAgreement(service, account);
    const payment = await aPayment(service, account, { set_up_agreement: id });
    expect(payment).toMatchObject({
      agreement_id: id,
      agreement_payment_type: 'recurring',
      authorisation_mode: 'web',
    });
    await follow(service, payment);
    await sendCard(service, payment.payment_id);
    expect(await statusOf(id)).toBe('created');
    await confirmPayment(service.deps, { paymentId: payment.payment_id });
    const active = await shownAgreement(service, account, id);
    expect(validator.response('getAgreement', 200, active)).toEqual([]);
    const { card_details: card } = await shown(service, account, payment.payment_id);
    expect(active).toMatchObject({
      status: 'active',
      payment_instrument: { type: 'card', card_details: card },
    });
  });

  test('keeps the provider’s token sealed, and neither number nor token stands anywhere to be read', async () => {
    const id = await anActiveAgreement(service, account, '4242424242424242');
    const { rows } = await service.pool.query<{ token: Buffer }>(
      `select card_token as token from agreement where id = $1`,
      [id],
    );
    const token = service.deps.openToken(rows[0]?.token ?? Buffer.alloc(0));
    expect(token).toMatch(/^sandbox-card-/);
    expect(rows[0]?.token.toString('latin1')).not.toContain(token);
    const everything = await service.pool.query<{ text: string }>(
      `select agreement::text from agreement union all select payment::text from payment
       union all select sandbox_transaction::text from sandbox_transaction union all select change_log::text from change_log`,
    );
    expect(JSON.stringify(everything.rows)).not.toContain('4242424242424242');
    const left = await service.pool.query(
      'select from payment where agreement_id = $1 and card_token is not null',
      [id],
    );
    expect(left.rowCount).toBe(0);
  });

  test('that is declined leaves it as it was', async () => {
    const id = await anAgreement(service, account);
    await setUp(service, account, id, '4000000000000002');
    expect(await statusOf(id)).toBe('created');
  });

  test('again replaces its card, and revives one that was cancelled', async () => {
    const id = await anActiveAgreement(service, account);
    expect((await cancel(id)).status).toBe(204);
    const cancelled = await shownAgreement(service, account, id);
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelled_date: expect.stringMatching(/Z$/) });
    await setUp(service, account, id, '5101180000000007');
    const revived = await shownAgreement(service, account, id);
    expect(revived).toMatchObject({
      status: 'active',
      payment_instrument: { card_details: { last_digits_card_number: '0007' } },
    });
    expect(revived.cancelled_date).toBeUndefined();
  });
});

describe('an active agreement', () => {
  test('can be cancelled once, by one of twenty at once, and any other is 400 P2501', async () => {
    const id = await anActiveAgreement(service, account);
    const answers = await Promise.all(Array.from({ length: 20 }, () => cancel(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(400)]);
    const failed = { code: 'P2501', description: 'Cancellation of agreement failed' };
    expect((await cancel(id)).json).toEqual(failed);
    const created = await cancel(await anAgreement(service, account));
    expect([created.status, created.json]).toEqual([400, failed]);
  });

  test('is told of in events with its key and a gapless sequence', async () => {
    const id = await anActiveAgreement(service, account, declinedLater);
    const { json } = await charge(service, account, id);
    await reaches(service, String(json.payment_id), 'AUTHORISATION REJECTED');
    await setUp(service, account, id);
    await cancel(id);
    const events = await until(async () => {
      const page = await get('/ashlar/v1/changes?limit=500');
      const own = (page.json.events as Event[]).filter((event) => event.subject === id);
      return own.length === 5 ? own : undefined;
    });
    expect(events.flatMap(createEventValidator('payments'))).toEqual([]);
    expect(events.map(({ type, data }) => [type.split('.')[2], data.status])).toEqual([
      ['created', 'created'],
      ['activated', 'active'],
      ['deactivated', 'inactive'],
      ['activated', 'active'],
      ['cancelled', 'cancelled'],
    ]);
    expect((await logOf(service, id)).map((row) => row.sequence)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the search for agreements', () => {
  test('finds an account’s own by reference and status, newest first, on pages that link to each other', async () => {
    const searcher = await anAccount(service, { name: 'Searcher' });
    const ids: string[] = [];
    for (const reference of ['One', 'Two', 'Two']) {
      ids.unshift(await anAgreement(service, searcher, { reference }));
      // Of those of one millisecond none is newer.
      const at = Date.now();
      await until(() => Date.now() > at, { everyMs: 1 });
    }
    await setUp(service, searcher, String(ids[0]));
    const idsOf = async (query: string) => {
      const answer = await get(`/v1/agreements?${query}`, searcher.key);
      expect(validator.response('searchAgreements', 200, answer.json)).toEqual([]);
      return (answer.json.results as { agreement_id: string }[]).map((one) => one.agreement_id);
    };
    expect(await idsOf('')).toEqual(ids);
    expect(await idsOf('reference=two')).toEqual(ids.slice(0, 2));
    expect(await idsOf('reference=two&status=active')).toEqual(ids.slice(0, 1));
    expect(await idsOf('status=inactive')).toEqual([]);
    const second = await get('/v1/agreements?page=2&display_size=1', searcher.key);
    expect(second.json).toMatchObject({ total: 3, count: 1, page: 2, results: [{ agreement_id: ids[1] }] });
    expect(Object.keys(second.json._links as object).sort()).toEqual([
      'first_page',
      'last_page',
      'next_page',
      'prev_page',
      'self',
    ]);
  });

  test('names every wrong parameter, and no page beyond the last', async () => {
    const wrong = await get(
      `/v1/agreements?page=0&display_size=501&reference=${'x'.repeat(256)}&status=Active`,
    );
    expect([wrong.status, wrong.json]).toEqual([
      422,
      {
        code: 'P2401',
        description:
          'Invalid parameters: status, reference, page, display_size. See Public API documentation for the correct data formats',
      },
    ]);
    const beyond = await get('/v1/agreements?page=100000');
    expect([beyond.status, beyond.json]).toEqual([404, { code: 'P2402', description: 'Page not found' }]);
  });
});
