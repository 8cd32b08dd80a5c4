import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, createTokenIssuer, freePort, spawnService } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, aPaymentBody, type Service } from './fixtures.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));

test('the process migrates, serves, and keeps what it accepted over a kill', async () => {
  const [database, bus, issuer, port] = await Promise.all([
    createDatabase('payments'),
    createDatabase('bus'),
    createTokenIssuer(),
    freePort(),
  ]);
  const root = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: bus.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    MIGRATE_ON_START: 'false',
  };
  const main = (...args: string[]) => run(process.execPath, ['src/main.ts', ...args], { cwd: folder, env });
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/payments\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/payments\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const start = () => spawnService({ folder: 'services/payments', env, readyUrl: `${root}/health/ready` });
  const first = await start();
  const { key } = await anAccount({ issuer, call: over(root) });
  const made = await over(root)('POST', '/v1/payments', { key, body: aPaymentBody() });
  expect(made.status).toBe(201);
  await first.kill('SIGKILL');

  const second = await start();
  const read = await over(root)('GET', `/v1/payments/${made.json.payment_id}`, { key });
  expect(read.json).toEqual(made.json);
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  expect(first.output() + second.output()).not.toContain(key);
  await Promise.all([database.drop(), bus.drop(), issuer.close()]);
});

function over(root: string): Service['call'] {
  return async (method, path, { key, body } = {}) => {
    const response = await fetch(root + path, {
      method,
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: Object.fromEntries(response.headers), json };
  };
}
