import { randomUUID } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sign } from '../src/providers/sandbox-signature.ts';
import { readCursor, storeMessages } from '../src/store/webhook-messages.ts';
import { capturePayments } from '../src/usecases/capture-payments.ts';
import { checkDisputes } from '../src/usecases/check-disputes.ts';
import { leaseDue } from '../src/usecases/deliver-webhooks.ts';
import { expirePayments } from '../src/usecases/expire-payments.ts';
import { findWork } from '../src/usecases/find-work.ts';
import { finishCancellations } from '../src/usecases/finish-cancellations.ts';
import { resolveRefunds } from '../src/usecases/resolve-refunds.ts';
import { resolveStuck } from '../src/usecases/resolve-stuck.ts';
import { faultyProvider, withFault } from './faulty-provider.ts';
import { type Fenced, startFenced } from './fence-fixtures.ts';
import { type Account, aPaymentAt, aPaymentBody, reaches, sendCard, statusOf } from './fixtures.ts';
import { aWebhook, newestIs, type Receiver, startReceiver } from './webhook-fixtures.ts';

const secret = 'a secret of the sandboxes';
let service: Fenced;
let receiver: Receiver;
/** Hears the sandboxes, in the place of the service. */
let told: Receiver;
let account: Account;
let department: string;

beforeAll(async () => {
  [receiver, told] = await Promise.all([startReceiver(), startReceiver()]);
  told.answer((response) => response.writeHead(204).end());
  service = await startFenced({
    env: {
      RESOLVE_AFTER_S: '1',
      WEBHOOK_INSECURE_TARGETS: 'true',
      SANDBOX_NOTIFICATION_SECRET: secret,
      SANDBOX_NOTIFY_URL: new URL(told.url).origin,
    },
    override: faultyProvider,
  });
});

beforeEach(async () => {
  ({ department, account } = await service.aDepartment());
});

afterAll(async () => {
  await service?.end();
  await receiver?.close();
  await told?.close();
});

const turn = (role: 'primary' | 'frozen' | 'follower', epoch: number) =>
  service.turn(department, role, epoch);
const throughGateway = (epoch: number) => service.throughGateway(department, epoch);
const create = (headers: Record<string, string>) =>
  service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody(), headers });

/** Changes a payment as an import would. */
const bring = (id: string, change: string) =>
  service.pool.query(`update payment set ${change} where id = '${id}'`);

