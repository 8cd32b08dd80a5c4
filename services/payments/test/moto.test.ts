import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { faultyProvider, hold, withFault } from './faulty-provider.ts';
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
  type ShownPayment,
  sendCard,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService({ env: { RESOLVE_AFTER_S: '1' }, override: faultyProvider });
  account = await anAccount(service, { features: { moto: true, moto_api: true } });
});

afterAll(() => service?.end());

const goodCard = '4444333322221111';
const byApi = { authorisation_mode: 'moto_api', return_url: undefined };

function aPhonePayment(changes: Record<string, unknown> = {}): Promise<ShownPayment> {
  return aPayment(service, account, { ...byApi, ...changes });
}

function tokenOf(payment: ShownPayment): string {
  return String(payment._links.auth_url_post?.params?.one_time_token);
}

/** Sends a card as a service does: without a key. */
async function authorise(token: unknown, changes: Record<string, unknown> = {}) {
  const body = {
    one_time_token: token,
    card_number: goodCard,
    cvc: '123',
    expiry_date: '11/49',
    cardholder_name: 'J Bloggs',
    ...changes,
  };
  const { status, json } = await service.call('POST', '/v1/auth', { body });
  expect(validator.response('authorisePayment', status, status === 204 ? undefined : json)).toEqual([]);
  return {
    status,
    code: json.code,
    description: json.description,
    ...(json.field !== undefined && { field: json.field }),
  };
}

async function authorisationsOf(id: string): Promise<number> {
  const { rows } = await service.pool.query(
    `select from sandbox_transaction where operation = 'authorise' and outcome = 'authorised' and key like $1`,
    [`${id}-authorise-%`],
  );
  return rows.length;
}

const rejected = { status: 402, code: 'P0010', description: 'The payment was rejected' };
const timedOut = { status: 500, code: 'P0050', description: 'Authorising the payment timed out' };
const used = { status: 400, code: 'P1212', description: 'The one_time_token has already been used' };
const notValid = { status: 400, code: 'P1211', description: 'The one_time_token is not valid' };
const done = { status: 204, code: undefined, description: undefined };

describe('a payment by mail or phone on the payment page', () => {
  test('is for accounts that may take such, and shows that it is one', async () => {
    const other = await anAccount(service);
    const refused = await service.call('POST', '/v1/payments', {
      key: other.key,
      body: aPaymentBody({ moto: true }),
    });
    expect([refused.status, refused.json.code]).toEqual([422, 'P0196']);
    const payment = await aPayment(service, account, { moto: true });
    expect(payment).toMatchObject({ moto: true, authorisation_mode: 'web' });
    await follow(service, payment);
    expect(await sendCard(service, payment.payment_id)).toBe('authorised');
    const { headers } = await service.call('GET', `/v1/payments/${payment.payment_id}`, { key: account.key });
    expect(headers['cache-control']).toBe('no-store');
    const file = await service.app.inject({
      url: `/ashlar/v1/gateway-accounts/${account.id}/payments.csv`,
      headers: { authorization: `Bearer ${account.key}` },
    });
    const [heading = '', row = ''] = file.body.trim().split(/\r?\n/);
    expect(row.split(',')[heading.split(',').findIndex((name) => name.includes('MOTO'))]).toBe('true');
  });
});

