import { freePort, until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { leaseDue } from '../src/usecases/deliver-webhooks.ts';
import { startWebhooks } from '../src/usecases/run-webhooks.ts';
import { tokens } from '../src/wiring.ts';
import { type Account, anAccount, aPaymentAt, type Service, startService } from './fixtures.ts';
import {
  administer,
  attemptsOf,
  aWebhook,
  type MadeWebhook,
  messagesOf,
  newestIs,
  type Receiver,
  startReceiver,
  webhooksPath,
} from './webhook-fixtures.ts';

let service: Service;
let receiver: Receiver;
let account: Account;
let webhook: MadeWebhook;
let aheadS = 0;

beforeAll(async () => {
  service = await startService({
    env: {
      WEBHOOK_INSECURE_TARGETS: 'true',
      WEBHOOK_TIMEOUT_MS: '400',
      WEBHOOK_PARALLEL: '4',
      WEBHOOK_PARALLEL_EACH: '2',
    },
    override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + aheadS * 1000)),
  });
});

beforeEach(async () => {
  receiver = await startReceiver();
  account = await anAccount(service);
  webhook = await aWebhook(service, account, receiver.url, { subscriptions: ['card_payment_started'] });
});

afterEach(async () => {
  await administer(service, 'DELETE', webhooksPath(account, webhook));
  await receiver.close();
});

afterAll(() => service?.end());

const later = (seconds: number) => {
  aheadS += seconds;
  service.webhooks.wake();
};

const newest = async () => (await messagesOf(service, account, webhook))[0] ?? {};

const attemptsAtNewest = async () =>
  attemptsOf(service, account, webhook, (await newest()).webhook_message_id);

/** Resolves once the newest message was tried `count` times, with its attempts. */
const tried = (count: number) =>
  until(async () => {
    const attempts = await attemptsAtNewest();
    return attempts.length === count ? attempts : undefined;
  });

describe('the schedule', () => {
  test('tries six times: at once, and after 60 s, 5 min, 1 h, 1 day and 2 days; then the message has FAILED', async () => {
    receiver.answer((response) => void response.writeHead(500).end());
    await aPaymentAt(service, account, 'started');
    for (const [at, delay] of [60, 300, 3600, 86_400, 172_800].entries()) {
      const attempts = await tried(at + 1);
      const { status, send_at } = await newest();
      expect(status).toBe('PENDING');
      const waits = (Date.parse(String(send_at)) - Date.parse(String(attempts[at]?.started_at))) / 1000;
      expect(waits).toBeGreaterThanOrEqual(delay);
      expect(waits).toBeLessThan(delay + 5);
      later(delay - 10);
      expect(await leaseDue(service.deps, 4)).toEqual([]);
      later(15);
    }
    const attempts = await tried(6);
    expect(attempts.map(({ status, status_code, result }) => [status, status_code, result])).toEqual(
      attempts.map(() => ['FAILED', 500, '500 Internal Server Error']),
    );
    expect((await newest()).status).toBe('FAILED');
    expect(new Set(receiver.received.map(({ body }) => body.toString())).size).toBe(1);
    later(10 * 86_400);
    expect(await leaseDue(service.deps, 4)).toEqual([]);
  });

  test('ends with the first 2xx', async () => {
    receiver.answer((response, nth) => void response.writeHead(nth === 1 ? 503 : 204).end());
    await aPaymentAt(service, account, 'started');
    await tried(1);
    later(61);
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    const codes = (await attemptsAtNewest()).map(({ status_code }) => status_code);
    expect(codes).toEqual([503, 204]);
  });

  test('brings an older event after a newer one, and the sequence tells which is which', async () => {
    await administer(service, 'PATCH', webhooksPath(account, webhook), {
      subscriptions: ['card_payment_started', 'card_payment_failed'],
    });
    receiver.answer((response, nth) => void response.writeHead(nth === 1 ? 500 : 200).end());
    const id = await aPaymentAt(service, account, 'started');
    await tried(1);
    await service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });
    await receiver.gets(2);
    // Stored, so that its lease is over: the clock would end it.
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    later(61);
    const got = (await receiver.gets(3)).slice(1);
    expect(got.map(({ json }) => json.event_type)).toEqual(['card_payment_failed', 'card_payment_started']);
    const [newer, older] = got.map(({ headers }) => Number(headers['ashlar-sequence']));
    expect(newer).toBeGreaterThan(older ?? 0);
  });
});

