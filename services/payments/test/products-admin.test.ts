import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Account, adminToken, anAccount, type Method, type Service, startService } from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service, { service: 'fishing' });
});

afterAll(() => service?.end());

const administer = async (
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => service.call(method, path, { key: await adminToken(service), headers, ...(body ? { body } : {}) });

const linksPath = ({ id }: Pick<Account, 'id'>) => `/ashlar/v1/gateway-accounts/${id}/payment-links`;

/** Creates a link and answers its path and what is shown of it. */
async function aLink(body: Record<string, unknown> = {}, of = account) {
  const { status, json } = await administer('POST', linksPath(of), { name: 'Pay for a licence', ...body });
  expect(status).toBe(201);
  return { path: `${linksPath(of)}/${json.id}`, json };
}

const everySetting = {
  status: 'inactive',
  name: 'Pay for a licence',
  description: 'For rods.\nNot for nets.',
  price: 1450,
  amount_hint: 'In steps of £5',
  reference_enabled: true,
  reference_label: 'licence number',
  reference_hint: 'It is on your letter',
  language: 'cy',
  return_url: 'https://fishing.service.gov.uk/paid',
  confirmation_text: 'Your licence comes by post.',
  metadata: { team: 'rods', year: 2026, online: true },
  product_name_path: 'rod-licence',
};

describe('the administration of payment links', () => {
  test('creates a link of nothing but a title', async () => {
    const { status, headers, json } = await administer('POST', linksPath(account), { name: 'Pay a fine' });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.stringMatching(/^[0-9a-v]{26}$/),
      gateway_account_id: account.id,
      status: 'active',
      name: 'Pay a fine',
      reference_enabled: false,
      language: 'en',
      url: `http://pay.test/pay/${json.id}`,
      created_at: expect.any(String),
    });
    expect(headers.location).toBe(`http://pay.test${linksPath(account)}/${json.id}`);
  });

  test('shows every setting as it was given, and the friendly address', async () => {
    const { path, json } = await aLink(everySetting);
    expect(json).toMatchObject(everySetting);
    expect(json).toMatchObject({
      service_name_path: 'fishing',
      friendly_url: 'http://pay.test/redirect/fishing/rod-licence',
    });
    expect((await administer('GET', path)).json).toEqual(json);
  });

  test('changes what is given, takes away what is null, and leaves the rest', async () => {
    const { path } = await aLink({ ...everySetting, product_name_path: 'changed' });
    const { status, json } = await administer('PATCH', path, {
      name: 'Pay for a net licence',
      price: null,
      metadata: null,
      status: 'active',
    });
    const { price: _price, metadata: _metadata, ...rest } = everySetting;
    expect([status, json]).toEqual([
      200,
      expect.objectContaining({
        ...rest,
        name: 'Pay for a net licence',
        status: 'active',
        product_name_path: 'changed',
      }),
    ]);
    expect(json).not.toHaveProperty('price');
    expect(json).not.toHaveProperty('metadata');
    expect((await administer('GET', path)).json).toEqual(json);
  });

  test('keeps both of two changes at once', async () => {
    const { path } = await aLink();
    const titles = Array.from({ length: 10 }, (_, at) => ({ reference_hint: `hint ${at}` }));
    const prices = Array.from({ length: 10 }, (_, at) => ({ price: 100 + at }));
    await Promise.all([...titles, ...prices].map((change) => administer('PATCH', path, change)));
    const { json } = await administer('GET', path);
    expect([json.reference_hint, json.price]).toEqual([expect.stringMatching(/^hint/), expect.any(Number)]);
  });

  test.each([
    [400, 'no title', { name: undefined }, '#/name'],
    [400, 'a blank title', { name: '  ' }, '#/name'],
    [400, 'a title that no payment may have', { name: 'a | b' }, '#/name'],
    [422, 'half a character', { description: '\ud800' }, '#/description'],
    [400, 'a price of nothing', { price: 0 }, '#/price'],
    [400, 'a price above the largest', { price: 10_000_001 }, '#/price'],
    [400, 'a part of a penny', { price: 10.5 }, '#/price'],
    [422, 'a reference without a name', { reference_enabled: true }, '#/reference_label'],
    [400, 'a language that the pages do not speak', { language: 'fr' }, '#/language'],
    [422, 'an address that is none', { return_url: 'javascript:alert(1)' }, '#/return_url'],
    [400, 'a friendly address with a slash', { product_name_path: 'a/b' }, '#/product_name_path'],
    [
      422,
      'a sixteenth pair',
      { metadata: Object.fromEntries([...'abcdefghijklmnop'].map((k) => [k, 1])) },
      '#/metadata',
    ],
    [422, 'a key that differs in case only', { metadata: { a: 1, A: 2 } }, '#/metadata'],
    [422, 'a value that is too long', { metadata: { a: 'x'.repeat(101) } }, '#/metadata'],
    [400, 'something unknown', { amount: 1 }, '#/amount'],
  ])('answers %d to %s', async (wanted, _, changes, pointer) => {
    const before = (await administer('GET', `${linksPath(account)}?limit=200`)).json;
    const { status, json } = await administer('POST', linksPath(account), { name: 'A link', ...changes });
    expect([status, json]).toEqual([
      wanted,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    ]);
    expect((await administer('GET', `${linksPath(account)}?limit=200`)).json).toEqual(before);
  });

  test('refuses a change that leaves the link unfit, and changes nothing', async () => {
    const { path, json } = await aLink({ ...everySetting, product_name_path: 'unfit' });
    const { status } = await administer('PATCH', path, { name: 'New', reference_label: null });
    expect(status).toBe(422);
    expect((await administer('GET', path)).json).toEqual(json);
  });

  test('wants https for a live account, and the least price of the provider', async () => {
    const live = await anAccount(service, { type: 'live', provider: 'sandbox' });
    const { status, json } = await administer('POST', linksPath(live), {
      name: 'A link',
      return_url: 'http://a.gov.uk/',
    });
    expect([status, json.errors]).toEqual([422, [expect.objectContaining({ pointer: '#/return_url' })]]);
  });

  test('gives a friendly address to one link of a service, until that is deleted', async () => {
    const { path } = await aLink({ product_name_path: 'only-one' });
    const again = { name: 'Another', product_name_path: 'only-one' };
    const key = { 'idempotency-key': 'only-one' };
    expect((await administer('POST', linksPath(account), again, key)).status).toBe(409);
    const other = await aLink();
    expect((await administer('PATCH', other.path, { product_name_path: 'only-one' })).status).toBe(409);
    expect((await administer('DELETE', path)).status).toBe(204);
    // The refusal used no key up.
    expect((await administer('POST', linksPath(account), again, key)).status).toBe(201);
  });

  test('creates one link for a key, and refuses the key for another', async () => {
    const key = { 'idempotency-key': 'a-link' };
    const ask = { name: 'Pay once' };
    const all = await Promise.all(
      Array.from({ length: 20 }, () => administer('POST', linksPath(account), ask, key)),
    );
    expect(new Set(all.map(({ status, json }) => `${status} ${json.id}`)).size).toBe(1);
    expect(all.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(19);
    const other = await administer('POST', linksPath(account), { name: 'Pay twice' }, key);
    expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('lists the newest first, page by page, without deleted ones', async () => {
    const own = await anAccount(service);
    const made = [];
    for (let at = 0; at < 4; at += 1) made.push(await aLink({ name: `Link ${at}` }, own));
    await administer('DELETE', made[1]?.path ?? '');
    const first = await administer('GET', `${linksPath(own)}?limit=2`);
    const second = await administer('GET', `${linksPath(own)}?limit=2&cursor=${first.json.next_cursor}`);
    const names = [first, second].map(({ json }) =>
      (json.payment_links as { name: string }[]).map((one) => one.name),
    );
    expect(names).toEqual([['Link 3', 'Link 2'], ['Link 0']]);
    expect(second.json).not.toHaveProperty('next_cursor');
    expect((await administer('GET', `${linksPath(own)}?cursor=nonsense`)).status).toBe(400);
  });

  test('tells another department, account or scope nothing', async () => {
    const { path, json } = await aLink();
    const stranger = await anAccount(service);
    const key = await adminToken(service, 'elsewhere');
    const asked = await Promise.all([
      service.call('GET', linksPath(account), { key }),
      service.call('POST', linksPath(account), { key, body: { name: 'A link' } }),
      service.call('GET', path, { key }),
      service.call('PATCH', path, { key, body: { name: 'Stolen' } }),
      service.call('DELETE', path, { key }),
      administer('GET', `${linksPath(stranger)}/${json.id}`),
      administer('PATCH', `${linksPath(stranger)}/${json.id}`, { name: 'Stolen' }),
      administer('DELETE', `${linksPath(stranger)}/${json.id}`),
    ]);
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 404));
    expect(
      (await service.call('GET', path, { key: await adminToken(service, '*', 'payments:changes') })).status,
    ).toBe(403);
    expect((await service.call('GET', path, { key: account.key })).status).toBe(401);
    expect((await administer('GET', path)).json).toEqual(json);
  });

  test('logs each change privately, under the account', async () => {
    const { path, json } = await aLink();
    await administer('PATCH', path, { price: 100 });
    await administer('DELETE', path);
    expect((await administer('DELETE', path)).status).toBe(404);
    const { rows } = await service.pool.query(
      `select type, data ->> 'change' as change from change_log where aggregate = $1 and data ->> 'product_id' = $2 order by sequence`,
      [account.id, json.id],
    );
    expect(rows).toEqual(['created', 'updated', 'deleted'].map((change) => ({ type: null, change })));
  });
});
