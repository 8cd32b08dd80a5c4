import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelByPayer } from '../src/usecases/cancel-by-payer.ts';
import { pruneOld } from '../src/usecases/prune-old.ts';
import { startWebhooks } from '../src/usecases/run-webhooks.ts';
import { anAccount, aPaymentAt, logOf, reaches, type Service, shown, startService } from './fixtures.ts';
import {
  administer,
  allEvents,
  aWebhook,
  messagesOf,
  newestIs,
  signatureOf,
  subscribed,
  webhooksPath,
} from './webhook-fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
});

afterAll(() => service?.end());

const withoutLinks = ({ _links, ...payment }: Record<string, unknown>) => payment;

/** Starts the sides of webhooks that a test has stopped. */
const restart = () =>
  startWebhooks(service.deps, (signal) => (after, limit) => {
    return service.changes.page({ department: '*', after, limit, waitMs: 1000, signal });
  });

describe('a message', () => {
  test('has the standard’s members, is signed over its bytes, and shows the payment as reading it does', async () => {
    await subscribed(
      service,
      ['card_payment_captured'],
      async ({ receiver, account, webhook: { id, signing_key: key } }) => {
        const payment = await aPaymentAt(service, account, 'confirmed', { email: 'payer@service.example' });
        const [got] = await receiver.gets(1);
        expect(Object.keys(got?.json ?? {})).toEqual([
          'webhook_message_id',
          'api_version',
          'created_date',
          'resource_id',
          'resource_type',
          'event_type',
          'resource',
        ]);
        const message = await newestIs(service, account, { id }, 'SUCCESSFUL');
        const captured = (await logOf(service, payment)).find(
          (row) => row.type === 'payments.payment.captured.v1',
        );
        expect(got?.json).toEqual({
          webhook_message_id: message.webhook_message_id,
          api_version: 1,
          created_date: captured?.occurred_at.toISOString(),
          resource_id: payment,
          resource_type: 'payment',
          event_type: 'card_payment_captured',
          resource: withoutLinks(await shown(service, account, payment)),
        });
        expect(got?.headers['pay-signature']).toBe(signatureOf(key, got?.body ?? Buffer.of()));
        expect(got?.headers['content-type']).toBe('application/json');
        expect(got?.headers).toMatchObject({
          'ashlar-event-id': captured?.event_id,
          'ashlar-sequence': String(captured?.sequence),
        });
        expect(got?.headers.traceparent?.slice(3, 35)).toBe(captured?.traceparent?.slice(3, 35));
      },
    );
  });

  test.each([
    ['confirmed', 'card_payment_succeeded', { status: 'success' }],
    ['declined', 'card_payment_failed', { status: 'failed', code: 'P0010' }],
    ['faulty', 'card_payment_failed', { status: 'error', code: 'P0050' }],
    ['cancelled', 'card_payment_failed', { status: 'cancelled', code: 'P0040' }],
    ['expired', 'card_payment_expired', { status: 'failed', code: 'P0020' }],
    ['started', 'card_payment_started', { status: 'started' }],
  ] as const)('of a payment that is %s is %s', async (stage, type, state) => {
    await subscribed(service, [type], async ({ receiver, account }) => {
      const payment = await aPaymentAt(service, account, stage);
      const [got] = await receiver.gets(1);
      expect(got?.json).toMatchObject({ event_type: type, resource_id: payment, resource: { state } });
    });
  });

  test('of a payer’s own cancellation is card_payment_failed with P0030', async () => {
    await subscribed(service, ['card_payment_failed'], async ({ receiver, account }) => {
      const paymentId = await aPaymentAt(service, account, 'authorised');
      await cancelByPayer(service.deps, { paymentId });
      const [got] = await receiver.gets(1);
      expect(got?.json.resource).toMatchObject({ state: { code: 'P0030' } });
    });
  });

  test('of a delayed capture says that the payment succeeded when its service asks for the capture, not before', async () => {
    await subscribed(service, allEvents, async ({ receiver, account }) => {
      const id = await aPaymentAt(service, account, 'confirmed', { delayed_capture: true });
      await service.call('POST', `/v1/payments/${id}/capture`, { key: account.key });
      const types = (await receiver.gets(3)).map(({ json }) => json.event_type);
      expect([...types].sort()).toEqual([
        'card_payment_captured',
        'card_payment_started',
        'card_payment_succeeded',
      ]);
    });
  });

  test('of a refund shows the parent payment, and names the refund in a header', async () => {
    await subscribed(service, ['card_payment_refunded'], async ({ receiver, account }) => {
      const id = await aPaymentAt(service, account, 'confirmed');
      await reaches(service, id, 'CAPTURED');
      const refund = await service.call('POST', `/v1/payments/${id}/refunds`, {
        key: account.key,
        body: { amount: 450 },
      });
      const [got] = await receiver.gets(1);
      expect(got?.json).toMatchObject({
        resource_id: id,
        resource: {
          payment_id: id,
          refund_summary: { status: 'available', amount_available: 1000, amount_submitted: 450 },
        },
      });
      expect(got?.headers['ashlar-refund-id']).toBe(refund.json.refund_id);
    });
  });

  test('shows the payment as it was at the event, although it has gone on since', async () => {
    await subscribed(
      service,
      ['card_payment_started', 'card_payment_succeeded', 'card_payment_captured'],
      async ({ receiver, account }) => {
        const held = service.webhooks.stop();
        await held;
        const id = await aPaymentAt(service, account, 'confirmed');
        await reaches(service, id, 'CAPTURED');
        const again = restart();
        try {
          const got = await receiver.gets(3);
          const resourceOf = (type: string) =>
            got.find(({ json }) => json.event_type === type)?.json.resource as Record<string, unknown>;
          expect(resourceOf('card_payment_started')).toMatchObject({
            state: { status: 'started', finished: false },
          });
          expect(resourceOf('card_payment_started')).not.toHaveProperty('card_details');
          expect(resourceOf('card_payment_succeeded')).toMatchObject({
            state: { status: 'success' },
            settlement_summary: {},
            refund_summary: { status: 'pending' },
          });
          expect(resourceOf('card_payment_captured')).toMatchObject({
            settlement_summary: { captured_date: expect.any(String) },
            refund_summary: { status: 'available' },
          });
        } finally {
          await again.stop();
        }
      },
    );
    await service.end();
    service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
  });

  test('is made once for each webhook that wants its event, and its body is not readable in the database', async () => {
    await subscribed(service, ['card_payment_expired'], async ({ receiver, account, webhook: first }) => {
      const others = await Promise.all([
        aWebhook(service, account, receiver.url),
        aWebhook(service, account, receiver.url, { subscriptions: ['card_payment_succeeded'] }),
      ]);
      const id = await aPaymentAt(service, account, 'confirmed', { email: 'secret@payer.example' });
      await receiver.gets(4);
      const counts = await Promise.all(
        [first, ...others].map(async (one) => (await messagesOf(service, account, one)).length),
      );
      expect(counts).toEqual([0, 3, 1]);
      const { rows } = await service.pool.query<{ text: string }>(
        "select encode(body, 'escape') || webhook_message::text as text from webhook_message where resource_id = $1",
        [id],
      );
      expect(rows).toHaveLength(4);
      expect(rows.map(({ text }) => /secret|payer|Bloggs/.test(text))).toEqual([false, false, false, false]);
    });
  });
});

