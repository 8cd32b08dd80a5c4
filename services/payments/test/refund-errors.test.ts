import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  anAccount,
  aPaymentAt,
  reaches,
  type Service,
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

const refund = (id: string, body: unknown, key = account.key) =>
  service.call('POST', `/v1/payments/${id}/refunds`, { key, body });

const get = (path: string, key = account.key) => service.call('GET', path, { key });

async function aPaid(): Promise<string> {
  const id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  return id;
}

const summaryOf = async (id: string) => (await shown(service, account, id)).refund_summary;

const unavailable = (why: string) => ({
  code: 'P0603',
  description: `The payment is not available for refund. Payment refund status: ${why}`,
});
const invalidAmount = (why: string) => ({
  field: 'amount',
  code: 'P0602',
  description: `Invalid attribute value: amount. ${why}`,
});

describe('a refund is refused', () => {
  test.each([
    [{}, 400, { field: 'amount', code: 'P0601', description: 'Missing mandatory attribute: amount' }],
    [
      { amount: null },
      400,
      { field: 'amount', code: 'P0601', description: 'Missing mandatory attribute: amount' },
    ],
    [{ amount: '1' }, 400, invalidAmount('Must be a valid numeric format')],
    [{ amount: 1.5 }, 400, invalidAmount('Must be a valid numeric format')],
    [{ amount: 0 }, 422, invalidAmount('Must be greater than or equal to 1')],
    [{ amount: 10_000_001 }, 422, invalidAmount('Must be less than or equal to 10000000')],
  ])('for %j before the payment is looked at', async (body, status, error) => {
    const answer = await refund('0'.repeat(26), body);
    expect([answer.status, answer.json]).toEqual([status, error]);
  });

  test('when it is no JSON: 400 P0697', async () => {
    const path = `/v1/payments/${'0'.repeat(26)}/refunds`;
    const answer = await service.call('POST', path, { key: account.key, text: '{' });
    expect([answer.status, answer.json]).toEqual([
      400,
      { code: 'P0697', description: 'Unable to parse JSON' },
    ]);
  });

  test.each([
    ['created', 'pending'],
    ['authorised', 'pending'],
    ['declined', 'unavailable'],
    ['faulty', 'unavailable'],
    ['cancelled', 'unavailable'],
  ] as const)('while the payment is %s: 400 P0603 %s, whatever else is wrong', async (stage, why) => {
    const id = await aPaymentAt(service, account, stage);
    const answer = await refund(id, { amount: 9999, refund_amount_available: 1 });
    expect([answer.status, answer.json]).toEqual([400, unavailable(why)]);
  });

  test('when what is available is not what its caller thinks (412), then when it is more than that (400)', async () => {
    const id = await aPaid();
    const stale = await refund(id, { amount: 2000, refund_amount_available: 1449 });
    expect([stale.status, stale.json]).toEqual([
      412,
      { code: 'P0604', description: 'Refund amount available mismatch.' },
    ]);
    for (const expected of [null, 'x', 1.5]) {
      expect((await refund(id, { amount: 1, refund_amount_available: expected })).status).toBe(412);
    }
    const much = await refund(id, { amount: 1451, refund_amount_available: 1450 });
    expect([much.status, much.json]).toEqual([400, unavailable('amount_not_available')]);
    expect(await summaryOf(id)).toMatchObject({ amount_submitted: 0 });
  });

  test('for another account’s payment, and its refunds are not found', async () => {
    const id = await aPaid();
    const { json } = await refund(id, { amount: 1 });
    const { key } = await anAccount(service, { department: 'elsewhere' });
    const own = `/v1/payments/${id}/refunds`;
    const answers = [
      await refund(id, { amount: 1 }, key),
      await get(`${own}/${json.refund_id}`, key),
      await get(own, key),
      await get(`/v1/payments/${await aPaid()}/refunds/${json.refund_id}`),
    ];
    expect(answers.map((answer) => [answer.status, answer.json.code])).toEqual([
      [404, 'P0600'],
      [404, 'P0700'],
      [404, 'P0800'],
      [404, 'P0700'],
    ]);
  });
});

describe('the search for refunds', () => {
  test('finds an account’s own, newest first, on pages that link to each other', async () => {
    const searcher = await anAccount(service, { name: 'Searcher' });
    const id = await aPaymentAt(service, searcher, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    for (const amount of [1, 2, 3]) await refund(id, { amount }, searcher.key);
    const page = await get('/v1/refunds?page=2&display_size=1&from_date=2020-01-01T00:00:00Z', searcher.key);
    expect(page.status).toBe(200);
    expect(validator.response('searchRefunds', 200, page.json)).toEqual([]);
    expect(page.json).toMatchObject({
      total: 3,
      count: 1,
      page: 2,
      results: [{ amount: 2, payment_id: id }],
    });
    const { next_page: next } = page.json._links as Record<string, { href: string }>;
    const following = await get(
      new URL(String(next?.href)).href.replace('http://pay.test', ''),
      searcher.key,
    );
    expect(following.json).toMatchObject({ page: 3, results: [{ amount: 1 }] });
    expect((await get('/v1/refunds?from_settled_date=2020-01-01', searcher.key)).json).toMatchObject({
      total: 0,
    });
    expect((await get('/v1/refunds?to_date=2020-01-01T00:00:00Z', searcher.key)).json).toMatchObject({
      total: 0,
    });
  });

  test('names every wrong parameter, and no page beyond the last', async () => {
    const wrong = await get('/v1/refunds?from_date=x&to_settled_date=2020-13-01&display_size=501&page=0');
    expect([wrong.status, wrong.json]).toEqual([
      422,
      {
        code: 'P1101',
        description:
          'Invalid parameters: from_date, to_settled_date, page, display_size. See Public API documentation for the correct data formats',
      },
    ]);
    const beyond = await get('/v1/refunds?page=1000000');
    expect([beyond.status, beyond.json]).toEqual([404, { code: 'P1100', description: 'Page not found' }]);
  });
});
