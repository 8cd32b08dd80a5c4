import { randomBytes } from 'node:crypto';
import { createDatabase, freePort, spawnService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, aPaymentAt, startService } from './fixtures.ts';
import { aWebhook, messagesOf, startReceiver } from './webhook-fixtures.ts';

const payments = 40;

test('a process killed while it delivers loses no message, and what is sent twice has the same id and bytes', async () => {
  const dataKey = randomBytes(32).toString('base64');
  const service = await startService({ env: { DATA_KEY: dataKey, WEBHOOK_INSECURE_TARGETS: 'true' } });
  const [account, receiver] = [await anAccount(service), await startReceiver()];
  const webhook = await aWebhook(service, account, receiver.url, { subscriptions: ['card_payment_started'] });
  // Only the processes that are started below send.
  await service.webhooks.stop();
  const [bus, port] = await Promise.all([createDatabase('bus'), freePort()]);
  const env = {
    PORT: String(port),
    DATABASE_URL: service.databaseUrl,
    BUS_URL: bus.url,
    DATA_KEY: dataKey,
    OAUTH_ISSUER: service.issuer.issuer,
    OAUTH_JWKS: service.issuer.jwksFile,
    WEBHOOK_INSECURE_TARGETS: 'true',
    WEBHOOK_TIMEOUT_MS: '1000',
    LOG_LEVEL: 'warn',
  };
  const readyUrl = `http://127.0.0.1:${port}/health/ready`;
  const start = () => spawnService({ folder: 'services/payments', env, readyUrl });

  // What the first process sends is heard and not answered until it is gone.
  receiver.answer((response, nth) => {
    if (nth <= payments / 4) response.writeHead(200).end();
  });
  const first = await start();
  expect(first.output()).toMatch(/WEBHOOK_INSECURE_TARGETS is set/);
  const ids = await Promise.all(
    Array.from({ length: payments }, () => aPaymentAt(service, account, 'started')),
  );
  await receiver.gets(payments / 4 + 1);
  await first.kill('SIGKILL');
  expect((await messagesOf(service, account, webhook, '?status=PENDING')).length).toBeGreaterThan(0);

  receiver.answer((response) => void response.writeHead(200).end());
  const second = await start();
  await until(
    async () => (await messagesOf(service, account, webhook, '?status=SUCCESSFUL')).length === payments,
    {
      timeoutMs: 30_000,
    },
  );
  await second.kill('SIGTERM');
  const bodies = new Map(
    receiver.received.map(({ json, body }) => [json.webhook_message_id, body.toString()]),
  );
  expect(bodies.size).toBe(payments);
  expect(
    receiver.received.every(({ json, body }) => bodies.get(json.webhook_message_id) === body.toString()),
  ).toBe(true);
  expect(receiver.received.length).toBeGreaterThan(payments);
  const told = new Set(receiver.received.map(({ json }) => json.resource_id));
  expect(ids.filter((id) => !told.has(id))).toEqual([]);
  await service.end();
  await receiver.close();
  await bus.drop();
}, 60_000);
