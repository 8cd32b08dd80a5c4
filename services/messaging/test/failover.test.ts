import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDelivery } from '../src/usecases/deliver-notifications.ts';
import { watchProviders } from '../src/usecases/watch-providers.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aText,
  reaches,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('messaging').document);
let service: Service;
let account: Account;

beforeEach(async () => {
  service = await startService({ env: { SANDBOX_CARRIERS: 'true', RETRY_AFTER_S: '1', LEASE_S: '1' } });
  account = await anAccount(service, { sms_provider: 'automatic', email_provider: 'automatic' });
});

afterEach(() => service.end());

const first = 'sandbox-sms-1';
const second = 'sandbox-sms-2';

async function sendText(): Promise<string> {
  const sent = await service.call('POST', '/v2/notifications/sms', {
    key: tokenOf(account.live),
    body: aText(account),
  });
  if (sent.status !== 201) throw new Error(`Sending answers ${sent.status} ${sent.text}`);
  return String(sent.json.id);
}

async function change(path: string, body: unknown, department = '*') {
  return service.call('PATCH', `/ashlar/v1/messaging-providers/${path}`, {
    key: await adminToken(service, department),
    body,
  });
}

/** The providers of text messages with their weights, as the API shows them. */
async function weights(): Promise<Record<string, unknown>> {
  const { status, json } = await service.call('GET', '/ashlar/v1/messaging-providers', {
    key: await adminToken(service, 'demo'),
  });
  expect(contract.response('listMessagingProviders', status, json)).toEqual([]);
  const providers = json.messaging_providers as { channel: string; id: string; weight: number }[];
  const texts = providers.filter(({ channel }) => channel === 'sms');
  return Object.fromEntries(texts.map(({ id, weight }) => [id, weight]));
}

async function providersOf(ids: readonly string[]): Promise<string[]> {
  const { rows } = await service.pool.query<{ provider: string }>(
    'select provider from notification where id = any ($1::uuid[])',
    [ids],
  );
  return rows.map(({ provider }) => provider);
}

const watchAt = (seconds: number) =>
  watchProviders({ ...service.deps, now: () => new Date(Date.now() + seconds * 1000) });

