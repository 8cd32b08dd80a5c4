import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { configTable } from '@ashlar/service-kit';
import { expect, test } from '@jest/globals';
import { configSpec, readIdentityConfig } from '../src/config.ts';
import { operator, startService } from './fixtures.ts';

const readme = new URL('../README.md', import.meta.url);

test('the README lists every variable as the service reads it', async () => {
  const text = await readFile(readme, 'utf8');
  const table = /<!-- config -->\n([\s\S]*)<!-- \/config -->/.exec(text)?.[1]?.trim();
  expect(table).toBe(configTable(configSpec));
});

test('a start without its variables names them all at once', () => {
  const start = () => readIdentityConfig({ DATA_KEY: 'short', PORT: 'x' });
  for (const name of ['DATABASE_URL', 'DATA_KEY', 'ISSUER', 'PORT']) {
    expect(start).toThrow(new RegExp(name));
  }
  const rest = { DATABASE_URL: 'postgres:', DATA_KEY: 'x'.repeat(44), ISSUER: 'https://id.test' };
  expect(() => readIdentityConfig(rest)).toThrow(/BUS_URL/);
  expect(() => readIdentityConfig({ ...rest, BUS: 'kafka' })).toThrow(/KAFKA_BROKERS/);
});

test('the issuer is a root', () => {
  const env = { DATABASE_URL: 'postgres:', DATA_KEY: 'x'.repeat(44), BUS_URL: 'postgres:' };
  expect(readIdentityConfig({ ...env, ISSUER: 'https://id.test' }).issuer).toBe('https://id.test');
  for (const ISSUER of ['https://id.test/', 'https://id.test/realm']) {
    expect(() => readIdentityConfig({ ...env, ISSUER })).toThrow(/ISSUER must be a root/);
  }
});

test('the README’s way to a first token gets one that opens administration', async () => {
  const command = /```sh\n(curl [^`]*)```/.exec(await readFile(readme, 'utf8'))?.[1] ?? '';
  const service = await startService();
  try {
    const env = { ...process.env, ISSUER: service.issuer, OPERATOR_CLIENT_SECRET: operator.secret };
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
    const { access_token: token } = JSON.parse(stdout);
    expect((await service.call('GET', '/ashlar/v1/clients', { token })).status).toBe(200);
  } finally {
    await service.end();
  }
});
