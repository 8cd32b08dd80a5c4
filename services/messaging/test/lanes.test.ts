import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDelivery } from '../src/usecases/deliver-notifications.ts';
import { tokens } from '../src/wiring.ts';
import { carriersOf } from './carriers.ts';
import {
  type Account,
  administer,
  adminToken,
  anAccount,
  anSmsTemplate,
  aText,
  reaches,
  type Service,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

/** Ids of messages in the order in which the carrier was given them. */
let given: string[] = [];
let service: Service;

beforeEach(async () => {
  given = [];
  const carrier = {
    remembers: true,
    async send({ key }: { key: string }) {
      given.push(key);
      return 'accepted' as const;
    },
    outcome: async () => 'delivered' as const,
  };
  service = await startService({
    override: (wiring) => wiring.value(tokens.providers, carriersOf(carrier)),
  });
});

afterEach(() => service.end());

async function deliverAll(): Promise<void> {
  const delivery = createDelivery(service.deps);
  while ((await delivery.send()) > 0);
  await delivery.done();
}

function many(account: Account, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => sendEmail(service, account)));
}

describe('the worker', () => {
  test('gives a service its turns, however much another one sends', async () => {
    const [loud, quiet] = [await anAccount(service), await anAccount(service)];
    await service.workers.stop();
    await many(loud, 140);
    const few = await many(quiet, 20);
    await deliverAll();
    expect(given).toHaveLength(160);
    expect(Math.max(...few.map((id) => given.indexOf(id)))).toBeLessThan(100);
  });

  test('counts what a service has in hand elsewhere against its turns', async () => {
    const [loud, quiet] = [await anAccount(service), await anAccount(service)];
    await service.workers.stop();
    await many(loud, 30);
    await service.pool.query(
      `update notification set in_flight = true, not_before = now() + interval '1 minute'
        where id in (select id from notification order by id limit 19)`,
    );
    await sendEmail(service, loud);
    const id = await sendEmail(service, quiet);
    const delivery = createDelivery(service.deps);
    expect(await delivery.send(1)).toBe(1);
    await delivery.done();
    expect(given).toEqual([id]);
  });

  test('takes urgent messages first, and bulk in the end', async () => {
    const account = await anAccount(service);
    await service.workers.stop();
    const send = async (lane: string) => {
      const made = await administer(service, `/${account.id}/templates`, anSmsTemplate({ lane }));
      expect(made.lane).toBe(lane);
      const body = aText(account, { template_id: made.id });
      const ids: string[] = [];
      for (let at = 0; at < 5; at += 1) {
        const sent = await service.call('POST', '/v2/notifications/sms', {
          key: tokenOf(account.live),
          body,
        });
        ids.push(String(sent.json.id));
      }
      return ids;
    };
    const bulk = await send('bulk');
    const normal = await send('normal');
    const urgent = await send('priority');
    const delivery = createDelivery(service.deps);
    for (let at = 0; at < 15; at += 1) {
      await delivery.send(1);
      await delivery.done();
    }
    expect(given).toEqual([...urgent, ...normal, ...bulk]);
  });

  test('keeps to what a carrier takes a second, and loses nothing by it', async () => {
    const account = await anAccount(service);
    const limited = await service.call('PATCH', '/ashlar/v1/messaging-providers/email/sandbox', {
      key: await adminToken(service),
      body: { rate_limit: 20 },
    });
    expect([limited.status, limited.json.rate_limit]).toEqual([200, 20]);
    service.deps.providerRates.learn([{ channel: 'email', id: 'sandbox', rate: 20 }]);
    const began = performance.now();
    const ids = await many(account, 50);
    await Promise.all(ids.map((id) => reaches(service, account, id, 'delivered')));
    expect(performance.now() - began).toBeGreaterThan(2400);
    expect([...given].sort()).toEqual([...ids].sort());
    const { rows } = await service.pool.query('select max(attempt) as tries from notification');
    expect(rows).toEqual([{ tries: 1 }]);
  });
});
