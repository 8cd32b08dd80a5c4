import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adminToken, anAccount, aPaymentAt, type Service, startService } from './fixtures.ts';
import {
  administer,
  allEvents,
  attemptsOf,
  aWebhook,
  messagesOf,
  newestIs,
  signatureOf,
  subscribed,
  webhooksPath,
} from './webhook-fixtures.ts';

let service: Service;
const validator = createSchemaValidator(loadContract('payments').document);

beforeAll(async () => {
  service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
});

afterAll(() => service?.end());

describe('administration', () => {
  test('answers what the contract allows', async () => {
    await subscribed(service, allEvents, async ({ account, webhook }) => {
      await aPaymentAt(service, account, 'started');
      const message = await newestIs(service, account, webhook, 'SUCCESSFUL');
      const own = webhooksPath(account, webhook);
      const range = { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' };
      const asked = [
        ['listWebhooks', 200, await administer(service, 'GET', webhooksPath(account))],
        ['getWebhook', 200, await administer(service, 'GET', own)],
        [
          'updateWebhook',
          200,
          await administer(service, 'PATCH', own, { description: 'New', status: 'inactive' }),
        ],
        ['listWebhookMessages', 200, await administer(service, 'GET', `${own}/messages?limit=1`)],
        [
          'getWebhookMessage',
          200,
          await administer(service, 'GET', `${own}/messages/${message.webhook_message_id}`),
        ],
        ['replayWebhookMessages', 202, await administer(service, 'POST', `${own}/replays`, range)],
        ['sendTestWebhookMessage', 202, await administer(service, 'POST', `${own}/test-messages`, {})],
        ['rotateWebhookSigningKey', 200, await administer(service, 'POST', `${own}/signing-key`, {})],
      ] as const;
      for (const [operation, status, answer] of asked) {
        expect([operation, answer.status]).toEqual([operation, status]);
        expect(validator.response(operation, status, answer.json)).toEqual([]);
      }
    });
  });

  test('is refused to another department, for every operation', async () => {
    await subscribed(service, allEvents, async ({ receiver, account, webhook }) => {
      const key = await adminToken(service, 'elsewhere');
      const own = webhooksPath(account, webhook);
      const asked = await Promise.all([
        service.call('GET', webhooksPath(account), { key }),
        service.call('POST', webhooksPath(account), {
          key,
          body: { callback_url: receiver.url, subscriptions: allEvents },
        }),
        service.call('GET', own, { key }),
        service.call('PATCH', own, { key, body: { status: 'inactive' } }),
        service.call('DELETE', own, { key }),
        service.call('POST', `${own}/signing-key`, { key, body: {} }),
        service.call('GET', `${own}/messages`, { key }),
        service.call('POST', `${own}/test-messages`, { key, body: {} }),
      ]);
      expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 404));
      const scope = await adminToken(service, '*', 'payments:changes');
      expect((await service.call('GET', own, { key: scope })).status).toBe(403);
      expect((await service.call('GET', own)).status).toBe(401);
    });
  });

  test('knows a webhook by its own account only, and a message by its own webhook', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account, webhook }) => {
      await aPaymentAt(service, account, 'started');
      const { webhook_message_id: id } = await newestIs(service, account, webhook, 'SUCCESSFUL');
      const [stranger, sibling] = [await anAccount(service), await aWebhook(service, account, receiver.url)];
      const asked = [
        await administer(service, 'GET', webhooksPath(stranger, webhook)),
        await administer(service, 'GET', `${webhooksPath(account, sibling)}/messages/${id}`),
        await administer(service, 'POST', `${webhooksPath(account, sibling)}/messages/${id}/replay`),
      ];
      expect(asked.map(({ status }) => status)).toEqual([404, 404, 404]);
    });
  });

  test('replays more than a thousand messages in steps', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account, webhook }) => {
      await aPaymentAt(service, account, 'started');
      await newestIs(service, account, webhook, 'SUCCESSFUL');
      await service.pool.query(
        `insert into webhook_message (id, webhook_id, event_id, resource_id, event_type, event_date, body, status, send_at, created_at)
         select lpad(n::text, 26, '0'), webhook_id, uuidv7(), resource_id, event_type, event_date, body, 'FAILED', send_at, created_at
           from webhook_message, generate_series(1, 1200) as n where webhook_id = $1`,
        [webhook.id],
      );
      const path = `${webhooksPath(account, webhook)}/replays`;
      const range = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', status: 'FAILED' };
      const first = await administer(service, 'POST', path, range, { 'idempotency-key': 'step-1' });
      expect(first.json).toEqual({ replayed: 1000, next_cursor: expect.any(String) });
      const repeated = await administer(service, 'POST', path, range, { 'idempotency-key': 'step-1' });
      expect(repeated.json).toEqual(first.json);
      const second = await administer(service, 'POST', path, { ...range, cursor: first.json.next_cursor });
      expect(second.json).toEqual({ replayed: 200 });
      await receiver.gets(1201);
    });
  });

  test('lists messages by status and payment, page by page', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account, webhook }) => {
      const ids = [];
      for (let at = 0; at < 3; at += 1) ids.push(await aPaymentAt(service, account, 'started'));
      await receiver.gets(3);
      const path = `${webhooksPath(account, webhook)}/messages`;
      const first = await administer(service, 'GET', `${path}?limit=2`);
      const second = await administer(service, 'GET', `${path}?limit=2&cursor=${first.json.next_cursor}`);
      const listed = [first, second].flatMap(({ json }) => json.messages as { resource_id: string }[]);
      expect(listed.map((one) => one.resource_id).sort()).toEqual([...ids].sort());
      expect(second.json.next_cursor).toBeUndefined();
      const one = await messagesOf(service, account, webhook, `?resource_id=${ids[1]}`);
      expect(one.map((message) => message.resource_id)).toEqual([ids[1]]);
      expect(await messagesOf(service, account, webhook, '?status=FAILED')).toEqual([]);
      expect((await administer(service, 'GET', `${path}?cursor=nonsense`)).status).toBe(400);
    });
  });

  test('of a deleted webhook is over: it is gone, and nothing is sent to it', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account, webhook }) => {
      expect((await administer(service, 'DELETE', webhooksPath(account, webhook))).status).toBe(204);
      const other = await aWebhook(service, account, receiver.url, {
        subscriptions: ['card_payment_started'],
      });
      await aPaymentAt(service, account, 'started');
      await newestIs(service, account, other, 'SUCCESSFUL');
      expect(receiver.received).toHaveLength(1);
      expect((await administer(service, 'GET', webhooksPath(account, webhook))).status).toBe(404);
      expect((await administer(service, 'GET', webhooksPath(account))).json.webhooks).toHaveLength(1);
    });
  });

  test('sends a test message that says so', async () => {
    await subscribed(service, allEvents, async ({ receiver, account, webhook }) => {
      const path = `${webhooksPath(account, webhook)}/test-messages`;
      const asked = await administer(service, 'POST', path, { event_type: 'card_payment_refunded' });
      const [got] = await receiver.gets(1);
      expect(got?.headers['ashlar-test']).toBe('true');
      expect(got?.json).toMatchObject({
        webhook_message_id: asked.json.webhook_message_id,
        event_type: 'card_payment_refunded',
        resource: { refund_summary: { status: 'full' } },
      });
      expect(got?.headers['pay-signature']).toBe(signatureOf(webhook.signing_key, got?.body ?? Buffer.of()));
    });
  });
});

describe('an inactive webhook', () => {
  test('keeps its messages, marked WILL_NOT_SEND, and a replay sends them once it is active', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account, webhook }) => {
      const own = webhooksPath(account, webhook);
      await administer(service, 'PATCH', own, { status: 'inactive' });
      const id = await aPaymentAt(service, account, 'started');
      const message = await newestIs(service, account, webhook, 'WILL_NOT_SEND');
      const [attempt] = await attemptsOf(service, account, webhook, message.webhook_message_id);
      expect(attempt).toMatchObject({ status: 'WILL_NOT_SEND', result: 'Webhook not active' });
      expect(receiver.received).toEqual([]);
      await administer(service, 'PATCH', own, { status: 'active' });
      const replay = { from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z', status: 'WILL_NOT_SEND' };
      const asked = await administer(service, 'POST', `${own}/replays`, replay);
      expect(asked.json).toEqual({ replayed: 1 });
      const [got] = await receiver.gets(1);
      expect(got?.json).toMatchObject({ webhook_message_id: message.webhook_message_id, resource_id: id });
    });
  });
});
