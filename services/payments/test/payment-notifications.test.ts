import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { type Account, adminToken, anAccount, logOf, type Service, shown, startService } from './fixtures.ts';
import { aWebhook, type Receiver, startReceiver } from './webhook-fixtures.ts';

let service: Service;
let account: Account;
let receiver: Receiver;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  receiver = await startReceiver();
  service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
  account = await anAccount(service, { features: { telephone: true } });
});

afterAll(async () => {
  await service?.end();
  await receiver?.close();
});

const path = '/v1/payment_notification';
let ids = 0;

/** What a telephone system tells of a payment that went well. */
function aNotification(changes: Record<string, unknown> = {}): Record<string, unknown> {
  ids += 1;
  return {
    amount: 12000,
    reference: 'MRPC12345',
    description: 'New passport application',
    created_date: '2018-02-21T16:04:25Z',
    authorised_date: '2018-02-21T16:05:33Z',
    processor_id: '183f2j8923j8',
    provider_id: `17498-8412u9-127389123${ids}`,
    auth_code: '666',
    payment_outcome: { status: 'success' },
    card_type: 'visa',
    name_on_card: 'J Bloggs',
    email_address: 'payer@service.example',
    card_expiry: '02/29',
    last_four_digits: '1234',
    first_six_digits: '654321',
    telephone_number: '+447700900796',
    ...changes,
  };
}

async function tell(body: unknown, { key } = account) {
  const answer = await service.call('POST', path, { key, body });
  expect(validator.response('notifyPayment', answer.status, answer.json)).toEqual([]);
  return answer;
}