describe('many subscribers', () => {
  test('each get each event once, also where one page of the log makes more messages than are stored at once', async () => {
    await service.webhooks.stop();
    await subscribed(service, ['card_payment_started'], async ({ receiver, account }) => {
      for (let at = 1; at < 50; at += 1)
        await aWebhook(service, account, receiver.url, { subscriptions: ['card_payment_started'] });
      await Promise.all(Array.from({ length: 25 }, () => aPaymentAt(service, account, 'started')));
      const again = restart();
      try {
        const got = await receiver.gets(1250);
        expect(new Set(got.map(({ json }) => json.webhook_message_id)).size).toBe(1250);
        expect(new Set(got.map(({ headers }) => headers['ashlar-event-id'])).size).toBe(25);
      } finally {
        await again.stop();
      }
      expect(receiver.received).toHaveLength(1250);
    });
    await service.end();
    service = await startService({ env: { WEBHOOK_INSECURE_TARGETS: 'true' } });
  });
});

describe('the signing key', () => {
  test('is shown once, and a replay of the creation leaves it out', async () => {
    await subscribed(service, allEvents, async ({ receiver, account, webhook }) => {
      expect(webhook.signing_key).toMatch(/^webhook_test_[0-9a-v]{27,}$/);
      const body = { callback_url: receiver.url, subscriptions: allEvents };
      const create = () =>
        administer(service, 'POST', webhooksPath(account), body, { 'idempotency-key': 'one' });
      const [made, again] = [await create(), await create()];
      expect(made.json.signing_key).toEqual(expect.any(String));
      expect(again.json).toEqual({ ...made.json, signing_key: undefined });
      expect(again.headers['idempotent-replayed']).toBe('true');
      const read = await administer(service, 'GET', webhooksPath(account, webhook));
      expect(JSON.stringify(read.json)).not.toContain(webhook.signing_key);
    });
  });

  test('is replaced at once in Pay-Signature, and the one before it signs too until its time is over', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account, webhook }) => {
      const path = `${webhooksPath(account, webhook)}/signing-key`;
      const rotated = await administer(service, 'POST', path, { overlap_s: 3600 });
      expect(rotated.status).toBe(200);
      const fresh = String(rotated.json.signing_key);
      await aPaymentAt(service, account, 'started');
      const [during] = await receiver.gets(1);
      const bodyOf = (got: { body: Buffer } | undefined) => got?.body ?? Buffer.of();
      expect(during?.headers['pay-signature']).toBe(signatureOf(fresh, bodyOf(during)));
      expect(during?.headers['ashlar-signature']).toBe(
        `${signatureOf(fresh, bodyOf(during))}, ${signatureOf(webhook.signing_key, bodyOf(during))}`,
      );
      const last = String((await administer(service, 'POST', path, { overlap_s: 0 })).json.signing_key);
      await aPaymentAt(service, account, 'started');
      const after = (await receiver.gets(2))[1];
      expect(after?.headers['ashlar-signature']).toBe(signatureOf(last, bodyOf(after)));
    });
  });
});

describe('the change log', () => {
  test('that was set back behind the cursor is read on from its end', async () => {
    await subscribed(service, ['card_payment_started'], async ({ receiver, account }) => {
      await service.pool.query('update webhook_cursor set position = position + 1000000');
      await aPaymentAt(service, account, 'created');
      await until(async () => {
        const { rows } = await service.pool.query(
          'select from webhook_cursor, relay_state where position <= stamped',
        );
        return rows.length === 1;
      });
      const id = await aPaymentAt(service, account, 'started');
      const [got] = await receiver.gets(1);
      expect(got?.json.resource_id).toBe(id);
    });
  });

  test('is kept until webhooks have read it, however old it is', async () => {
    await service.webhooks.stop();
    const id = await aPaymentAt(service, await anAccount(service), 'started');
    await until(async () => service.relay.state().published === service.relay.state().stamped);
    await service.pool.query("update change_log set occurred_at = now() - interval '30 days'");
    await pruneOld(service.deps);
    expect((await logOf(service, id)).length).toBeGreaterThan(0);
  });
});
