import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { usualCardRules } from '../src/domain/card-kinds.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aPayment,
  aPaymentAt,
  follow,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
} from './fixtures.ts';
import { aWebhook, type Receiver, startReceiver } from './webhook-fixtures.ts';

let service: Service;
let account: Account;
let receiver: Receiver;
const validator = createSchemaValidator(loadContract('payments').document);
const fees = {
  corporate_credit_card_surcharge_amount: 250,
  corporate_debit_card_surcharge_amount: 150,
  corporate_prepaid_debit_card_surcharge_amount: 50,
};

beforeAll(async () => {
  receiver = await startReceiver();
  service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
  account = await anAccount(service, { features: { moto_api: true } });
  await setCards(fees);
});

afterAll(async () => {
  await service?.end();
  await receiver?.close();
});

async function setCards(body: Record<string, unknown>, { id } = account) {
  const key = await adminToken(service);
  const answer = await service.call('PATCH', `/ashlar/v1/gateway-accounts/${id}/cards`, { key, body });
  expect(validator.response('updateGatewayAccountCards', answer.status, answer.json)).toEqual([]);
  return answer;
}

async function payWith(card: string, changes: Record<string, unknown> = {}): Promise<string> {
  const id = await aPaymentAt(service, account, 'started', changes);
  expect(await sendCard(service, id, card)).toBe('authorised');
  expect(await confirmPayment(service.deps, { paymentId: id })).toBe('confirmed');
  return id;
}

async function sendByApi(card_number: string) {
  const byApi = { authorisation_mode: 'moto_api', return_url: undefined };
  const payment = await aPayment(service, account, byApi);
  const one_time_token = payment._links.auth_url_post?.params?.one_time_token;
  const card = { one_time_token, card_number, cvc: '123', expiry_date: '11/49', cardholder_name: 'J Bloggs' };
  const { status, json } = await service.call('POST', '/v1/auth', { body: card });
  return { id: payment.payment_id, status, code: json.code, description: json.description };
}

