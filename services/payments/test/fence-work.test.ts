import { randomUUID } from 'node:crypto';
import { setRole } from '@ashlar/postgres';
import { createRegistryStandIn, type RegistryStandIn, until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readCursor, storeMessages } from '../src/store/webhook-messages.ts';
import { capturePayments } from '../src/usecases/capture-payments.ts';
import { checkDisputes } from '../src/usecases/check-disputes.ts';
import { leaseDue } from '../src/usecases/deliver-webhooks.ts';
import { expirePayments } from '../src/usecases/expire-payments.ts';
import { findWork } from '../src/usecases/find-work.ts';
import { finishCancellations } from '../src/usecases/finish-cancellations.ts';
import { resolveRefunds } from '../src/usecases/resolve-refunds.ts';
import { resolveStuck } from '../src/usecases/resolve-stuck.ts';
import { faultyProvider, hold, withFault } from './faulty-provider.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aPayment,
  aPaymentAt,
  aPaymentBody,
  logOf,
  reaches,
  type Service,
  startService,
  statusOf,
} from './fixtures.ts';
import { aWebhook, newestIs, type Receiver, startReceiver } from './webhook-fixtures.ts';

const gatewayKey = 'the key of the gateway';
let registry: RegistryStandIn;
let service: Service;
let receiver: Receiver;
let account: Account;
let department: string;
let order = 0;

beforeAll(async () => {
  [registry, receiver] = await Promise.all([createRegistryStandIn(), startReceiver()]);
  service = await startService({
    env: {
      REGISTRY_JWKS: registry.jwksFile,
      GATEWAY_KEY: gatewayKey,
      // Long enough for what is paused below to be resolved by nobody meanwhile.
      RESOLVE_AFTER_S: '3',
      WEBHOOK_INSECURE_TARGETS: 'true',
    },
    override: faultyProvider,
  });
});

beforeEach(async () => {
  department = `d-${randomUUID()}`;
  account = await anAccount(service, { department, features: { moto_api: true } });
});

afterAll(async () => {
  await service?.end();
  await receiver?.close();
  await registry?.close();
});

async function turn(role: 'primary' | 'frozen' | 'follower', epoch: number, of = department): Promise<void> {
  order += 1;
  expect(await setRole(service.pool, of, { role, epoch, order })).toMatchObject({ role, epoch });
}

async function throughGateway(epoch: number, of = department): Promise<Record<string, string>> {
  const grant = await registry.grant({ component: 'payments', department: of, epoch });
  return { 'ashlar-gateway': gatewayKey, 'ashlar-department': department, 'ashlar-grant': grant };
}

const create = (headers: Record<string, string> = {}) =>
  service.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody(), headers });

/** Changes a payment as an import would. */
const bring = (id: string, change: string) =>
  service.pool.query(`update payment set ${change} where id = '${id}'`);

describe('a freeze', () => {
  test('during a hundred writers loses no payment that was accepted, and none is written after it', async () => {
    await turn('primary', 3);
    const headers = await throughGateway(3);
    let frozen = false;
    const accepted: string[] = [];
    const writers = Array.from({ length: 100 }, async (_, writer) => {
      for (;;) {
        const keyed = writer % 2 === 0 ? { 'idempotency-key': randomUUID() } : {};
        const { status, json, headers: given } = await create({ ...headers, ...keyed });
        if (status === 421) return given['ashlar-fenced'];
        expect({ status, json }).toMatchObject({ status: 201 });
        // Whoever was accepted had its answer on its way before.
        accepted.push(String(json.payment_id));
      }
    });
    await until(() => accepted.length > 300, { timeoutMs: 20_000 });
    await turn('frozen', 3);
    frozen = true;
    const stored = async () =>
      (
        await service.pool.query('select id from payment where department = $1 order by id', [department])
      ).rows.map(({ id }) => id);
    const atFreeze = await stored();
    const ends = await Promise.all(writers);
    expect(frozen).toBe(true);
    expect(ends).toEqual(Array(100).fill(`${department};epoch=3;role=frozen`));
    expect(await stored()).toEqual(atFreeze);
    expect(accepted.sort()).toEqual(atFreeze);
  }, 60_000);

  test('holds up no other department', async () => {
    await turn('primary', 3);
    await turn('frozen', 3);
    const other = await anAccount(service, { department: `d-${randomUUID()}` });
    expect(
      (await service.call('POST', '/v1/payments', { key: other.key, body: aPaymentBody() })).status,
    ).toBe(201);
    expect((await create()).status).toBe(421);
  });
});

