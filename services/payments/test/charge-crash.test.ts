import { randomBytes } from 'node:crypto';
import { createDatabase, freePort, spawnService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { anActiveAgreement, charge } from './agreement-fixtures.ts';
import { anAccount, startService } from './fixtures.ts';

const charges = 60;

test('a process killed between the provider’s answer and its storing charges no agreement twice and forgets none', async () => {
  const dataKey = randomBytes(32).toString('base64');
  const service = await startService({ env: { DATA_KEY: dataKey } });
  const account = await anAccount(service);
  const agreement = await anActiveAgreement(service, account);
  await until(async () => (await count("status = 'CAPTURED'")) === 1);
  // Only the processes that are started below charge.
  await service.workers.stop();
  const [bus, port] = await Promise.all([createDatabase('bus'), freePort()]);
  const env = {
    PORT: String(port),
    DATABASE_URL: service.databaseUrl,
    BUS_URL: bus.url,
    DATA_KEY: dataKey,
    OAUTH_ISSUER: service.issuer.issuer,
    OAUTH_JWKS: service.issuer.jwksFile,
    RESOLVE_AFTER_S: '1',
    SANDBOX_DELAY_MS: '100',
    LOG_LEVEL: 'fatal',
  };
  const readyUrl = `http://127.0.0.1:${port}/health/ready`;
  const start = () => spawnService({ folder: 'services/payments', env, readyUrl });

  const first = await start();
  const made = await Promise.all(Array.from({ length: charges }, () => charge(service, account, agreement)));
  expect(made.every(({ status }) => status === 201)).toBe(true);
  // Some are known to the provider whose answers are not stored yet.
  await until(async () => (await authorised()) >= 5, { everyMs: 1, timeoutMs: 20_000 });
  await first.kill('SIGKILL');
  expect(await count("status <> 'CAPTURED'")).toBeGreaterThan(0);

  const second = await start();
  await until(async () => (await count("status = 'CAPTURED'")) === charges + 1, { timeoutMs: 20_000 });
  await second.kill('SIGTERM');
  expect(await authorised()).toBe(charges);
  expect(await verifyLedger(service.deps)).toEqual([]);
  await service.end();
  await bus.drop();

  async function count(where: string): Promise<number> {
    const { rows } = await service.pool.query(`select count(*)::integer from payment where ${where}`);
    return Number(rows[0].count);
  }

  async function authorised(): Promise<number> {
    const { rows } = await service.pool.query(
      `select count(*)::integer from sandbox_transaction as one join payment on one.key like payment.id || '-authorise-%'
        where one.outcome = 'authorised' and payment.authorisation_mode = 'agreement'`,
    );
    return Number(rows[0].count);
  }
}, 60_000);
