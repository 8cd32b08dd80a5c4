import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pruneOld } from '../src/usecases/prune-old.ts';
import {
  type Account,
  adminToken,
  anAccount,
  anEmail,
  aText,
  type Service,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service.end());

const change = async (account: Account, retention_days: unknown) =>
  service.call('PATCH', `/ashlar/v1/messaging-services/${account.id}`, {
    key: await adminToken(service),
    body: { retention_days },
  });

/** Sends one of each kind, and lets each have ended so many days ago. */
async function ended(account: Account, days: number): Promise<{ email: string; sms: string }> {
  const email = await sendEmail(service, account, anEmail(account));
  const answer = await service.call('POST', '/v2/notifications/sms', {
    key: tokenOf(account.live),
    body: aText(account),
  });
  const sms = String(answer.json.id);
  await service.pool.query(
    `update notification set status = 'delivered', completed_at = now() - make_interval(days => $2) where id = any ($1)`,
    [[email, sms], days],
  );
  return { email, sms };
}

const statusOf = async (account: Account, id: string) =>
  (await service.call('GET', `/v2/notifications/${id}`, { key: tokenOf(account.live) })).status;

test('a service has what it sends kept as long as it says, by channel, and else as long as the platform does', async () => {
  await service.workers.stop();
  const plain = await anAccount(service);
  const own = await anAccount(service, { retention_days: { email: 30, sms: 3 } });
  const [plainFour, plainEight] = [await ended(plain, 4), await ended(plain, 8)];
  const [ownFour, ownLong] = [await ended(own, 4), await ended(own, 31)];
  await pruneOld(service.deps);
  expect([await statusOf(plain, plainFour.email), await statusOf(plain, plainEight.email)]).toEqual([
    200, 404,
  ]);
  expect([await statusOf(plain, plainFour.sms), await statusOf(plain, plainEight.sms)]).toEqual([200, 404]);
  expect([await statusOf(own, ownFour.email), await statusOf(own, ownFour.sms)]).toEqual([200, 404]);
  expect(await statusOf(own, ownLong.email)).toBe(404);
});

test('texts that came in are kept as long as texts that went out', async () => {
  const own = await anAccount(service, { retention_days: { sms: 30 } });
  const plain = await anAccount(service);
  for (const { id } of [own, plain]) {
    const body = { user_number: '07700900123', content: 'yes' };
    const path = `/ashlar/v1/messaging-services/${id}/received-texts`;
    await service.call('POST', path, { key: await adminToken(service), body });
  }
  await service.pool.query(`update received_text set created_at = now() - interval '8 days'`);
  await pruneOld(service.deps);
  const left = async (account: Account) => {
    const { json } = await service.call('GET', '/v2/received-text-messages', { key: tokenOf(account.live) });
    return (json.received_text_messages as unknown[]).length;
  };
  expect([await left(own), await left(plain)]).toEqual([1, 0]);
});

test('what it says of one channel leaves the others, null takes it back, and less than 3 or more than 90 days are refused', async () => {
  const own = await anAccount(service, { retention_days: { email: 30 } });
  const changed = await change(own, { sms: 90 });
  expect([changed.status, changed.json.retention_days]).toEqual([200, { email: 30, sms: 90 }]);
  const back = await change(own, { email: null });
  expect(back.json.retention_days).toEqual({ email: null, sms: 90 });
  for (const days of [{ email: 2 }, { email: 91 }, { email: 7.5 }, { post: 7 }]) {
    expect([days, (await change(own, days)).status]).toEqual([days, 400]);
  }
});