describe('a payment whose card is sent through the API', () => {
  test('is refused to an account that may not, and can be allowed at any time', async () => {
    const other = await anAccount(service);
    const ask = () => service.call('POST', '/v1/payments', { key: other.key, body: aPaymentBody(byApi) });
    const refused = await ask();
    expect([refused.status, refused.json.code]).toEqual([422, 'P0195']);
    const changed = await service.call('PATCH', `/ashlar/v1/gateway-accounts/${other.id}/features`, {
      key: await adminToken(service),
      body: { moto_api: true },
    });
    expect(validator.response('updateGatewayAccountFeatures', 200, changed.json)).toEqual([]);
    expect(changed.json.features).toMatchObject({ recurring: true, moto: false, moto_api: true });
    await until(async () => (await ask()).status === 201, { timeoutMs: 6000 });
  });

  test('shows where to send the card and no page, and is captured straight after it is authorised', async () => {
    const made = await service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody(byApi) });
    expect(made.status).toBe(201);
    expect(validator.response('createPayment', 201, made.json)).toEqual([]);
    const payment = made.json as unknown as ShownPayment;
    const { payment_id: id } = payment;
    expect(payment).toMatchObject({
      moto: true,
      authorisation_mode: 'moto_api',
      state: { status: 'created' },
    });
    expect(payment.return_url).toBeUndefined();
    expect(Object.keys(payment._links).sort()).toEqual([
      'auth_url_post',
      'cancel',
      'events',
      'refunds',
      'self',
    ]);
    expect(payment._links.auth_url_post).toEqual({
      href: 'http://pay.test/v1/auth',
      method: 'POST',
      type: 'application/json',
      params: { one_time_token: expect.any(String) },
    });
    expect(tokenOf(await shown(service, account, id))).toBe(tokenOf(payment));

    expect(await authorise(tokenOf(payment))).toEqual(done);
    await reaches(service, id, 'CAPTURED');
    const paid = await shown(service, account, id);
    expect(paid).toMatchObject({
      state: { status: 'success', finished: true },
      refund_summary: { status: 'available', amount_available: 1450 },
      card_details: {
        first_digits_card_number: '444433',
        last_digits_card_number: '1111',
        cardholder_name: 'J Bloggs',
        expiry_date: '11/49',
        card_brand: 'Visa',
      },
    });
    expect(Object.keys(paid._links).sort()).toEqual(['events', 'refunds', 'self']);
    const history = await service.call('GET', `/v1/payments/${id}/events`, { key: account.key });
    const states = (history.json.events as { state: { status: string } }[]).map(({ state }) => state.status);
    expect(states).toEqual(['created', 'started', 'success']);
    const rows = await logOf(service, id);
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.flatMap(({ type }) => type?.split('.')[2] ?? [])).toEqual([
      'created',
      'started',
      'confirmed',
      'captured',
    ]);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('waits for its capture where that is delayed', async () => {
    const payment = await aPhonePayment({ delayed_capture: true });
    expect(await authorise(tokenOf(payment))).toEqual(done);
    const waiting = await shown(service, account, payment.payment_id);
    expect(waiting.state.status).toBe('capturable');
    expect(Object.keys(waiting._links).sort()).toEqual(['cancel', 'capture', 'events', 'refunds', 'self']);
    const path = `/v1/payments/${payment.payment_id}/capture`;
    expect((await service.call('POST', path, { key: account.key })).status).toBe(204);
    await reaches(service, payment.payment_id, 'CAPTURED');
  });

  test.each([
    ['is declined', '4000000000000002', rejected, { status: 'failed', code: 'P0010' }],
    [
      'meets a fault',
      '4000000000000119',
      { status: 500, code: 'P0050', description: 'There was an error authorising the payment' },
      { status: 'error', code: 'P0050' },
    ],
    [
      'is no card, by its check digit',
      '4444333322221112',
      { ...rejected, description: 'The card_number is not a valid card number' },
      { status: 'failed', code: 'P0010' },
    ],
    [
      'is no card that anybody knows',
      '9999999999999995',
      { ...rejected, description: 'The card_number is not a valid card number' },
      { status: 'failed', code: 'P0010' },
    ],
  ])('ends where its card %s', async (_what, card_number, answer, state) => {
    const payment = await aPhonePayment();
    expect(await authorise(tokenOf(payment), { card_number })).toEqual(answer);
    const after = await shown(service, account, payment.payment_id);
    expect(after.state).toMatchObject({ ...state, finished: true });
    expect(after._links.auth_url_post).toBeUndefined();
    expect(await authorise(tokenOf(payment))).toEqual(used);
    expect(await authorisationsOf(payment.payment_id)).toBe(0);
  });

  test('has nothing of its card stored beyond the first and last digits', async () => {
    const payment = await aPhonePayment();
    await authorise(tokenOf(payment), { card_number: '5105105105105100', cvc: '987' });
    await reaches(service, payment.payment_id, 'CAPTURED');
    const { rows } = await service.pool.query<{ text: string }>(
      `select payment::text as text from payment where id = $1
       union all select change_log::text from change_log where aggregate = $1
       union all select sandbox_transaction::text from sandbox_transaction where key like $1 || '%'`,
      [payment.payment_id],
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/5105105105105100|10510510510510|\b987\b/);
  });
});

