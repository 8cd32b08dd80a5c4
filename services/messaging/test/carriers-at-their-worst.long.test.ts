import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@ashlar/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type Account,
  adminToken,
  anAccount,
  aText,
  type Service,
  startBeside,
  startService,
  tokenOf,
} from './fixtures.ts';

const ends = ['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure'];
const carriers = ['sandbox-sms-1', 'sandbox-sms-2'];

let service: Service;
let beside: Awaited<ReturnType<typeof startBeside>>;
let account: Account;
let told: { id: string; status: string; webhookId: string }[];
let receiver: ReturnType<typeof createServer>;

beforeEach(async () => {
  told = [];
  // It says 500 to every fifth, so that callbacks are repeated too.
  receiver = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { id, status } = JSON.parse(Buffer.concat(parts).toString());
    told.push({ id, status, webhookId: String(request.headers['webhook-id']) });
    response.writeHead(told.length % 5 === 0 ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  service = await startService({
    env: {
      SANDBOX_CARRIERS: 'true',
      CALLBACK_INSECURE_TARGETS: 'true',
      CALLBACK_RETRY_AFTER_S: '1',
      LEASE_S: '1',
      RETRY_AFTER_S: '1',
      RETRIES: '4',
      RECEIPT_WITHIN_S: '3',
    },
  });
  beside = await startBeside(service);
  account = await anAccount(service, { sms_provider: 'automatic' });
});

afterEach(async () => {
  await beside?.end();
  await service?.end();
  receiver.closeAllConnections();
  receiver.close();
});

async function ask(method: 'PATCH' | 'PUT', path: string, body: unknown): Promise<void> {
  const { status, text } = await service.call(method, `/ashlar/v1/${path}`, {
    key: await adminToken(service),
    body,
  });
  if (status >= 300) throw new Error(`${path} answers ${status} ${text}`);
}

test.each([7, 42])(
  'two processes and two carriers with every fault at once (seed %d): each message ends once, and is told once',
  async (seed) => {
    const { port } = receiver.address() as AddressInfo;
    await ask('PUT', `messaging-services/${account.id}/callbacks/delivery_status`, {
      url: `http://127.0.0.1:${port}/told`,
      bearer_token: 'a-token-of-the-service',
    });
    for (const [at, id] of carriers.entries()) {
      await ask('PATCH', `messaging-providers/sms/${id}`, {
        script: {
          seed: seed + at,
          delay_ms: 10,
          fail_share: 0.2,
          lost_answer_share: 0.3,
          lost_message_share: 0.1,
          receipt_after_s: 0.3,
          early_receipt_share: 0.3,
          repeated_receipt_share: 0.4,
          contrary_receipt_share: 0.4,
        },
      });
    }
    const numbers = ['07700 900 321', '07700 900 002', '07700 900 003'];
    const send = async (_: unknown, at: number) => {
      const { status, json } = await (at % 2 === 0 ? service : beside).call('POST', '/v2/notifications/sms', {
        key: tokenOf(account.live),
        body: aText(account, { phone_number: numbers[at % numbers.length] }),
      });
      expect(status).toBe(201);
      return String(json.id);
    };
    const ids = await Promise.all(Array.from({ length: 120 }, send));

    const open = async () => {
      const { rowCount } = await service.pool.query('select from notification where completed_at is null');
      return rowCount === 0;
    };
    await until(open, { timeoutMs: 50_000, what: 'every message to end' });
    const pending = async () => {
      const { rowCount } = await service.pool.query("select from callback_message where status = 'pending'");
      return rowCount === 0;
    };
    await until(pending, { timeoutMs: 20_000, what: 'every callback to be told' });

    const { rows } = await service.pool.query<{
      id: string;
      status: string;
      ended: string[];
      copies: number;
    }>(
      `select id, status,
              (select array_agg(type order by seq) from change_log where aggregate = notification.id::text and type ~ '[.](delivered|failed)[.]') as ended,
              (select count(*)::integer from sandbox_message where notification_id = notification.id) as copies
         from notification order by id`,
    );
    expect(rows.map(({ id }) => id)).toEqual([...ids].sort());
    for (const { id, status, ended, copies } of rows) {
      expect(ends).toContain(status);
      expect([id, ended?.length]).toEqual([id, 1]);
      // None twice at carriers that honour keys, not even one at each of them; and none that arrived without being there.
      expect(copies).toBeLessThanOrEqual(1);
      if (status === 'delivered') expect(copies).toBe(1);
      const calls = told.filter((one) => one.id === id);
      expect([id, new Set(calls.map((one) => one.status))]).toEqual([id, new Set([status])]);
      expect([id, new Set(calls.map((one) => one.webhookId)).size]).toEqual([id, 1]);
    }
    // All faults came: some ended each way, and some answers were lost.
    expect(new Set(rows.map(({ status }) => status)).size).toBeGreaterThanOrEqual(3);
    const { rows: again } = await service.pool.query(
      'select sum(repeats)::integer as repeats from notification',
    );
    expect(again[0].repeats).toBeGreaterThan(0);
  },
);
