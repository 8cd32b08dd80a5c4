import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findPaymentsStatement } from '../src/store/payment-search.ts';
import { type Account, anAccount, aPayment, aPaymentAt, type Service, startService } from './fixtures.ts';

let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);
/** Payments by what is special about them. */
let ids: Record<'created' | 'paid' | 'declined' | 'capturable' | 'cancelled', string>;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
  ids = {
    created: (await aPayment(service, account, { reference: 'Straße_1%' })).payment_id,
    paid: await aPaymentAt(service, account, 'confirmed', { reference: 'PAID-1' }),
    declined: await aPaymentAt(service, account, 'declined'),
    capturable: await aPaymentAt(service, account, 'confirmed', { delayed_capture: true }),
    cancelled: await aPaymentAt(service, account, 'cancelled', { email: 'Someone.Else@service.example' }),
  };
  await aPayment(service, await anAccount(service, { department: 'elsewhere' }), { reference: 'PAID-1' });
});

afterAll(() => service?.end());

const search = (query: Record<string, string> = {}, key = account.key) =>
  service.call('GET', `/v1/payments?${new URLSearchParams(query)}`, { key });

/** What a search finds, by the names of {@link ids}. */
async function found(query: Record<string, string>): Promise<string[]> {
  const { status, json } = await search(query);
  expect(status).toBe(200);
  expect(validator.response('searchPayments', 200, json)).toEqual([]);
  const results = json.results as { payment_id: string }[];
  expect(json).toMatchObject({ total: results.length, count: results.length, page: 1 });
  const names = Object.entries(ids).map(([name, id]) => [id, name]);
  return results.map(({ payment_id: id }) => String(Object.fromEntries(names)[id]));
}

const everything = ['cancelled', 'capturable', 'declined', 'paid', 'created'];

describe('the search for payments', () => {
  test.each([
    [{}, everything],
    [{ state: 'created' }, ['created']],
    [{ state: 'success' }, ['paid']],
    [{ state: 'failed' }, ['declined']],
    [{ state: 'cancelled' }, ['cancelled']],
    [{ state: 'submitted' }, []],
    [{ reference: 'paid-1' }, ['paid']],
    [{ reference: 'paid' }, []],
    [{ reference: 'STRAßE_1%' }, ['created']],
    [{ email: 'PAYER@' }, ['capturable', 'declined', 'paid']],
    [{ email: 'e.else' }, ['cancelled']],
    [{ email: '%' }, []],
    [{ cardholder_name: 'bloggs' }, ['capturable', 'declined', 'paid']],
    [{ first_digits_card_number: '444433' }, ['capturable', 'paid']],
    [{ last_digits_card_number: '0002' }, ['declined']],
    [{ card_brand: 'VISA', state: 'success' }, ['paid']],
    [{ card_brand: 'master-card' }, []],
    [{ from_date: '2020-01-01T00:00:00Z', to_date: '2999-01-01T00:00:00+01:00' }, everything],
    [{ from_date: '2999-01-01T00:00:00Z' }, []],
    [{ to_date: '2020-01-01T00:00:00.000Z' }, []],
    [{ from_settled_date: '2020-01-01' }, []],
    [{ agreement_id: 'a'.repeat(26) }, []],
    [{ reference: ' ', state: '', page: '' }, everything],
  ])('by %j finds %j, newest first', async (query, expected) => {
    expect(await found(query as Record<string, string>)).toEqual(expected);
  });

  test('shows each as it is, without the links that a payer follows', async () => {
    const { json } = await search({ state: 'created' });
    const [one] = json.results as Record<string, unknown>[];
    const read = await service.call('GET', `/v1/payments/${ids.created}`, { key: account.key });
    const { next_url: _next, next_url_post: _post, ...links } = read.json._links as Record<string, unknown>;
    expect(one).toEqual({ ...read.json, _links: links });
    const capturable = (await search()).json.results as { payment_id: string; _links: object }[];
    const links2 = capturable.find((payment) => payment.payment_id === ids.capturable)?._links ?? {};
    expect(Object.keys(links2).sort()).toEqual(['cancel', 'capture', 'events', 'refunds', 'self']);
  });

  test('pages link to each other, with what was asked', async () => {
    const { json } = await search({
      page: '2',
      display_size: '2',
      email: 'example',
      from_date: '2020-01-01T00:00:00Z',
    });
    expect(json).toMatchObject({ total: 4, count: 2, page: 2 });
    const links = json._links as Record<string, { href: string; method: string }>;
    const at = (page: number) => ({
      href: `http://pay.test/v1/payments?email=example&from_date=2020-01-01T00%3A00%3A00Z&page=${page}&display_size=2`,
      method: 'GET',
    });
    expect(links).toEqual({ self: at(2), first_page: at(1), last_page: at(2), prev_page: at(1) });
    const first = await service.call('GET', String(links.first_page?.href).replace('http://pay.test', ''), {
      key: account.key,
    });
    expect(first.json._links).toEqual({ self: at(1), first_page: at(1), last_page: at(2), next_page: at(2) });
  });

  test('names every wrong parameter in the standard’s order: 422 P0401', async () => {
    const answer = await search({
      last_digits_card_number: '111',
      first_digits_card_number: '44443x',
      agreement_id: 'a'.repeat(27),
      display_size: '501',
      page: '0',
      to_date: '2015-02-30T00:00:00Z',
      from_date: '2015-08-13',
      card_brand: 'x'.repeat(21),
      email: 'x'.repeat(255),
      reference: 'x'.repeat(256),
      state: 'capturable',
      to_settled_date: '13-08-2015',
      from_settled_date: '2015-02-29',
    });
    expect([answer.status, answer.json]).toEqual([
      422,
      {
        code: 'P0401',
        description:
          'Invalid parameters: state, reference, email, card_brand, from_date, to_date, page, display_size, agreement_id, ' +
          'first_digits_card_number, last_digits_card_number, from_settled_date, to_settled_date. ' +
          'See Public API documentation for the correct data formats',
      },
    ]);
  });

  test('has no page beyond the last: 404 P0402', async () => {
    for (const query of [{ page: '2' }, { page: '2147483647', display_size: '500' }]) {
      const answer = await search(query);
      expect([answer.status, answer.json]).toEqual([404, { code: 'P0402', description: 'Page not found' }]);
    }
    expect((await search({ reference: 'nothing' })).json).toMatchObject({
      total: 0,
      count: 0,
      page: 1,
      results: [],
    });
  });

  test('refuses what no payment can hold', async () => {
    expect((await search({ cardholder_name: 'a\0b' })).status).toBe(422);
  });

  test('takes the first of a parameter that comes twice', async () => {
    const answer = await service.call('GET', '/v1/payments?state=created&state=nonsense', {
      key: account.key,
    });
    expect(answer.json).toMatchObject({ total: 1 });
  });
});

