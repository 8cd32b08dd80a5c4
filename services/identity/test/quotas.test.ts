import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  aClient,
  aCode,
  askToken,
  type MadeClient,
  operator,
  operatorToken,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startService({ env: { TOKENS_PER_MINUTE: '20' } });
  token = await operatorToken(service);
});

afterAll(() => service?.end());

const own = { scopes: ['payments:admin'] };
const change = (client: MadeClient, json: object, as = token) =>
  service.call('PATCH', `/ashlar/v1/clients/${client.id}`, { token: as, json });

/** The statuses of so many requests, one after another; `strange` has the engine answer. */
async function statuses(client: MadeClient, count: number, strange = false): Promise<number[]> {
  const seen: number[] = [];
  for (let asked = 0; asked < count; asked += 1) {
    const form = {
      grant_type: 'client_credentials',
      scope: 'payments:admin',
      client_id: client.id,
      client_secret: client.secret,
      ...(strange && { strange: 'yes' }),
    };
    seen.push((await service.call('POST', '/token', { form })).status);
  }
  return seen;
}

test.each([
  ['at once', false],
  ['by the engine', true],
])(
  'a client gets as many tokens as its quota says, answered %s, and another one is not troubled',
  async (_by, strange) => {
    const client = await aClient(service, { ...own, quotas: { tokens_per_minute: 3 } });
    expect(await statuses(client, 5, strange)).toEqual([200, 200, 200, 429, 429]);
    const refused = await askToken(service, client, 'payments:admin');
    expect([refused.status, refused.json]).toEqual([
      429,
      { error: 'temporarily_unavailable', error_description: expect.stringMatching(/try again in \d+ s$/) },
    ]);
    const waitS = Number(refused.headers.get('retry-after'));
    expect(waitS).toBeGreaterThan(0);
    expect(waitS).toBeLessThanOrEqual(20);
    expect(refused.headers.get('cache-control')).toContain('no-store');
    // Whoever does not prove to be the client uses up nothing of it.
    const other = await aClient(service, { ...own, quotas: { tokens_per_minute: 2 } });
    for (let count = 0; count < 4; count += 1)
      expect((await askToken(service, { id: other.id, secret: 'wrong' }, 'payments:admin')).status).toBe(401);
    expect(await statuses(other, 2, strange)).toEqual([200, 200]);
  },
);

test('a quota counts sign-ins, and the code that it refuses is not used up', async () => {
  const at = await aCode(service, { ...own, quotas: { tokens_per_day: 1 } });
  const redeem = () => service.call('POST', '/token', { form: at.form });
  expect(await statuses(at.client, 1)).toEqual([200]);
  expect((await redeem()).status).toBe(429);
  await change(at.client, { quotas: { tokens_per_day: 100 } });
  expect((await redeem()).status).toBe(200);
});

test('a client without one has that of the configuration, and the operators’ client none', async () => {
  const client = await aClient(service, own);
  const seen = await statuses(client, 22);
  expect(seen.filter((status) => status === 200).length).toBe(20);
  const asked = await Promise.all(
    Array.from({ length: 40 }, () => askToken(service, operator, 'identity:admin')),
  );
  expect(asked.every(({ status }) => status === 200)).toBe(true);
});

test('a quota that is raised or taken away holds at once', async () => {
  const client = await aClient(service, { ...own, quotas: { tokens_per_minute: 1 } });
  expect(await statuses(client, 2)).toEqual([200, 429]);
  expect((await change(client, { quotas: { tokens_per_minute: 0 } })).json.quotas).toEqual({
    tokens_per_minute: 0,
  });
  expect(new Set(await statuses(client, 30))).toEqual(new Set([200]));
  expect((await change(client, { quotas: null })).json).not.toHaveProperty('quotas');
  expect(await statuses(client, 1)).toEqual([200]);
});

test('what refills is had again', async () => {
  const client = await aClient(service, { ...own, quotas: { tokens_per_minute: 60 } });
  await Promise.all(Array.from({ length: 60 }, () => statuses(client, 1)));
  await until(async () => (await statuses(client, 1))[0] === 429, { what: 'the quota to be used up' });
  await until(async () => (await statuses(client, 1))[0] === 200, { what: 'the quota to refill' });
});

test('a department does not say its own quota, nor does a client that registered itself', async () => {
  const admin = await aClient(service, { scopes: ['identity:admin'], redirect_uris: [] });
  const theirs = String((await askToken(service, admin, 'identity:admin')).json.access_token);
  const client = await aClient(service, own);
  for (const quotas of [{ tokens_per_minute: 0 }, null])
    expect((await change(client, { quotas }, theirs)).status).toBe(403);
  for (const quotas of [{}, { tokens_per_minute: -1 }, { tokens_per_hour: 1 }])
    expect((await change(client, { quotas })).status).toBe(400);

  const made = await service.call('POST', '/ashlar/v1/initial-access-tokens', {
    token,
    json: { department: 'demo', service: 'licensing' },
  });
  const metadata = { redirect_uris: ['https://party.example/cb'], quotas: { tokens_per_minute: 0 } };
  const registered = (
    await service.call('POST', '/register', { token: String(made.json.token), json: metadata })
  ).json;
  const mine = { id: String(registered.client_id), secret: '' };
  expect((await service.call('GET', `/ashlar/v1/clients/${mine.id}`, { token })).json).not.toHaveProperty(
    'quotas',
  );
  await change(mine, { quotas: { tokens_per_minute: 7 } });
  await service.call('PUT', `/register/${mine.id}`, {
    token: String(registered.registration_access_token),
    json: { ...metadata, client_id: mine.id },
  });
  const { json } = await service.call('GET', `/ashlar/v1/clients/${mine.id}`, { token });
  expect(json.quotas).toEqual({ tokens_per_minute: 7 });
});