describe('what is not primary here', () => {
  test('asks no provider, ends no payment and finds nothing to do, until it is primary', async () => {
    const [approved, stuck, leaving, old] = [
      await aPaymentAt(service, account, 'confirmed', { delayed_capture: true }),
      await aPaymentAt(service, account, 'confirmed', { delayed_capture: true }),
      await aPaymentAt(service, account, 'authorised'),
      await aPaymentAt(service, account, 'started'),
    ];
    await turn('follower', 3);
    const long = `updated_at = now() - interval '1 hour'`;
    await bring(approved, `status = 'CAPTURE APPROVED', ${long}`);
    await bring(stuck, `status = 'CAPTURE READY', ${long}`);
    await bring(leaving, `status = 'SYSTEM CANCEL READY', ${long}`);
    await bring(old, `expire_now = true`);
    const { count: _, ...work } = await findWork(service.deps);
    expect(Object.entries(work).filter(([, due]) => due)).toEqual([]);
    // A fault that would show: nobody gets so far as to ask.
    const done = await withFault('capture', 'before', () =>
      Promise.all(
        [
          capturePayments,
          resolveStuck,
          finishCancellations,
          expirePayments,
          resolveRefunds,
          checkDisputes,
        ].map((act) => act(service.deps)),
      ),
    );
    expect(done).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await Promise.all([approved, stuck, leaving, old].map((id) => statusOf(service, id)))).toEqual([
      'CAPTURE APPROVED',
      'CAPTURE READY',
      'SYSTEM CANCEL READY',
      'ENTERING CARD DETAILS',
    ]);
    await turn('primary', 4);
    await Promise.all([
      reaches(service, approved, 'CAPTURED'),
      reaches(service, stuck, 'CAPTURED'),
      reaches(service, leaving, 'SYSTEM CANCELLED'),
      reaches(service, old, 'EXPIRED'),
    ]);
  });

  test('sends no webhook and makes no message; a frozen one leaves its events where they are', async () => {
    const webhook = await aWebhook(service, account, receiver.url, {
      subscriptions: ['card_payment_started'],
    });
    await aPaymentAt(service, account, 'started');
    const sent = await newestIs(service, account, webhook, 'SUCCESSFUL');
    const before = receiver.received.length;
    await turn('frozen', 3);
    await service.pool.query(
      `update webhook_message set status = 'PENDING', send_at = now() where webhook_id = $1`,
      [webhook.id],
    );
    expect(await leaseDue(service.deps, 20)).toEqual([]);
    const at = new Date();
    const message = {
      ...{
        id: randomUUID(),
        webhookId: webhook.id,
        eventId: randomUUID(),
        resourceId: String(sent.resource_id),
      },
      ...{
        eventType: 'card_payment_started' as const,
        eventDate: at,
        createdAt: at,
        test: false,
        sequence: 1,
      },
      ...{ refundId: null, traceparent: null, body: Buffer.from('x') },
    };
    const store = async () => {
      // The maker at work may be quicker: then it is asked again.
      for (;;) {
        const cursor = await readCursor(service.pool);
        const stored = await storeMessages(service.pool, cursor, cursor, [message]);
        if (stored !== 'overtaken') return stored;
      }
    };
    const made = async () =>
      (await service.pool.query('select 1 from webhook_message where event_id = $1', [message.eventId]))
        .rowCount;
    expect([await store(), await made()]).toEqual(['frozen', 0]);
    await turn('follower', 3);
    expect([await store(), await made()]).toEqual(['stored', 0]);
    expect(await leaseDue(service.deps, 20)).toEqual([]);
    expect(receiver.received.length).toBe(before);
    await turn('primary', 4);
    expect([await store(), await made()]).toEqual(['stored', 1]);
    await receiver.gets(before + 1);
  });

  test('leaves to the sandboxes what they have to tell, while others are told', async () => {
    const quiet = await aPaymentAt(service, account, 'started');
    await turn('follower', 3);
    await service.pool.query(
      `insert into sandbox_notification (key, provider, copies, due_at) values ($1, 'sandbox', 1, now() - interval '1 hour')`,
      [`${quiet}-authorise-1`],
    );
    const other = await service.aDepartment();
    await service.pool.query(
      `insert into sandbox_notification (key, provider, copies, due_at) values ($1, 'sandbox', 1, now())`,
      [`${await aPaymentAt(service, other.account, 'started')}-authorise-1`],
    );
    const keys = () => told.received.map(({ json }) => String(json.key));
    await told.gets(1);
    expect(keys().filter((key) => key.startsWith(quiet))).toEqual([]);
    await turn('primary', 4);
    await until(() => keys().some((key) => key.startsWith(quiet)), { timeoutMs: 15_000 });
  });

  test('hears no provider out: who serves the department does', async () => {
    const id = await aPaymentAt(service, account, 'started');
    await turn('primary', 3);
    // Its answer is lost, and nobody asks again before the notification.
    const lost = () => withFault('authorise', 'after', () => sendCard(service, id));
    expect(await withFault('query', 'before', lost)).toBe('in_progress');
    await turn('frozen', 3);
    const event = randomUUID();
    const text = JSON.stringify({ id: event, key: `${id}-authorise-1` });
    const tell = () =>
      service.call('POST', '/ashlar/v1/providers/sandbox/notifications', {
        text,
        headers: { 'sandbox-signature': sign(Buffer.from(secret), Buffer.from(text), new Date()) },
      });
    const noted = async () =>
      (await service.pool.query('select 1 from provider_notification where id = $1', [event])).rowCount;
    const refused = await tell();
    expect([refused.status, refused.headers['ashlar-fenced']]).toEqual([
      421,
      `${department};epoch=3;role=frozen`,
    ]);
    expect([await noted(), await statusOf(service, id)]).toEqual([0, 'AUTHORISATION READY']);
    await turn('primary', 3);
    expect((await tell()).status).toBe(204);
    expect([await noted(), await statusOf(service, id)]).toEqual([1, 'AUTHORISATION SUCCESS']);
  });

  test('answers reads that came with a grant 421, and others as they are', async () => {
    await turn('primary', 3);
    const made = await create(await throughGateway(3));
    const read = async (headers: Record<string, string>) => {
      const answer = await service.call('GET', `/v1/payments/${made.json.payment_id}`, {
        key: account.key,
        headers,
      });
      return [answer.status, answer.headers['ashlar-fenced']];
    };
    expect(await read(await throughGateway(3))).toEqual([200, undefined]);
    await turn('frozen', 3);
    expect(await read(await throughGateway(3))).toEqual([200, undefined]);
    await turn('follower', 4);
    const headers = await throughGateway(3);
    await until(async () => (await read(headers))[0] === 421);
    expect(await read(headers)).toEqual([421, `${department};epoch=4;role=follower`]);
    expect(await read({})).toEqual([200, undefined]);
  });
});
