import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Account,
  adminToken,
  aKey,
  anAccount,
  aPayment,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let account: Account;
const validator = createSchemaValidator(loadContract('payments').document);
const path = '/ashlar/v1/gateway-accounts';

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

const ask = async (department = '*', scope = 'payments:admin') => ({
  key: await adminToken(service, department, scope),
});

describe('gateway accounts', () => {
  test('are created with the standard’s limits unless told', async () => {
    const body = { service: 'licensing', name: 'Licensing', type: 'test', limits: { create_per_second: 40 } };
    const made = await service.call('POST', path, { ...(await ask('demo')), body });
    expect(made.status).toBe(201);
    expect(validator.response('createGatewayAccount', 201, made.json)).toEqual([]);
    expect(made.json).toMatchObject({
      department: 'demo',
      provider: 'sandbox',
      limits: { create_per_second: 40, other_per_second: 75 },
    });
    expect(made.headers.location).toBe(`http://pay.test${path}/${made.json.id}`);
  });

  test.each([
    ['without a token', undefined, 401],
    ['without the scope', 'payments:changes', 403],
  ])('%s cannot be created', async (_name, scope, status) => {
    const credential = scope ? await ask('demo', scope) : {};
    const answer = await service.call('POST', path, { ...credential, body: {} });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/problem\+json/);
  });

  test('with an unknown provider, another department or a wrong body are refused', async () => {
    const body = { service: 'licensing', name: 'L', type: 'test' };
    const own = await ask('demo');
    const answers = [
      await service.call('POST', path, { ...own, body: { ...body, provider: 'nobody' } }),
      await service.call('POST', path, { ...own, body: { ...body, department: 'elsewhere' } }),
      await service.call('POST', path, { ...(await ask()), body }),
      await service.call('POST', path, { ...own, body: { ...body, type: 'pretend' } }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([422, 403, 422, 400]);
  });

  test('are made once for an Idempotency-Key', async () => {
    const body = { service: 'licensing', name: 'Once', type: 'test' };
    const headers = { 'idempotency-key': 'account-1' };
    const create =
      (changes = {}) =>
      async () =>
        service.call('POST', path, { ...(await ask('demo')), headers, body: { ...body, ...changes } });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(create()));
    expect(new Set(answers.map((answer) => answer.json.id)).size).toBe(1);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201]);
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === 'true')).toHaveLength(4);
    expect((await create({ name: 'Other' })()).status).toBe(422);
  });

  test('are listed page by page, a department’s own only', async () => {
    const department = 'paged';
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await anAccount(service, { department })).id);
    const credential = await ask(department);
    const seen: string[] = [];
    let cursor: unknown;
    do {
      const query = cursor ? `&cursor=${cursor}` : '';
      const page = await service.call('GET', `${path}?limit=2${query}`, credential);
      expect(validator.response('listGatewayAccounts', 200, page.json)).toEqual([]);
      seen.push(...(page.json.gateway_accounts as { id: string }[]).map(({ id }) => id));
      cursor = page.json.next_cursor;
    } while (cursor);
    expect(seen).toEqual(ids);
    expect((await service.call('GET', `${path}?cursor=rubbish`, credential)).status).toBe(400);
  });

  test('of another department are not found', async () => {
    const stranger = await ask('stranger');
    const paths = [`${path}/${account.id}`, `${path}/${account.id}/api-keys`];
    for (const one of paths) expect((await service.call('GET', one, stranger)).status).toBe(404);
    const limits = { create_per_second: 1 };
    expect(
      (await service.call('PATCH', `${path}/${account.id}/limits`, { ...stranger, body: limits })).status,
    ).toBe(404);
    const key = { ...stranger, body: { description: 'mine' } };
    expect((await service.call('POST', `${path}/${account.id}/api-keys`, key)).status).toBe(404);
  });

  test('get other limits, the one that is left out stays', async () => {
    const { id } = await anAccount(service, { limits: { create_per_second: 3, other_per_second: 4 } });
    const changed = await service.call('PATCH', `${path}/${id}/limits`, {
      ...(await ask('demo')),
      body: { other_per_second: 9 },
    });
    expect(changed.json.limits).toEqual({ create_per_second: 3, other_per_second: 9 });
    expect((await service.call('GET', `${path}/${id}`, await ask('demo'))).json).toEqual(changed.json);
  });
});

