import { randomUUID } from 'node:crypto';
import { openBus } from '@ashlar/events';
import { ensureDatabase, migrate, openPool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createTokenIssuer, startOwnPostgres, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { buildApp } from '../src/app.ts';
import { readContentConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';
import { anApplication, aTransaction, callOf, clientOf, publishedAt } from './fixtures.ts';

test('while the database is away every answer is 503 with Retry-After, and it recovers by itself', async () => {
  const server = await startOwnPostgres();
  const issuer = await createTokenIssuer();
  const url = await ensureDatabase(server.url, { name: 'content', password: 'content' });
  const config = readContentConfig({
    DATABASE_URL: url,
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
    BUS_URL: url,
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    LOG_LEVEL: 'silent',
    SITE_DEPARTMENT: 'demo',
  });
  const logger = createLogger({ name: 'content', level: 'silent' });
  const pool = openPool({ url, applicationName: 'content-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url, clientId: 'content-test', log: logger });
  const content = await buildApp(config, { pool, bus, logger });
  const call = callOf(content);
  try {
    const client = clientOf({ call }, (await anApplication({ issuer, call })).token);
    await publishedAt(client, '/there');
    const id = randomUUID();
    const put = () => client.put(id, aTransaction('/draft'));
    expect((await put()).status).toBe(200);

    server.kill();
    const away = await until(async () => {
      const answer = await put();
      return answer.status === 200 ? undefined : answer;
    });
    expect([away.status, away.json]).toEqual([
      503,
      { error: { code: 503, message: 'The service is not available, try again' } },
    ]);
    expect(Number(away.headers['retry-after'])).toBeGreaterThan(0);
    // What was read within the last second is still told; after that nothing is.
    await until(async () => (await client.read('/there')).status === 503, { timeoutMs: 5000 });
    expect((await call('GET', '/health/ready')).status).toBe(503);
    expect((await call('GET', '/health/live')).status).toBe(200);

    await server.restart();
    await until(async () => (await put()).status === 200, { timeoutMs: 20_000 });
    expect((await client.read('/there')).status).toBe(200);
    await until(async () => (await call('GET', '/health/ready')).status === 200, { timeoutMs: 20_000 });
  } finally {
    await content.app.close();
    await content.close();
    await bus.close();
    await pool.end();
    await server.stop();
    await issuer.close();
  }
});
