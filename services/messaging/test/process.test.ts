import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, createTokenIssuer, freePort, spawnService, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { anAccount, anEmail, type Service, tokenOf } from './fixtures.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));

test('the process migrates, serves, and keeps what it accepted over a kill', async () => {
  const [database, bus, issuer, port] = await Promise.all([
    createDatabase('messaging'),
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
    LEASE_S: '1',
  };
  const main = (...args: string[]) => run(process.execPath, ['src/main.ts', ...args], { cwd: folder, env });
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/messaging\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/messaging\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const start = () => spawnService({ folder: 'services/messaging', env, readyUrl: `${root}/health/ready` });
  const first = await start();
  const account = await anAccount({ issuer, call: over(root) });
  const key = tokenOf(account.live);
  const made = await over(root)('POST', '/v2/notifications/email', { key, body: anEmail(account) });
  expect(made.status).toBe(201);
  await first.kill('SIGKILL');

  const second = await start();
  await until(
    async () => {
      const read = await over(root)('GET', `/v2/notifications/${made.json.id}`, {
        key: tokenOf(account.live),
      });
      return read.json.status === 'delivered';
    },
    { timeoutMs: 15_000, what: 'the message to be delivered after the kill' },
  );
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  expect(first.output() + second.output()).not.toMatch(/anna@example|REF-1/);
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
    const text = await response.text();
    const json = JSON.parse(text) as Record<string, unknown>;
    return { status: response.status, headers: Object.fromEntries(response.headers), text, json };
  };
}
