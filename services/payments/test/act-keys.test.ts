import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anActiveAgreement } from './agreement-fixtures.ts';
import { type Account, anAccount, aPaymentAt, logOf, type Service, startService } from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
});

afterAll(() => service?.end());

const post = (path: string, key?: string, of = account) =>
  service.call('POST', path, { key: of.key, headers: key === undefined ? {} : { 'idempotency-key': key } });

const cancelled = async () => `/v1/payments/${await aPaymentAt(service, account, 'started')}/cancel`;
const captured = async () =>
  `/v1/payments/${await aPaymentAt(service, account, 'confirmed', { delayed_capture: true })}/capture`;
const agreementCancelled = async () => `/v1/agreements/${await anActiveAgreement(service, account)}/cancel`;

describe.each([
  ['cancelling a payment', cancelled, [400, 'P0501']],
  ['capturing a payment', captured, [204, undefined]],
  ['cancelling an agreement', agreementCancelled, [400, 'P2501']],
] as const)('%s', (_name, prepare, withoutKey) => {
  test('is 204 again for the same key, and what it is without one otherwise', async () => {
    const path = await prepare();
    const key = randomUUID();
    const first = await post(path, key);
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([204, undefined]);
    const second = await post(path, key);
    expect([second.status, second.headers['idempotent-replayed']]).toEqual([204, 'true']);
    const third = await post(path);
    expect([third.status, third.json.code]).toEqual(withoutKey);
  });

  test('happens once for many requests at the same time with one key', async () => {
    const path = await prepare();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(path, key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 204));
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] !== 'true')).toHaveLength(1);
    const told = (await logOf(service, path.split('/')[3] ?? '')).map(({ type }) => type);
    expect(told.filter((type) => type && /cancelled|capture_requested/.test(type))).toHaveLength(1);
  });

  test('is 409 P0191 for a key of another request, and changes nothing', async () => {
    const [one, other] = [await prepare(), await prepare()];
    const key = randomUUID();
    await post(one, key);
    const refused = await post(other, key);
    expect([refused.status, refused.json.code]).toEqual([409, 'P0191']);
    expect((await post(other)).status).toBe(204);
  });

  test('keeps no key of a request that was refused', async () => {
    const [one, other] = [await prepare(), await prepare()];
    const key = randomUUID();
    const missing = one.replace(/[0-9a-v]{26}/, '0'.repeat(26));
    expect((await post(missing, key)).status).toBe(404);
    expect((await post(other, key)).status).toBe(204);
  });

  test('refuses a key of the wrong form', async () => {
    const { status, json } = await post(await prepare(), 'a key');
    expect([status, json.code, json.header]).toEqual([422, 'P0102', 'Idempotency-Key']);
  });

  test('leaves another account’s keys alone', async () => {
    const path = await prepare();
    const key = randomUUID();
    await post(path, key);
    expect((await post(path, key, await anAccount(service))).status).toBe(404);
  });
});

test('every answer says how many requests are left', async () => {
  const limited = await anAccount(service, { limits: { create_per_second: 2, other_per_second: 1000 } });
  const { headers } = await service.call('GET', '/v1/payments', { key: limited.key });
  expect(headers).toMatchObject({
    'ratelimit-limit': '1000',
    'ratelimit-remaining': '999',
    'ratelimit-reset': '1',
  });
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => service.call('POST', '/v1/payments', { key: limited.key, body: {} })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expect(answer.headers['ratelimit-remaining']).toBe('0');
});