describe('a payment that was taken elsewhere', () => {
  test('shows nothing of what was told as an empty text', async () => {
    const empty = { card_type: null, name_on_card: '', email_address: '', card_expiry: null };
    const { json } = await tell(aNotification({ ...empty, last_four_digits: null, first_six_digits: null }));
    const payment = await shown(service, account, String(json.payment_id));
    expect([payment.card_details, payment.email]).toEqual([undefined, undefined]);
  });

  test('is a success at once, with all that was told, and its money is not ours', async () => {
    const body = aNotification();
    const { status, json } = await tell({ ...body, something_else: 1 });
    expect(status).toBe(201);
    const { payment_id: id, state, ...told } = json;
    expect(told).toEqual(body);
    expect(state).toEqual({ status: 'success', finished: true });
    const payment = await shown(service, account, String(id));
    expect(validator.response('getPayment', 200, payment)).toEqual([]);
    expect(payment).toMatchObject({
      amount: 12000,
      reference: 'MRPC12345',
      email: 'payer@service.example',
      authorisation_mode: 'external',
      moto: false,
      provider_id: body.provider_id,
      state: { status: 'success', finished: true },
      refund_summary: { status: 'unavailable' },
      settlement_summary: {},
      card_details: {
        card_brand: 'Visa',
        cardholder_name: 'J Bloggs',
        expiry_date: '02/29',
        last_digits_card_number: '1234',
        first_digits_card_number: '654321',
      },
    });
    expect(payment.return_url).toBeUndefined();
    expect(payment.authorisation_summary).toBeUndefined();
    expect(Object.keys(payment._links).sort()).toEqual(['events', 'refunds', 'self']);
    const ledger = await service.call('GET', `/ashlar/v1/payments/${id}/ledger`, {
      key: await adminToken(service),
    });
    expect(ledger.json).toEqual({ payment_id: id, entries: [] });
    const refund = await service.call('POST', `/v1/payments/${id}/refunds`, {
      key: account.key,
      body: { amount: 1 },
    });
    expect([refund.status, refund.json.code]).toEqual([400, 'P0603']);
    const act = (name: string) => service.call('POST', `/v1/payments/${id}/${name}`, { key: account.key });
    expect((await act('cancel')).json.code).toBe('P0501');
    // As of any other success, whose money is taken anyway.
    expect((await act('capture')).status).toBe(204);
    expect((await shown(service, account, String(id))).state).toEqual(state);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test.each([
    ['P0010', { status: 'failed', finished: true, code: 'P0010', message: 'Payment method rejected' }],
    [
      'P0030',
      { status: 'failed', finished: true, code: 'P0030', message: 'Payment was cancelled by the user' },
    ],
    [
      'P0050',
      { status: 'error', finished: true, code: 'P0050', message: 'Payment provider returned an error' },
    ],
  ])('that failed with %s shows so', async (code, state) => {
    const payment_outcome = {
      status: 'failed',
      code,
      supplemental: { error_code: 'ECKOH01234', error_message: 'textual message describing error code' },
    };
    const { status, json } = await tell(aNotification({ payment_outcome }));
    expect(status).toBe(201);
    expect([json.state, json.payment_outcome]).toEqual([state, payment_outcome]);
    expect((await shown(service, account, String(json.payment_id))).state).toEqual(state);
  });

  test('needs no card facts', async () => {
    const { amount, reference, description, processor_id, provider_id, payment_outcome } = aNotification();
    const body = { amount, reference, description, processor_id, provider_id, payment_outcome };
    const { status, json } = await tell(body);
    expect(status).toBe(201);
    expect((await shown(service, account, String(json.payment_id))).card_details).toBeUndefined();
  });

  test('that is told of again is shown as it was told first', async () => {
    const body = aNotification();
    const first = await tell(body);
    const again = await tell({ ...body, amount: 1, payment_outcome: { status: 'failed', code: 'P0010' } });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toEqual(first.json);
  });

  test('of one provider’s id is made once, by however many it is told at once', async () => {
    const body = aNotification();
    const answers = await Promise.all(Array.from({ length: 30 }, () => tell(body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(29);
    expect(new Set(answers.map(({ json }) => json.payment_id)).size).toBe(1);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('of another account is another payment', async () => {
    const other = await anAccount(service, { features: { telephone: true } });
    const body = aNotification();
    const answers = [await tell(body), await tell(body, other)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const stolen = await service.call('GET', `/v1/payments/${answers[0]?.json.payment_id}`, {
      key: other.key,
    });
    expect(stolen.status).toBe(404);
  });

  test('is found, heard of without a gap, and told to webhooks', async () => {
    await aWebhook(service, account, receiver.url);
    const { json } = await tell(aNotification({ reference: 'a-phone-call' }));
    const id = String(json.payment_id);
    const search = await service.call('GET', '/v1/payments?reference=A-phone-call&state=success', {
      key: account.key,
    });
    expect((search.json.results as { payment_id: string }[]).map(({ payment_id }) => payment_id)).toEqual([
      id,
    ]);
    const history = await service.call('GET', `/v1/payments/${id}/events`, { key: account.key });
    const states = (history.json.events as { state: { status: string } }[]).map(({ state }) => state.status);
    expect(states).toEqual(['created', 'success']);
    const rows = await logOf(service, id);
    expect(rows.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'payments.payment.created.v1'],
      [2, 'payments.payment.confirmed.v1'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Bloggs|phone-call|7700900796|654321/);
    const [message] = await receiver.gets(1);
    const { _links, ...payment } = await shown(service, account, id);
    expect(message?.json).toMatchObject({ event_type: 'card_payment_succeeded', resource: payment });
  });
});

describe('a notification', () => {
  const unreadable = [400, 'P0197', undefined, 'Unable to parse JSON'];
  const missing = (field: string) => [422, 'P0101', field, `Missing mandatory attribute: ${field}`];
  const wrong = (field: string, why: string) => [
    422,
    'P0102',
    field,
    `Invalid attribute value: ${field}. ${why}`,
  ];
  const outcome = wrong(
    'payment_outcome',
    'Field [payment_outcome] must include a valid status and error code',
  );
  const long = (field: string) => wrong(field, 'Must be less than or equal to 255 characters length');

  test.each([
    ...['amount', 'reference', 'description', 'processor_id', 'provider_id', 'payment_outcome'].map(
      (field) => [{ [field]: null }, missing(field)] as const,
    ),
    [{ reference: ' ' }, missing('reference')],
    [{ amount: 'x' }, unreadable],
    [{ reference: 1 }, unreadable],
    [{ payment_outcome: 'success' }, unreadable],
    [{ amount: 0 }, wrong('amount', 'Must be greater than or equal to 1')],
    [{ amount: 10_000_001 }, wrong('amount', 'Must be less than or equal to 10000000')],
    [{ reference: 'x'.repeat(256) }, long('reference')],
    [{ provider_id: 'x'.repeat(256) }, long('provider_id')],
    [{ reference: '\ud800' }, wrong('reference', 'Must be a valid string format')],
    [{ name_on_card: '4444 3333 2222 1111' }, wrong('name_on_card', 'Must be a valid string format')],
    [
      { created_date: 'yesterday' },
      wrong('created_date', 'Field [created_date] must be a valid ISO-8601 time and date format'),
    ],
    [{ payment_outcome: {} }, outcome],
    [{ payment_outcome: { status: 'success', code: 'P0010' } }, outcome],
    [{ payment_outcome: { status: 'failed', code: 'P0020' } }, outcome],
    [
      { card_type: 'discover' },
      wrong(
        'card_type',
        'Field [card_type] must be either master-card, visa, maestro, diners-club, american-express or jcb',
      ),
    ],
    [{ card_expiry: '13/29' }, wrong('card_expiry', 'Field [card_expiry] must have valid MM/YY')],
    [
      { last_four_digits: '12345' },
      wrong('last_four_digits', 'Field [last_four_digits] must be exactly 4 digits'),
    ],
    [
      { first_six_digits: '12a456' },
      wrong('first_six_digits', 'Field [first_six_digits] must be exactly 6 digits'),
    ],
  ])('%j is refused, and nothing is stored', async (changes, error) => {
    const reference = `refused-${ids}`;
    const { status, json } = await tell({ ...aNotification({ reference }), ...changes });
    expect([status, json.code, json.field, json.description]).toEqual(error);
    const search = await service.call('GET', `/v1/payments?reference=${reference}`, { key: account.key });
    expect(search.json.total).toBe(0);
  });

  test('is for accounts that may tell, which is looked at after the body', async () => {
    const other = await anAccount(service);
    const refused = await tell(aNotification(), other);
    expect([refused.status, refused.json]).toEqual([
      403,
      {
        code: 'P0930',
        description:
          'Access to this resource is not enabled for this account. Contact support with your error code - https://www.payments.service.gov.uk/support/ .',
      },
    ]);
    expect((await tell(aNotification({ amount: null }), other)).status).toBe(422);
    const none = await service.call('POST', path, { body: aNotification() });
    expect(none.status).toBe(401);
    const broken = await service.call('POST', path, { key: account.key, text: '{' });
    expect([broken.status, broken.json.code]).toEqual([400, 'P0197']);
    await service.call('PATCH', `/ashlar/v1/gateway-accounts/${other.id}/features`, {
      key: await adminToken(service),
      body: { telephone: true },
    });
    await until(async () => (await tell(aNotification(), other)).status === 201, { timeoutMs: 6000 });
  });
});
