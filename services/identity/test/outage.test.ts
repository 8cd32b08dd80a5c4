import { randomBytes } from 'node:crypto';
import { openBus } from '@ashlar/events';
import { ensureDatabase, migrate, openPool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { startOwnPostgres, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { buildApp } from '../src/app.ts';
import { readIdentityConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';
import { operator } from './fixtures.ts';

test('while the database is away sign-in says so with 503, keys stay readable, and it recovers by itself', async () => {
  const server = await startOwnPostgres();
  const url = await ensureDatabase(server.url, { name: 'identity', password: 'identity' });
  const config = readIdentityConfig({
    DATABASE_URL: url,
    BUS_URL: url,
    DATA_KEY: randomBytes(32).toString('base64'),
    ISSUER: 'http://id.test',
    ONE_LOGIN_ISSUER: 'http://one.test/',
    LOG_LEVEL: 'silent',
  });
  const logger = createLogger({ name: 'identity', level: 'silent' });
  const pool = openPool({ url, applicationName: 'identity-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url, clientId: 'identity-test', log: logger });
  const identity = await buildApp(config, { pool, bus, logger });
  const token = () =>
    identity.app.inject({
      method: 'POST',
      url: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `grant_type=client_credentials&client_id=somebody&client_secret=${operator.secret}`,
    });
  try {
    expect((await token()).json().error).toBe('invalid_client');
    server.kill();
    const away = await until(async () => {
      const answer = await token();
      return answer.statusCode === 401 ? undefined : answer;
    });
    expect([away.statusCode, away.json().error]).toEqual([503, 'server_error']);
    expect(Number(away.headers['retry-after'])).toBeGreaterThan(0);
    const page = await identity.app.inject({
      url: '/authorize?client_id=somebody',
      headers: { accept: 'text/html' },
    });
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('<h1');
    const other = await identity.app.inject({
      url: '/authorize?client_id=somebody',
      headers: { host: 'one.test' },
    });
    expect([other.statusCode, other.headers['retry-after']]).toEqual([503, '1']);
    expect(other.body).toContain('<h1');
    expect((await identity.app.inject('/.well-known/jwks.json')).statusCode).toBe(200);
    expect((await identity.app.inject('/health/ready')).statusCode).toBe(503);
    await server.restart();
    const back = async () => (await token()).statusCode === 401;
    await until(back, { timeoutMs: 15_000, what: 'the database to be used again' });
  } finally {
    await identity.app.close();
    await identity.close();
    await bus.close();
    await pool.end();
    await server.stop();
  }
});