describe('API keys', () => {
  test('show their token once, also when they are made again with the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'key-1' };
    const create = async () =>
      service.call('POST', `${path}/${account.id}/api-keys`, {
        ...(await ask()),
        headers,
        body: { description: 'x' },
      });
    const first = await create();
    const again = await create();
    expect(first.json.token).toMatch(/^api_test_[0-9a-v]{58}$/);
    const { token, ...rest } = first.json;
    expect(again.json).toEqual(rest);
    const list = await service.call('GET', `${path}/${account.id}/api-keys`, await ask());
    expect(validator.response('listApiKeys', 200, list.json)).toEqual([]);
    expect(JSON.stringify(list.json)).not.toContain(String(token).slice(10));
    const stored = await service.pool.query('select api_key::text as line from api_key');
    expect(stored.rows.map((row) => row.line).join()).not.toContain(String(token));
  });

  test('are revoked for good, and the log says so privately', async () => {
    const { id } = await aKey(service, account.id);
    const revoke = async () => service.call('DELETE', `${path}/${account.id}/api-keys/${id}`, await ask());
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    const log = await service.pool.query(
      "select type, data from change_log where aggregate = $1 and data->>'api_key_id' = $2 order by seq",
      [account.id, id],
    );
    expect(log.rows.map((row) => [row.type, row.data.change])).toEqual([
      [null, 'created'],
      [null, 'revoked'],
    ]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const missing = await service.call('DELETE', `${path}/${account.id}/api-keys/${unknown}`, await ask());
    expect(missing.status).toBe(404);
  });
});

describe('a department’s own credentials elsewhere', () => {
  test('the ledger and the sandbox take the payment’s key or an administrator’s token, nobody else’s', async () => {
    const { payment_id: id } = await aPayment(service, account);
    const other = await anAccount(service, { department: 'elsewhere' });
    const ledger = `/ashlar/v1/payments/${id}/ledger`;
    const expire = `/ashlar/v1/sandbox/payments/${id}/expire`;
    expect((await service.call('GET', ledger, { key: account.key })).json).toEqual({
      payment_id: id,
      entries: [],
    });
    expect((await service.call('GET', ledger, await ask('demo'))).status).toBe(200);
    for (const stranger of [{ key: other.key }, await ask('elsewhere')]) {
      expect((await service.call('GET', ledger, stranger)).status).toBe(404);
      expect((await service.call('POST', expire, stranger)).status).toBe(404);
    }
    expect((await service.call('POST', expire, await ask('demo'))).status).toBe(202);
  });

  test('a live payment cannot be made to expire', async () => {
    const live = await anAccount(service, { type: 'live' });
    expect(live.key).toMatch(/^api_live_/);
    const { payment_id: id } = await aPayment(service, live);
    const answer = await service.call('POST', `/ashlar/v1/sandbox/payments/${id}/expire`, { key: live.key });
    expect([answer.status, answer.json.code]).toEqual([403, 'live_account']);
  });

  test('a foreign key is 401 behind an entry point of another department', async () => {
    const gated = await startService({ env: { GATEWAY_KEY: 'a-key-of-the-gateway' } });
    try {
      const { key } = await anAccount(gated);
      const from = (department: string) => ({
        key,
        headers: { 'ashlar-gateway': 'a-key-of-the-gateway', 'ashlar-department': department },
      });
      const id = '0'.repeat(26);
      expect((await gated.call('GET', `/v1/payments/${id}`, from('demo'))).status).toBe(404);
      expect((await gated.call('GET', `/v1/payments/${id}`, from('elsewhere'))).status).toBe(401);
    } finally {
      await gated.end();
    }
  });
});