describe('a corporate card', () => {
  test.each([
    ['credit', '4111111111111111', 250, 'credit'],
    ['debit', '4988080000000000', 150, 'debit'],
    ['prepaid debit', '4131840000000003', 50, 'debit'],
    ['prepaid or not, nobody knows', '5101180000000007', undefined, 'credit'],
    ['debit or credit, nobody knows', '4293189100000008', undefined, undefined],
    ['no corporate one', '4242424242424242', undefined, 'credit'],
    ['prepaid, no corporate one', '4000160000000004', undefined, 'debit'],
  ])('(%s) adds what its account says', async (_kind, card, surcharge, type) => {
    const id = await payWith(card);
    await reaches(service, id, 'CAPTURED');
    const payment = await shown(service, account, id);
    expect(validator.response('getPayment', 200, payment)).toEqual([]);
    const total = 1450 + (surcharge ?? 0);
    expect([payment.amount, payment.corporate_card_surcharge, payment.total_amount]).toEqual([
      1450,
      surcharge,
      surcharge && total,
    ]);
    expect(payment.refund_summary).toMatchObject({ status: 'available', amount_available: total });
    expect((payment.card_details as Record<string, unknown>).card_type).toBe(type);
    const ledger = await service.call('GET', `/ashlar/v1/payments/${id}/ledger`, { key: account.key });
    const entries = ledger.json.entries as { account: string; amount: number }[];
    expect(entries.map((entry) => [entry.account, entry.amount])).toEqual([
      ['payer_clearing', total],
      ['department_payable', -total],
      ['provider_receivable', total],
      ['payer_clearing', -total],
    ]);
    const { rows } = await service.pool.query(
      `select operation, amount from sandbox_transaction where key like $1 order by operation`,
      [`${id}-%`],
    );
    expect(rows).toEqual([
      { operation: 'authorise', amount: total },
      { operation: 'capture', amount: total },
    ]);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('can be refunded with what it added, and no penny more', async () => {
    const id = await payWith('4111111111111111');
    await reaches(service, id, 'CAPTURED');
    const refund = (body: object) =>
      service.call('POST', `/v1/payments/${id}/refunds`, { key: account.key, body });
    expect((await refund({ amount: 1701 })).json.code).toBe('P0603');
    expect((await refund({ amount: 200, refund_amount_available: 1450 })).json.code).toBe('P0604');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund({ amount: 100 })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(17);
    expect((await shown(service, account, id)).refund_summary).toMatchObject({
      status: 'full',
      amount_available: 0,
    });
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('that comes after another one is the one that counts', async () => {
    const payment = await aPayment(service, account);
    const { payment_id: id } = payment;
    await follow(service, payment);
    await sendCard(service, id, '4111111111111111');
    expect(await shown(service, account, id)).toMatchObject({ total_amount: 1700 });
    await service.pool.query(`update payment set status = 'ENTERING CARD DETAILS' where id = $1`, [id]);
    await sendCard(service, id, '4242424242424242');
    expect((await shown(service, account, id)).total_amount).toBeUndefined();
  });

  test('adds the same where it is sent through the API', async () => {
    const { id, status } = await sendByApi('4111111111111111');
    expect(status).toBe(204);
    await reaches(service, id, 'CAPTURED');
    expect(await shown(service, account, id)).toMatchObject({
      corporate_card_surcharge: 250,
      total_amount: 1700,
    });
  });

  test('is in files and webhooks, there from the moment that it is known', async () => {
    await aWebhook(service, account, receiver.url);
    const id = await payWith('4988080000000000', { reference: 'corporate' });
    await reaches(service, id, 'CAPTURED');
    const file = await service.app.inject({
      url: `/ashlar/v1/gateway-accounts/${account.id}/payments.csv?reference=corporate`,
      headers: { authorization: `Bearer ${account.key}` },
    });
    const [heading = '', row = ''] = file.body
      .trim()
      .split('\r\n')
      .map((line) => line.replaceAll('"', ''));
    const cells = Object.fromEntries(heading.split(',').map((name, at) => [name, row.split(',')[at]]));
    expect(cells).toMatchObject({
      Amount: '14.50',
      'Corporate Card Surcharge': '1.50',
      'Total Amount': '16.00',
      Net: '16.00',
      'Card Type': 'debit',
    });
    const messages = await receiver.gets(3);
    const totals = messages.map(({ json }) => [
      json.event_type,
      (json.resource as Record<string, unknown>).total_amount,
    ]);
    expect(Object.fromEntries(totals)).toEqual({
      card_payment_started: undefined,
      card_payment_succeeded: 1600,
      card_payment_captured: 1600,
    });
  });

  test('is told of on its pages before anything is paid', async () => {
    const payment = await aPayment(service, account, { language: 'cy' });
    const start = await service.app.inject({
      url: String(payment._links.next_url?.href.replace('http://pay.test', '')),
    });
    const cookie = String([start.headers['set-cookie']].flat()[0]).split(';')[0] ?? '';
    const read = async (path: string) =>
      (await service.app.inject({ url: `/card_details/${payment.payment_id}${path}`, headers: { cookie } }))
        .body;
    expect(await read('')).toContain('Mae ffi o £2.50 am ddefnyddio cerdyn credyd corfforaethol');
    await sendCard(service, payment.payment_id, '4111111111111111');
    const confirm = await read('/confirm');
    expect(confirm).toMatch(/id="payment-summary-breakdown-amount">£14\.50</);
    expect(confirm).toMatch(/id="payment-summary-corporate-card-fee">£2\.50</);
    expect(confirm).toMatch(/id="amount" class="[^"]*">£17\.00</);
  });
});

describe('the cards that an account takes', () => {
  test('are all but Maestro unless told, and no surcharge', async () => {
    const { id } = await anAccount(service);
    const { json } = await service.call('GET', `/ashlar/v1/gateway-accounts/${id}`, {
      key: await adminToken(service),
    });
    expect(json.cards).toEqual(usualCardRules);
  });

  test('are looked at where the card is sent through the API', async () => {
    const refused = await sendByApi('6759649826438453');
    expect(refused).toMatchObject({
      status: 402,
      code: 'P0010',
      description: 'The card type is not enabled: maestro',
    });
    expect((await shown(service, account, refused.id)).state).toMatchObject({
      status: 'failed',
      code: 'P0010',
    });
  });

  test('can be changed, and a card of unknown type is taken where any of its brand is', async () => {
    await setCards({ card_types: ['visa credit'] });
    const answers = await Promise.all(
      ['4000056655665556', '5105105105105100', '4242424242424242', '4000000000000010'].map(sendByApi),
    );
    expect(answers.map(({ status, description }) => description ?? status)).toEqual([
      'The card type is not enabled: visa debit',
      'The card type is not enabled: master-card',
      204,
      204,
    ]);
    expect((await setCards({ card_types: usualCardRules.card_types })).json.cards).toEqual({
      ...usualCardRules,
      ...fees,
    });
  });

  test('are administered by right administrators with right values', async () => {
    const path = `/ashlar/v1/gateway-accounts/${account.id}/cards`;
    const patch = (key: string, body: unknown) => service.call('PATCH', path, { key, body });
    const admin = await adminToken(service);
    for (const wrong of [
      { card_types: ['visa'] },
      { corporate_debit_card_surcharge_amount: -1 },
      {},
      { other: 1 },
    ])
      expect([400, 422]).toContain((await patch(admin, wrong)).status);
    expect((await patch(await adminToken(service, 'elsewhere'), fees)).status).toBe(404);
    expect((await patch(account.key, fees)).status).toBe(401);
  });
});