describe('what is wrong with a card that is sent', () => {
  const missing = (field: string) => ({
    status: 422,
    code: 'P0101',
    field,
    description: `Missing mandatory attribute: ${field}`,
  });
  const wrong = (field: string, why: string) => ({
    status: 422,
    code: 'P0102',
    field,
    description: `Invalid attribute value: ${field}. ${why}`,
  });
  const { field: _, ...wrongNumber } = wrong('card_number', 'Must be a valid card number');
  const { field: _1, ...wrongCvc } = wrong('cvc', 'Must contain numbers only');
  const { field: _2, ...wrongExpiry } = wrong('expiry_date', 'Must be a valid date with the format MM/YY');
  const { field: _3, ...pastExpiry } = wrong('expiry_date', 'Must be a valid date in the future');

  test.each([
    [{ one_time_token: undefined, card_number: undefined }, missing('one_time_token')],
    [{ one_time_token: ' ' }, missing('one_time_token')],
    [{ card_number: null, cvc: '1' }, missing('card_number')],
    [
      { card_number: '12345678901', cvc: null },
      wrong('card_number', 'Must be between 12 and 19 characters long'),
    ],
    [{ card_number: '1'.repeat(20) }, wrong('card_number', 'Must be between 12 and 19 characters long')],
    [{ cvc: undefined }, missing('cvc')],
    [{ cvc: '12' }, wrong('cvc', 'Must be between 3 and 4 characters long')],
    [{ cvc: '12345' }, wrong('cvc', 'Must be between 3 and 4 characters long')],
    [{ expiry_date: null }, missing('expiry_date')],
    [{ expiry_date: '1/49' }, wrong('expiry_date', 'Must be a valid date with the format MM/YY')],
    [{ cardholder_name: '' }, missing('cardholder_name')],
    [
      { cardholder_name: 'x'.repeat(256) },
      wrong('cardholder_name', 'Must be less than or equal to 255 characters long'),
    ],
    [{ cardholder_name: goodCard }, wrong('cardholder_name', 'Must be a valid string format')],
    [{ cardholder_name: '\ud800' }, wrong('cardholder_name', 'Must be a valid string format')],
    [{ card_number: 'card-number-123', expiry_date: '13/49' }, wrongNumber],
    [{ cvc: 'xyz' }, wrongCvc],
    [{ expiry_date: '13/49' }, wrongExpiry],
    [{ expiry_date: '11-49' }, wrongExpiry],
    [{ expiry_date: '01/20' }, pastExpiry],
    [{ cvc: {} }, { status: 400, code: 'P0197', description: 'Unable to parse JSON' }],
  ])('%j is told, and neither token nor payment changes', async (changes, error) => {
    const payment = await aPhonePayment();
    expect(await authorise(tokenOf(payment), changes)).toEqual(error);
    expect(await statusOf(service, payment.payment_id)).toBe('CREATED');
    expect(tokenOf(await shown(service, account, payment.payment_id))).toBe(tokenOf(payment));
  });

  test('a body that is no object lacks its token, and one that is no JSON cannot be read', async () => {
    for (const [text, status, code] of [
      ['[]', 422, 'P0101'],
      ['null', 422, 'P0101'],
      ['{', 400, 'P0197'],
    ] as const) {
      const answer = await service.call('POST', '/v1/auth', { text });
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    }
  });

  test('numbers are read as texts', async () => {
    const payment = await aPhonePayment();
    expect(await authorise(tokenOf(payment), { card_number: Number(goodCard), cvc: 123 })).toEqual(done);
  });

  test('a number that a double cannot hold is refused, since it would be another card’s', async () => {
    const payment = await aPhonePayment();
    const body = JSON.stringify({
      one_time_token: tokenOf(payment),
      ...{ card_number: 0, cvc: '123', expiry_date: '11/49', cardholder_name: 'J Bloggs' },
    });
    const text = body.replace('"card_number":0', '"card_number":4917610000000000003');
    const answer = await service.call('POST', '/v1/auth', { text });
    expect({ status: answer.status, ...answer.json }).toEqual(wrongNumber);
    expect(await statusOf(service, payment.payment_id)).toBe('CREATED');
  });
});