describe('a receiver that', () => {
  test.each([[200], [201], [204], [299]])('answers %i has the message', async (code) => {
    receiver.answer((response) => void response.writeHead(code).end());
    await aPaymentAt(service, account, 'started');
    await newestIs(service, account, webhook, 'SUCCESSFUL');
  });

  test('redirects is not followed', async () => {
    const other = await startReceiver();
    receiver.answer((response) => void response.writeHead(302, { location: other.url }).end());
    await aPaymentAt(service, account, 'started');
    const [attempt] = await tried(1);
    expect(attempt).toMatchObject({ status: 'FAILED', status_code: 302, result: '302 Found' });
    expect(other.received).toEqual([]);
    await other.close();
  });

  test('answers without end is not listened to, and nothing that it says is kept', async () => {
    receiver.answer((response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(65_536, 'secret ');
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour).on('error', () => {});
      pour();
    });
    await aPaymentAt(service, account, 'started');
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    expect(JSON.stringify(await attemptsAtNewest())).not.toContain('secret');
  });

  test('does not answer in time is tried again later', async () => {
    receiver.answer(() => {});
    await aPaymentAt(service, account, 'started');
    const [attempt] = await tried(1);
    expect(attempt).toMatchObject({ status: 'FAILED', result: 'HTTP Timeout' });
    expect(attempt).not.toHaveProperty('status_code');
    expect(Number(attempt?.response_time)).toBeLessThan(2000);
  });

  test('is not there is tried again later', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    await administer(service, 'PATCH', webhooksPath(account, webhook), { callback_url: url });
    await aPaymentAt(service, account, 'started');
    const [attempt] = await tried(1);
    expect(attempt).toMatchObject({ status: 'FAILED', result: 'ECONNREFUSED' });
  });

  test('hangs holds up nobody else', async () => {
    const slow = await startReceiver();
    slow.answer(() => {});
    const busy = await anAccount(service);
    const stuck = await aWebhook(service, busy, slow.url, { subscriptions: ['card_payment_started'] });
    await Promise.all(Array.from({ length: 30 }, () => aPaymentAt(service, busy, 'started')));
    await slow.gets(3);
    await Promise.all(Array.from({ length: 20 }, () => aPaymentAt(service, account, 'started')));
    await receiver.gets(20);
    const waiting = await administer(service, 'GET', webhooksPath(busy, stuck));
    expect(Number(waiting.json.pending_messages)).toBeGreaterThanOrEqual(30);
    // At 400 ms each, thirty would have taken three lanes four seconds.
    expect(slow.received.length).toBeLessThan(20);
    await administer(service, 'DELETE', webhooksPath(busy, stuck));
    await slow.close();
  });
});

test('a message that cannot be read any more goes down the schedule like any other', async () => {
  await administer(service, 'PATCH', webhooksPath(account, webhook), { status: 'inactive' });
  await aPaymentAt(service, account, 'started');
  const { webhook_message_id: id } = await newestIs(service, account, webhook, 'WILL_NOT_SEND');
  await service.pool.query("update webhook_message set body = 'spoilt' where id = $1", [id]);
  await administer(service, 'PATCH', webhooksPath(account, webhook), { status: 'active' });
  await administer(service, 'POST', `${webhooksPath(account, webhook)}/messages/${id}/replay`);
  const attempts = await tried(2);
  expect(attempts[1]).toMatchObject({ status: 'FAILED', result: 'Unknown error' });
});

describe('several processes', () => {
  test('make each message once and send it once', async () => {
    const others = [1, 2].map(() =>
      startWebhooks(service.deps, (signal) => (after, limit) => {
        return service.changes.page({ department: '*', after, limit, waitMs: 1000, signal });
      }),
    );
    const ids = await Promise.all(Array.from({ length: 60 }, () => aPaymentAt(service, account, 'started')));
    await receiver.gets(60);
    await until(async () => (await messagesOf(service, account, webhook, '?status=PENDING')).length === 0);
    await Promise.all(others.map((other) => other.stop()));
    expect(receiver.received.map(({ json }) => json.resource_id).sort()).toEqual([...ids].sort());
  });
});

describe('a replay', () => {
  test('of one message sends the same bytes under the same id, once for an Idempotency-Key', async () => {
    await aPaymentAt(service, account, 'started');
    const { webhook_message_id: id } = await newestIs(service, account, webhook, 'SUCCESSFUL');
    const path = `${webhooksPath(account, webhook)}/messages/${id}/replay`;
    const ask = () => administer(service, 'POST', path, undefined, { 'idempotency-key': 'again' });
    expect((await ask()).status).toBe(202);
    await receiver.gets(2);
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    expect((await ask()).headers['idempotent-replayed']).toBe('true');
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    expect(receiver.received.map(({ body }) => body.toString())).toEqual([
      receiver.received[0]?.body.toString(),
      receiver.received[0]?.body.toString(),
    ]);
    expect(await attemptsAtNewest()).toHaveLength(2);
  });

  test('of a range sends what was made in it, and nothing else', async () => {
    for (let at = 0; at < 3; at += 1) {
      await aPaymentAt(service, account, 'started');
      await receiver.gets(at + 1);
      await newestIs(service, account, webhook, 'SUCCESSFUL');
      later(100);
    }
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    const [last, middle, first] = await messagesOf(service, account, webhook);
    const path = `${webhooksPath(account, webhook)}/replays`;
    const range = { from: middle?.created_at, to: last?.created_at };
    const none = await administer(service, 'POST', path, { ...range, status: 'FAILED' });
    expect(none.json).toEqual({ replayed: 0 });
    expect((await administer(service, 'POST', path, range)).json).toEqual({ replayed: 1 });
    const again = (await receiver.gets(4))[3];
    expect(again?.json.webhook_message_id).toBe(middle?.webhook_message_id);
    expect(first?.webhook_message_id).toBe(receiver.received[0]?.json.webhook_message_id);
  });
});

describe('messages', () => {
  test('are deleted after their time, whatever became of them', async () => {
    await aPaymentAt(service, account, 'started');
    await newestIs(service, account, webhook, 'SUCCESSFUL');
    later(8 * 86_400);
    const pruner = startWebhooks(service.deps, () => async (after) => ({ events: [], position: after }));
    await until(async () => (await messagesOf(service, account, webhook)).length === 0);
    await pruner.stop();
    const { rows } = await service.pool.query(
      'select count(*)::integer as left from webhook_attempt join webhook_message on webhook_message.id = message_id where webhook_id = $1',
      [webhook.id],
    );
    expect(rows).toEqual([{ left: 0 }]);
  });
});
