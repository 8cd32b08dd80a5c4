import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { en } from '../src/pages/strings/en.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  adminToken,
  anAccount,
  aPaymentAt,
  aPaymentBody,
  logOf,
  reaches,
  type Service,
  shown,
  startService,
} from './fixtures.ts';
import { aProduct } from './product-fixtures.ts';

let service: Service;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

async function setFeatures(id: string, features: Record<string, boolean>) {
  const key = await adminToken(service);
  const path = `/ashlar/v1/gateway-accounts/${id}/features`;
  const answer = await service.call('PATCH', path, { key, body: features });
  expect(validator.response('updateGatewayAccountFeatures', 200, answer.json)).toEqual([]);
  return answer.json.features;
}

describe('a payment of nothing', () => {
  test('is refused unless the account may take such, and is then paid like any other', async () => {
    const account = await anAccount(service);
    const ask = () =>
      service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody({ amount: 0 }) });
    const refused = await ask();
    expect([refused.status, refused.json.code, refused.json.field]).toEqual([422, 'P0102', 'amount']);
    expect(await setFeatures(account.id, { zero_amount: true })).toMatchObject({ zero_amount: true });
    await until(async () => (await ask()).status === 201, { timeoutMs: 6000 });
    const id = await aPaymentAt(service, account, 'confirmed', { amount: 0 });
    await reaches(service, id, 'CAPTURED');
    expect(await shown(service, account, id)).toMatchObject({
      amount: 0,
      state: { status: 'success' },
      refund_summary: { status: 'full', amount_available: 0 },
    });
    const rows = await logOf(service, id);
    expect(rows.map((row) => row.sequence)).toEqual(rows.map((_, at) => at + 1));
    expect(await verifyLedger(service.deps)).toEqual([]);
  });
});

describe('an account whose payments are switched off', () => {
  test('makes no payments and refunds until they are on again; what is under way goes on', async () => {
    const account = await anAccount(service);
    const { key } = account;
    const captured = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, captured, 'CAPTURED');
    const open = await aPaymentAt(service, account, 'authorised');
    const link = await aProduct(service, {}, account);
    const create = () => service.call('POST', '/v1/payments', { key, body: aPaymentBody() });
    const refund = () =>
      service.call('POST', `/v1/payments/${captured}/refunds`, { key, body: { amount: 1 } });

    await setFeatures(account.id, { payments: false });
    const refused = await until(
      async () => {
        const answer = await create();
        return answer.status === 403 ? answer : undefined;
      },
      { timeoutMs: 6000 },
    );
    expect(refused.json).toEqual({
      code: 'P0941',
      description:
        'GOV.UK Pay has disabled payment and refund creation on this account. Contact support with your error code - https://www.payments.service.gov.uk/support/ .',
    });
    expect(validator.response('createPayment', 403, refused.json)).toEqual([]);
    const noRefund = await refund();
    expect([noRefund.status, noRefund.json.code]).toEqual([403, 'P0941']);
    expect(validator.response('createRefund', 403, noRefund.json)).toEqual([]);
    const page = await service.app.inject({ url: `/pay/${link.id}` });
    expect([page.statusCode, page.body.includes(en.messages.closedProduct.title)]).toEqual([410, true]);
    expect((await service.call('GET', `/v1/payments/${open}`, { key })).status).toBe(200);
    expect((await service.call('POST', `/v1/payments/${open}/cancel`, { key })).status).toBe(204);

    await setFeatures(account.id, { payments: true });
    await until(async () => (await create()).status === 201, { timeoutMs: 6000 });
    expect((await refund()).status).toBe(202);
  });
});
