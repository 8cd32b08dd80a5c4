import { randomBytes } from 'node:crypto';
import { openBus } from '@ashlar/events';
import { ensureDatabase, migrate, openPool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createTokenIssuer, startOwnPostgres, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { buildApp } from '../src/app.ts';
import { readPaymentsConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';
import { anAccount, aPaymentBody, callOf } from './fixtures.ts';

test('while the database is away every answer is 503 with Retry-After, and it recovers by itself', async () => {
  const server = await startOwnPostgres();
  const issuer = await createTokenIssuer();
  const url = await ensureDatabase(server.url, { name: 'payments', password: 'payments' });
  const config = readPaymentsConfig({
    DATABASE_URL: url,
    BUS_URL: url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    LOG_LEVEL: 'silent',
  });
  const logger = createLogger({ name: 'payments', level: 'silent' });
  const pool = openPool({ url, applicationName: 'payments-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url, clientId: 'payments-test', log: logger });
  const payments = await buildApp(config, { pool, bus, logger });
  const call = callOf(payments);
  try {
    const { key } = await anAccount({ issuer, call });
    const create = () => call('POST', '/v1/payments', { key, body: aPaymentBody() });
    expect((await create()).status).toBe(201);

    server.kill();
    const away = await until(async () => {
      const answer = await create();
      return answer.status === 201 ? undefined : answer;
    });
    expect([away.status, away.json]).toEqual([
      503,
      { code: 'P0198', description: 'Downstream system error' },
    ]);
    expect(Number(away.headers['retry-after'])).toBeGreaterThan(0);
    const read = await call('GET', `/v1/payments/${'0'.repeat(26)}`, { key });
    expect([read.status, read.json.code]).toEqual([503, 'P0298']);
    expect((await call('GET', '/health/ready')).status).toBe(503);
    expect((await call('GET', '/health/live')).status).toBe(200);

    await server.restart();
    await until(async () => (await create()).status === 201, { timeoutMs: 20_000 });
    await until(async () => (await call('GET', '/health/ready')).status === 200, { timeoutMs: 20_000 });
  } finally {
    await payments.app.close();
    await payments.close();
    await bus.close();
    await pool.end();
    await server.stop();
    await issuer.close();
  }
});
