import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { call, create, eventually, type PaymentsSubject, payAndCapture, read } from './subject.ts';
import { createWebhook, listening, signatureOf } from './webhook-receiver.ts';

const cancel = (subject: PaymentsSubject, id: string) =>
  call(subject, 'cancelPayment', `/v1/payments/${id}/cancel`, { method: 'POST' });

/** Places inside an operator's network, and ways to write them. */
const inside = [
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://167772161/',
  'https://0xa.1/',
  'https://[::ffff:10.0.0.1]/',
  'https://[fd00::1]/',
  'https://8.8.8.8/',
  'https://user:secret@hooks.example.com/',
  'https://hooks.example.com:6379/',
  'http://hooks.example.com/',
];

/** Webhooks (payments standard, webhooks): what is sent, to whom, and how its receiver knows that it is genuine. */
export const webhookCases: readonly Case<PaymentsSubject>[] = [
  {
    section: 'webhooks',
    name: 'a message has the standard’s members, shows the payment without links, and is signed over its bytes',
    async run(subject) {
      await listening(subject, ['card_payment_captured'], async ({ webhook, hears }) => {
        const { payment_id: id } = await payAndCapture(subject);
        const { headers, body, message } = await hears(id, 'card_payment_captured');
        const { _links, ...resource } = await read(subject, id);
        const { webhook_message_id: messageId, created_date: created, ...rest } = message;
        assert.deepEqual(rest, {
          api_version: 1,
          resource_id: id,
          resource_type: 'payment',
          event_type: 'card_payment_captured',
          resource,
        });
        assert.match(messageId, /^\S{20,}$/);
        assert.match(String(created), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.equal(headers['pay-signature'], signatureOf(webhook.signing_key, body));
      });
    },
  },
  {
    section: 'webhooks',
    name: 'what was not subscribed to is not sent',
    async run(subject) {
      await listening(subject, ['card_payment_failed'], async ({ received, hears }) => {
        await payAndCapture(subject);
        const { payment_id: id } = await create(subject);
        assert.equal((await cancel(subject, id)).status, 204);
        const { message } = await hears(id, 'card_payment_failed');
        assert.deepEqual(message.resource.state, (await read(subject, id)).state);
        assert.deepEqual(
          [...new Set(received.map((one) => one.message.event_type))],
          ['card_payment_failed'],
        );
      });
    },
  },
  {
    section: 'webhooks',
    name: 'a payment that is confirmed, captured or runs out of time is told of by its own event, each once',
    async run(subject) {
      const events = ['card_payment_succeeded', 'card_payment_captured', 'card_payment_expired'];
      await listening(subject, events, async ({ received, hears }) => {
        const { payment_id: paid } = await payAndCapture(subject);
        const succeeded = await hears(paid, 'card_payment_succeeded');
        assert.deepEqual(succeeded.message.resource.state, { status: 'success', finished: true });
        await hears(paid, 'card_payment_captured');
        const { payment_id: late } = await create(subject);
        const path = `/ashlar/v1/sandbox/payments/${late}/expire`;
        await call(subject, 'expireSandboxPayment', path, { method: 'POST' });
        const expired = await hears(late, 'card_payment_expired');
        assert.deepEqual(expired.message.resource.state, (await read(subject, late)).state);
        const told = received.filter((one) => [paid, late].includes(one.message.resource_id));
        assert.deepEqual(told.map((one) => one.message.event_type).sort(), [...events].sort());
      });
    },
  },
  {
    section: 'webhooks',
    name: 'a refund’s message shows the parent payment, and names the refund beside it',
    async run(subject) {
      await listening(subject, ['card_payment_refunded'], async ({ hears }) => {
        const { payment_id: id } = await payAndCapture(subject);
        const refund = await call(subject, 'createRefund', `/v1/payments/${id}/refunds`, {
          body: { amount: 450 },
        });
        const { headers, message } = await hears(id, 'card_payment_refunded');
        assert.equal(message.resource.payment_id, id);
        assert.equal((message.resource.refund_summary as Record<string, unknown>).amount_submitted, 450);
        assert.equal(headers['ashlar-refund-id'], (refund.json as Record<string, unknown>).refund_id);
      });
    },
  },
  {
    section: 'webhooks',
    name: 'a message that is refused waits a minute, and sent again it has the same id and bytes',
    async run(subject) {
      await listening(subject, ['card_payment_failed'], async (webhook) => {
        const { payment_id: id } = await create(subject);
        await cancel(subject, id);
        const first = await webhook.hears(id, 'card_payment_failed');
        const path = `/messages/${first.message.webhook_message_id}`;
        await webhook.administer('replayWebhookMessage', `${path}/replay`, { method: 'POST' });
        const again = await eventually(
          async () => webhook.received[1],
          'the message that was asked for again',
        );
        assert.deepEqual(again.body, first.body);
        webhook.answer = 500;
        await webhook.administer('replayWebhookMessage', `${path}/replay`, { method: 'POST' });
        const waiting = await eventually(async () => {
          const shown = (await webhook.administer('getWebhookMessage', path)).json as Waiting;
          return shown.attempts.at(-1)?.status === 'FAILED' ? shown : undefined;
        }, 'the failed attempt');
        assert.equal(waiting.status, 'PENDING');
        const last = waiting.attempts.at(-1);
        assert.equal(last?.status_code, 500);
        const delay = Date.parse(waiting.send_at) - Date.parse(String(last?.started_at));
        assert.ok(delay >= 60_000 && delay < 70_000, `it is tried again after ${delay} ms`);
      });
    },
  },
  {
    section: 'webhooks',
    name: 'a new signing key signs at once',
    async run(subject) {
      await listening(subject, ['card_payment_failed'], async ({ webhook, hears, administer }) => {
        const rotated = await administer('rotateWebhookSigningKey', '/signing-key', { body: {} });
        const { signing_key: key } = rotated.json as { signing_key: string };
        assert.notEqual(key, webhook.signing_key);
        const { payment_id: id } = await create(subject);
        await cancel(subject, id);
        const { headers, body } = await hears(id, 'card_payment_failed');
        assert.equal(headers['pay-signature'], signatureOf(key, body));
      });
    },
  },
  {
    section: 'webhooks',
    name: 'an inactive webhook keeps its messages as WILL_NOT_SEND',
    async run(subject) {
      await listening(subject, ['card_payment_failed'], async ({ received, administer }) => {
        await administer('updateWebhook', '', { method: 'PATCH', body: { status: 'inactive' } });
        const { payment_id: id } = await create(subject);
        await cancel(subject, id);
        const message = await eventually(async () => {
          const listed = await administer('listWebhookMessages', `/messages?resource_id=${id}`);
          const [one] = (listed.json as { messages: { status: string }[] }).messages;
          return one && one.status !== 'PENDING' ? one : undefined;
        }, 'the end of the message');
        assert.equal(message.status, 'WILL_NOT_SEND');
        assert.deepEqual(received, []);
      });
    },
  },
  {
    section: 'webhooks',
    name: 'a webhook cannot point inside the operator’s network',
    async run(subject) {
      for (const callback_url of inside) {
        const made = await createWebhook(subject, { callback_url, subscriptions: ['card_payment_failed'] });
        assert.ok([400, 422].includes(made.status), `${callback_url} answered ${made.status}`);
      }
    },
  },
];

interface Waiting {
  readonly status: string;
  readonly send_at: string;
  readonly attempts: readonly { status: string; status_code?: number; started_at: string }[];
}