describe('the search for disputes', () => {
  const disputes = (query: string) => service.call('GET', `/v1/disputes${query}`, { key: account.key });

  test('has the codes of the search for payments', async () => {
    const wrong = await disputes('?status=closed&page=x');
    expect([wrong.status, wrong.json]).toEqual([
      422,
      {
        code: 'P0401',
        description:
          'Invalid parameters: status, page. See Public API documentation for the correct data formats',
      },
    ]);
    expect((await disputes('?page=2')).json).toEqual({ code: 'P0402', description: 'Page not found' });
  });
});

describe('among a hundred thousand payments', () => {
  beforeAll(async () => {
    await service.pool.query(
      `insert into payment (id, gateway_account_id, department, service, live, provider, status, sequence, amount, currency, reference,
                            description, return_url, language, delayed_capture, created_at, updated_at)
       select 'bulk' || lpad(n::text, 22, '0'), 'account' || n % 50, 'demo', 'licensing', false, 'sandbox', 'CAPTURED', 1, 1, 'GBP',
              'R' || n % 1000, 'Bulk', 'https://service.example/', 'en', false, now() - n * interval '1 s', now()
         from generate_series(1, 100000) as n`,
    );
    await service.pool.query('analyze payment');
  }, 60_000);

  const nothing = {
    gatewayAccountId: 'account7',
    ...{ reference: undefined, email: undefined, statuses: undefined, cardBrands: undefined },
    ...{
      cardholderName: undefined,
      firstDigits: undefined,
      lastDigits: undefined,
      from: undefined,
      to: undefined,
    },
    agreementId: undefined,
    never: false,
  };

  async function planOf(
    filter: Partial<typeof nothing> | { reference: string } | { agreementId: string },
  ): Promise<string> {
    const { text, values } = findPaymentsStatement({ ...nothing, ...filter }, { limit: 500, offset: 0 });
    const { rows } = await service.pool.query({ text: `explain ${text}`, values: values ?? [] });
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  test('the newest page of one account is read from its index, in order', async () => {
    const plan = await planOf({});
    expect(plan).toContain('Index Scan using payment_newest');
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });

  test('an agreement’s payments are read from their index', async () => {
    const plan = await planOf({ agreementId: 'a'.repeat(26) });
    expect(plan).toMatch(/Index Scan (using|on) payment_agreement/);
    expect(plan).not.toContain('Seq Scan');
  });

  test('a reference is read from its index', async () => {
    const plan = await planOf({ reference: 'r57' });
    expect(plan).toMatch(/Index Scan (using|on) payment_reference/);
    expect(plan).not.toContain('Seq Scan');
  });
});