describe('messages that may go by any provider', () => {
  test('are shared by weight, and the id of the one that it was is on each', async () => {
    expect(await weights()).toEqual({ sandbox: 0, [first]: 51, [second]: 49 });
    const ids = await Promise.all(Array.from({ length: 60 }, sendText));
    await Promise.all(ids.map((id) => reaches(service, account, id, 'delivered')));
    const used = await providersOf(ids);
    expect(new Set(used)).toEqual(new Set([first, second]));
    await change(`sms/${first}`, { weight: 0 });
    const others = await Promise.all(Array.from({ length: 20 }, sendText));
    await Promise.all(others.map((id) => reaches(service, account, id, 'delivered')));
    expect(new Set(await providersOf(others))).toEqual(new Set([second]));
  });

  test('reach everybody while one provider fails, each message once', async () => {
    await change(`sms/${first}`, { script: { fail_share: 1 } });
    const ids = await Promise.all(Array.from({ length: 30 }, sendText));
    await Promise.all(ids.map((id) => reaches(service, account, id, 'delivered')));
    expect(new Set(await providersOf(ids))).toEqual(new Set([second]));
    await watchAt(0);
    const troubles = await service.pool.query('select distinct id, reason from provider_trouble');
    expect(troubles.rows).toEqual([{ id: first, reason: 'NOT_TAKEN' }]);
    const { rows } = await service.pool.query<{ id: string }>(
      'select notification_id as id from sandbox_message',
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  test('stay with the provider whose answer was lost, which has each once', async () => {
    for (const id of [first, second]) {
      await change(`sms/${id}`, { script: { lost_answer_share: 0.5, receipt_after_s: 1, delay_ms: 20 } });
    }
    await service.workers.stop();
    const delivery = createDelivery(service.deps);
    const ids = await Promise.all(Array.from({ length: 20 }, sendText));
    await delivery.send();
    await delivery.done();
    const before = await service.pool.query<{ id: string; provider: string; in_flight: boolean }>(
      'select id, provider, in_flight from notification order by id',
    );
    const lost = before.rows.filter((row) => row.in_flight);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBeLessThan(20);
    const later = createDelivery({ ...service.deps, now: () => new Date(Date.now() + 5000) });
    expect(await later.send()).toBe(lost.length);
    await later.done();
    const after = await service.pool.query<{ id: string; provider: string; in_flight: boolean }>(
      'select id, provider, in_flight from notification order by id',
    );
    expect(after.rows).toEqual(before.rows.map((row) => ({ ...row, in_flight: false })));
    expect((await service.pool.query('select from sandbox_message')).rowCount).toBe(ids.length);
  });

  test('wait while no provider of the channel is in use', async () => {
    for (const id of [first, second]) await change(`sms/${id}`, { weight: 0 });
    const id = await sendText();
    await change(`sms/${second}`, { weight: 10 });
    await reaches(service, account, id, 'delivered');
  });
});

describe('weights', () => {
  beforeEach(() => service.workers.stop());

  const fail = (times: number) => {
    for (let at = 0; at < times; at += 1) service.deps.providerErrors.add('sms', first, 'TIMEOUT');
  };

  test('move by 50 errors within a minute, at most once a minute, and the versions are kept', async () => {
    fail(49);
    await watchAt(0);
    expect(await weights()).toMatchObject({ [first]: 51, [second]: 49 });
    fail(1);
    await watchAt(1);
    expect(await weights()).toMatchObject({ [first]: 41, [second]: 59 });
    fail(50);
    await watchAt(30);
    expect(await weights()).toMatchObject({ [first]: 41, [second]: 59 });
    fail(50);
    await watchAt(62);
    expect(await weights()).toMatchObject({ [first]: 31, [second]: 69 });
    const { rows } = await service.pool.query(
      'select version, weight, cause from provider_version where id = $1 order by version',
      [first],
    );
    expect(rows).toEqual([
      { version: 1, weight: 51, cause: 'new' },
      { version: 2, weight: 41, cause: 'errors' },
      { version: 3, weight: 31, cause: 'errors' },
    ]);
  });

  test('are moved by one of several processes', async () => {
    fail(60);
    await watchAt(0).catch(() => {});
    fail(60);
    await Promise.all([watchAt(61), watchAt(61), watchAt(61), watchAt(61)]);
    expect(await weights()).toMatchObject({ [first]: 31, [second]: 69 });
  });

  test('move from a provider that is slow, and go back to rest when it is let be', async () => {
    const delivery = createDelivery(service.deps);
    await Promise.all(Array.from({ length: 20 }, sendText));
    while ((await delivery.send()) > 0);
    await delivery.done();
    const slow = async (id: string) =>
      service.pool.query(
        `update notification set created_at = now() - interval '10 minutes', sent_at = now() - interval '9 minutes', completed_at = null,
                status = 'sending', provider = $1 where id in (select id from notification where completed_at is not null limit 5)`,
        [id],
      );
    await slow(first);
    await watchAt(70);
    expect(await weights()).toMatchObject({ [first]: 41, [second]: 59 });
    await watchAt(190);
    expect(await weights()).toMatchObject({ [first]: 41, [second]: 59 });
    await service.pool.query("update notification set status = 'delivered', completed_at = sent_at");
    await watchAt(670);
    expect(await weights()).toMatchObject({ [first]: 41, [second]: 59 });
    await watchAt(971);
    expect(await weights()).toMatchObject({ [first]: 51, [second]: 49 });
  });

  test('stay as they are when every provider is slow', async () => {
    const delivery = createDelivery(service.deps);
    await Promise.all(Array.from({ length: 20 }, sendText));
    while ((await delivery.send()) > 0);
    await delivery.done();
    await service.pool.query(
      "update notification set sent_at = now() - interval '9 minutes', completed_at = null, status = 'sending'",
    );
    await service.pool.query(
      'update notification set provider = case when id = (select min(id::text)::uuid from notification) then $1 else $2 end',
      [first, second],
    );
    await watchAt(70);
    expect(await weights()).toMatchObject({ [first]: 51, [second]: 49 });
  });

  test('are set by operators of the platform, for providers that there are', async () => {
    const set = await change(`sms/${first}`, { weight: 20, script: { seed: 7, fail_share: 0.5 } });
    expect(contract.response('updateMessagingProvider', set.status, set.json)).toEqual([]);
    expect(set.json).toMatchObject({
      weight: 20,
      resting_weight: 20,
      version: 2,
      cause: 'administrator',
      script: { seed: 7, fail_share: 0.5 },
    });
    expect((await change(`sms/${first}`, { weight: 20 }, 'demo')).status).toBe(403);
    expect((await change('sms/pigeon', { weight: 20 })).status).toBe(404);
    expect((await change(`sms/${first}`, { weight: 101 })).status).toBe(400);
    expect((await change('sms/sandbox', { script: {} })).status).toBe(422);
    expect(await weights()).toEqual({ sandbox: 0, [first]: 20, [second]: 49 });
  });
});
