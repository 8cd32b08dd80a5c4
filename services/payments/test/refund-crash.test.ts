import { randomBytes } from 'node:crypto';
import { createDatabase, freePort, spawnService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { anAccount, aPaymentAt, reaches, startService } from './fixtures.ts';

const refunds = 60;
const amount = 10;

test('a process killed between the provider’s answer and its storing gives nothing back twice and loses nothing', async () => {
  const dataKey = randomBytes(32).toString('base64');
  const service = await startService({ env: { DATA_KEY: dataKey } });
  const account = await anAccount(service);
  const id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  const [bus, port] = await Promise.all([createDatabase('bus'), freePort()]);
  const root = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: service.databaseUrl,
    BUS_URL: bus.url,
    DATA_KEY: dataKey,
    OAUTH_ISSUER: service.issuer.issuer,
    OAUTH_JWKS: service.issuer.jwksFile,
    RESOLVE_AFTER_S: '1',
    LOG_LEVEL: 'fatal',
  };
  const start = (more: Record<string, string> = {}) =>
    spawnService({ folder: 'services/payments', env: { ...env, ...more }, readyUrl: `${root}/health/ready` });
  const count = async (table: string, where: string) =>
    Number((await service.pool.query(`select count(*) from ${table} where ${where}`)).rows[0].count);
  const atProvider = `operation = 'refund' and authorisation_key = '${id}-capture'`;
  const path = `${root}/v1/payments/${id}/refunds`;
  const ask = () =>
    fetch(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${account.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ amount }),
    }).then(
      async (answer) =>
        answer.status === 202
          ? String(((await answer.json()) as Record<string, unknown>).refund_id)
          : undefined,
      () => undefined,
    );

  // Half of the answers come a minute after the provider has given the money back: nobody is there to store them.
  const first = await start({ SANDBOX_FAULTS: 'none,lost_after=.5,timeout=60000' });
  const asked = Promise.all(Array.from({ length: refunds }, ask));
  const [given, stored] = [
    () => count('sandbox_transaction', atProvider),
    () => count('refund', "status = 'REFUNDED'"),
  ];
  await until(async () => (await given()) >= (await stored()) + 5);
  await first.kill('SIGKILL');
  const accepted = (await asked).filter((one) => one !== undefined);
  expect(accepted.length).toBeLessThan(refunds);
  expect(await count('refund', "status = 'REFUND READY'")).toBeGreaterThan(0);

  const second = await start();
  await until(async () => (await count('refund', "status = 'REFUND READY'")) === 0, { timeoutMs: 20_000 });
  await second.kill('SIGTERM');
  const made = await count('refund', `payment_id = '${id}' and status = 'REFUNDED'`);
  expect(await count('sandbox_transaction', atProvider)).toBe(made);
  const { rows } = await service.pool.query<{ refunded: number }>(
    'select refunded from payment where id = $1',
    [id],
  );
  expect(rows[0]?.refunded).toBe(made * amount);
  for (const refundId of accepted) {
    expect(await count('refund', `id = '${refundId}' and status = 'REFUNDED'`)).toBe(1);
  }
  expect(await verifyLedger(service.deps)).toEqual([]);
  await service.end();
  await bus.drop();
}, 60_000);