describe('a one-time token', () => {
  test('that this service never made is not valid', async () => {
    const token = tokenOf(await aPhonePayment());
    for (const wrong of ['x', '0'.repeat(53), `${token}0`, token.toUpperCase(), token.slice(0, -1)]) {
      expect(await authorise(wrong)).toEqual(notValid);
    }
  });

  test('of a payment with a page is none for this, and one of this opens no page', async () => {
    const page = await aPayment(service, account);
    const token = String(page._links.next_url_post?.params?.chargeTokenId);
    expect(await authorise(token)).toEqual({
      ...notValid,
      description: 'The one_time_token is not a valid moto api token',
    });
    const payment = await aPhonePayment();
    const { statusCode } = await service.app.inject({ url: `/secure/${tokenOf(payment)}` });
    expect(statusCode).toBe(403);
    expect(await authorise(tokenOf(payment))).toEqual(done);
  });

  test('of a payment that is over without it is not valid', async () => {
    const payment = await aPhonePayment();
    await service.call('POST', `/v1/payments/${payment.payment_id}/cancel`, { key: account.key });
    expect(await authorise(tokenOf(payment))).toEqual(notValid);
    expect(await statusOf(service, payment.payment_id)).toBe('SYSTEM CANCELLED');
  });

  test('that many send at once charges once', async () => {
    const payment = await aPhonePayment();
    const answers = await Promise.all(Array.from({ length: 50 }, () => authorise(tokenOf(payment))));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'P1212')).toHaveLength(49);
    await reaches(service, payment.payment_id, 'CAPTURED');
    expect(await authorisationsOf(payment.payment_id)).toBe(1);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('of a payment that is cancelled while the provider is asked charges nobody', async () => {
    const payment = await aPhonePayment();
    const gate = hold();
    const sent = authorise(tokenOf(payment));
    await reaches(service, payment.payment_id, 'AUTHORISATION READY');
    const cancelled = await service.call('POST', `/v1/payments/${payment.payment_id}/cancel`, {
      key: account.key,
    });
    gate.open();
    expect(cancelled.status).toBe(204);
    expect(await sent).toEqual(rejected);
    await reaches(service, payment.payment_id, 'SYSTEM CANCELLED');
  });
});

describe('a provider that does not answer', () => {
  test('leaves the payment locked; what it did is found out, and nobody is charged twice', async () => {
    const payment = await aPhonePayment();
    const { payment_id: id } = payment;
    await withFault('query', 'before', () =>
      withFault('authorise', 'after', async () => {
        expect(await authorise(tokenOf(payment))).toEqual(timedOut);
        const parked = await shown(service, account, id);
        expect(parked.state.status).toBe('started');
        // Another token is shown, and is of no use while nobody knows.
        expect(tokenOf(parked)).not.toBe(tokenOf(payment));
        expect(await authorise(tokenOf(parked))).toEqual(timedOut);
        expect(await authorise(tokenOf(payment))).toEqual(used);
      }),
    );
    await reaches(service, id, 'CAPTURED');
    expect(await authorisationsOf(id)).toBe(1);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('has the card sent again where it never heard of it', async () => {
    const payment = await aPhonePayment();
    const { payment_id: id } = payment;
    await withFault('query', 'before', () =>
      withFault('authorise', 'before', async () => {
        expect(await authorise(tokenOf(payment))).toEqual(timedOut);
      }),
    );
    await reaches(service, id, 'ENTERING CARD DETAILS');
    expect(await authorise(tokenOf(await shown(service, account, id)))).toEqual(done);
    await reaches(service, id, 'CAPTURED');
    expect(await authorisationsOf(id)).toBe(1);
  });
});

test('the issuer of a card asks nobody, whichever way the card was told', async () => {
  const challenged = '4000002500003155';
  const byCall = await aPhonePayment();
  expect(await authorise(tokenOf(byCall), { card_number: challenged })).toMatchObject({ status: 204 });
  const onPage = await aPayment(service, account, { moto: true });
  await follow(service, onPage);
  expect(await sendCard(service, onPage.payment_id, challenged)).toBe('authorised');
  expect(await shown(service, account, onPage.payment_id)).toMatchObject({
    authorisation_summary: { three_d_secure: { required: false } },
  });
});
