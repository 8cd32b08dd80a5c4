import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, createTokenIssuer, freePort, spawnService } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));

test('the process migrates, serves, keeps what it accepted over a kill, and drains', async () => {
  const [database, bus, issuer, port] = await Promise.all([
    createDatabase('registry'),
    createDatabase('bus'),
    createTokenIssuer(),
    freePort(),
  ]);
  const root = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: bus.url,
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    MIGRATE_ON_START: 'false',
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const main = (...args: string[]) => run(process.execPath, ['src/main.ts', ...args], { cwd: folder, env });
  await expect(main()).rejects.toMatchObject({ stderr: expect.stringMatching(/registry\/0001/) });
  expect((await main('--migrate')).stdout).toMatch(/registry\/0001/);
  expect((await main('--migrate')).stdout).toMatch(/up to date/);

  const start = () => spawnService({ folder: 'services/registry', env, readyUrl: `${root}/health/ready` });
  const first = await start();
  const token = await issuer.mint({ audience: 'registry', scope: 'registry:admin', department: '*' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const made = await fetch(`${root}/ashlar/v1/departments`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ id: 'demo', name: 'Demo' }),
  });
  expect(made.status).toBe(201);
  await first.kill('SIGKILL');

  const second = await start();
  const read = await fetch(`${root}/ashlar/v1/departments/demo`, { headers });
  expect(await read.json()).toEqual(await made.json());
  await second.kill('SIGTERM');
  expect(second.output()).toMatch(/stopped/);
  await Promise.all([database.drop(), bus.drop(), issuer.close()]);
});