describe('a request that was under way when its department went elsewhere', () => {
  const decided = async (id: string) =>
    (await service.pool.query('select 1 from sandbox_transaction where key like $1', [`${id}-%`])).rowCount;
  const authorise = async (headers: Record<string, string>) => {
    const payment = await aPayment(service, account, {
      authorisation_mode: 'moto_api',
      return_url: undefined,
    });
    const body = {
      one_time_token: payment._links.auth_url_post?.params?.one_time_token,
      card_number: '4444333322221111',
      cvc: '123',
      expiry_date: '11/49',
      cardholder_name: 'J Bloggs',
    };
    const answer = service.call('POST', '/v1/auth', { body, headers });
    return { id: payment.payment_id, answer };
  };

  test('stores nothing under its stale epoch; what it began is resolved by who serves the department then', async () => {
    await turn('primary', 3);
    const paused = hold();
    const { id, answer } = await authorise(await throughGateway(3));
    // The provider has decided, and its answer is on its way.
    await until(async () => (await decided(id)) === 1);
    await turn('frozen', 3);
    await turn('follower', 4);
    // And back again: its role would let it write, its epoch does not.
    await turn('primary', 5);
    paused.open();
    const { status, json, headers } = await answer;
    // In the standard's words: nobody knows yet. A gateway must not send the card again.
    expect([status, json.code]).toEqual([500, 'P0050']);
    expect(headers).not.toHaveProperty('ashlar-fenced');
    await reaches(service, id, 'CAPTURED');
  });

  test('a refund is accepted once, and finished by the successor', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    await turn('primary', 3);
    const paused = hold();
    const body = { amount: 100, refund_amount_available: 1450 };
    const refunding = service.call('POST', `/v1/payments/${id}/refunds`, {
      key: account.key,
      body,
      headers: await throughGateway(3),
    });
    await until(async () => (await logOf(service, id)).some(({ type }) => type?.includes('refund') === true));
    await turn('frozen', 3);
    paused.open();
    const { status, json, headers } = await refunding;
    expect({ status, json }).toMatchObject({ status: 202, json: { status: 'submitted' } });
    expect(headers['ashlar-receipt']).toContain(`entity="${id}"`);
    await turn('primary', 4);
    const refunded = async () =>
      (await service.pool.query('select status from refund where payment_id = $1', [id])).rows;
    await until(async () => (await refunded())[0]?.status === 'REFUNDED', { timeoutMs: 15_000 });
    expect(await refunded()).toHaveLength(1);
  });
});

describe('a follower', () => {
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

describe('the row of all departments without one of their own', () => {
  test('is what a default grant is held against', async () => {
    await turn('primary', 7, '*');
    try {
      expect((await create(await throughGateway(7, '*'))).status).toBe(201);
      const stale = await create(await throughGateway(6, '*'));
      expect([stale.status, stale.headers['ashlar-fenced']]).toEqual([
        421,
        `${department};epoch=7;role=primary`,
      ]);
      await turn('frozen', 7, '*');
      expect((await create(await throughGateway(7, '*'))).status).toBe(421);
      expect((await create()).status).toBe(421);
      await turn('primary', 8);
      expect((await create(await throughGateway(8))).status).toBe(201);
      expect((await create(await throughGateway(7, '*'))).headers['ashlar-fenced']).toBe(
        `${department};epoch=8;role=primary`,
      );
    } finally {
      await service.pool.query(`delete from fence where department = '*'`);
    }
  });
});

describe('a repeat under the same Idempotency-Key', () => {
  test('carries the receipt of the first', async () => {
    const captured = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, captured, 'CAPTURED');
    const open = await aPaymentAt(service, account, 'started');
    const admin = await adminToken(service);
    const own = `/ashlar/v1/gateway-accounts/${account.id}`;
    const asks: [string, string, unknown][] = [
      [account.key, '/v1/payments', aPaymentBody()],
      [account.key, `/v1/payments/${captured}/refunds`, { amount: 100, refund_amount_available: 1450 }],
      [account.key, `/v1/payments/${open}/cancel`, undefined],
      [account.key, '/v1/agreements', { reference: 'CT-1', description: 'Council tax' }],
      [admin, `${own}/api-keys`, { description: 'another' }],
      [admin, `${own}/payment-links`, { name: 'Pay for a licence' }],
      [account.key, `${own}/clock/advance`, { seconds: 1 }],
    ];
    for (const [key, path, body] of asks) {
      const headers = { 'idempotency-key': randomUUID(), 'x-request-id': 'the-same-request' };
      const once = await service.call('POST', path, { key, body, headers });
      await aPaymentAt(service, account, 'started');
      const again = await service.call('POST', path, { key, body, headers });
      expect({ path, ...again.headers }).toMatchObject({ 'idempotent-replayed': 'true' });
      expect(once.headers['ashlar-receipt']).toEqual(expect.any(String));
      expect(again.headers['ashlar-receipt']).toBe(once.headers['ashlar-receipt']);
    }
  });
});
