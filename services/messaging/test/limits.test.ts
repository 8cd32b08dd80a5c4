import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../src/wiring.ts';
import {
  type Account,
  type Answer,
  anAccount,
  anEmail,
  aText,
  errorsOf,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

let service: Service;
let now = new Date('2026-03-28T23:00:00Z');

beforeAll(async () => {
  service = await startService({ override: (wiring) => wiring.value(tokens.now, () => now) });
});

afterAll(() => service.end());

const email = (account: Account, key: string, changes: Record<string, unknown> = {}): Promise<Answer> =>
  service.call('POST', '/v2/notifications/email', { key: tokenOf(key), body: anEmail(account, changes) });

const sms = (account: Account, key: string, phone_number: string): Promise<Answer> =>
  service.call('POST', '/v2/notifications/sms', {
    key: tokenOf(key),
    body: aText(account, { phone_number }),
  });

describe('requests a minute', () => {
  test('are a third of the limit at once for each type of key, refused before the body is read', async () => {
    const account = await anAccount(service, { rate_limit: 60 });
    const send = (key: string) =>
      service.call('POST', '/v2/notifications/email', { key: tokenOf(key), text: '{' });
    const answers = await Promise.all(Array.from({ length: 24 }, () => send(account.test)));
    const refused = answers.filter(({ status }) => status === 429);
    // Twenty at once, and one or two more if the machine took a second over it.
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused.length).toBeLessThanOrEqual(4);
    expect(refused.flatMap(errorsOf)[0]).toBe(
      '429 RateLimitError: Exceeded rate limit for key type TEST of 60 requests per 60 seconds',
    );
    expect((await send(account.live)).status).toBe(400);
    const reads = await Promise.all(
      Array.from({ length: 24 }, () =>
        service.call('GET', '/v2/templates', { key: tokenOf(account.test) }).then(({ status }) => status),
      ),
    );
    expect(new Set(reads)).toEqual(new Set([200]));
  });
});

describe('messages a day', () => {
  test('are counted by kind, without those of test keys, and anew each day', async () => {
    const account = await anAccount(service, { daily_limits: { email: 2 } });
    expect((await email(account, account.test)).status).toBe(201);
    expect((await email(account, account.live)).status).toBe(201);
    expect((await email(account, account.team, { email_address: 'friend@example.org' })).status).toBe(201);
    const refused = await service.call('POST', '/v2/notifications/email', {
      key: tokenOf(account.live),
      text: '{',
    });
    expect(errorsOf(refused)).toEqual([
      '429 TooManyRequestsError: Exceeded send limits (email: 2) for today',
    ]);
    expect((await sms(account, account.live, '07700 900 321')).status).toBe(201);
    const before = now;
    now = new Date('2026-03-29T00:00:01Z');
    expect((await email(account, account.live)).status).toBe(201);
    now = before;
  });

  test('abroad are counted among text messages and by themselves', async () => {
    const account = await anAccount(service, {
      international_sms: true,
      daily_limits: { international_sms: 1 },
    });
    expect((await sms(account, account.live, '+33 6 12 34 56 78')).status).toBe(201);
    expect(errorsOf(await sms(account, account.live, '+33 6 12 34 56 78'))).toEqual([
      '429 TooManyRequestsError: Exceeded send limits (international_sms: 1) for today',
    ]);
    expect((await sms(account, account.live, '07700 900 321')).status).toBe(201);
    await service.deps.daily.flush();
    const { rows } = await service.pool.query(
      'select kind, count::integer from daily_count where service_id = $1 order by kind',
      [account.id],
    );
    expect(rows).toEqual([
      { kind: 'international_sms', count: 1 },
      { kind: 'sms', count: 2 },
    ]);
  });

  test('that another process counted are heard of once it stored them', async () => {
    const account = await anAccount(service, { daily_limits: { email: 10 } });
    expect((await email(account, account.live)).status).toBe(201);
    await service.pool.query(
      `insert into daily_count (service_id, day, kind, count) values ($1, $2, 'email', 8)
       on conflict (service_id, day, kind) do update set count = daily_count.count + 8`,
      [account.id, now],
    );
    await service.deps.daily.flush();
    expect((await email(account, account.live)).status).toBe(201);
    await service.deps.daily.flush();
    expect(errorsOf(await email(account, account.live))).toEqual([
      '429 TooManyRequestsError: Exceeded send limits (email: 10) for today',
    ]);
  });
});
