import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { configTable } from '@ashlar/service-kit';
import { expect, test } from '@jest/globals';
import { configSpec, readRegistryConfig } from '../src/config.ts';
import { startRegistry } from './fixtures.ts';

const run = promisify(execFile);
const readme = new URL('../README.md', import.meta.url);

test('the README lists every variable as the service reads it', async () => {
  const text = await readFile(readme, 'utf8');
  const table = /<!-- config -->\n([\s\S]*)<!-- \/config -->/.exec(text)?.[1]?.trim();
  expect(table).toBe(configTable(configSpec));
});

test('a start without its variables names them all at once', () => {
  const start = () => readRegistryConfig({ PORT: 'x' });
  for (const name of ['DATABASE_URL', 'OAUTH_ISSUER', 'OAUTH_JWKS', 'DATA_KEY', 'PORT']) {
    expect(start).toThrow(new RegExp(name));
  }
  const rest = { DATABASE_URL: 'postgres:', OAUTH_ISSUER: 'i', OAUTH_JWKS: 'j', DATA_KEY: 'k'.repeat(44) };
  expect(() => readRegistryConfig(rest)).toThrow(/BUS_URL/);
  expect(() => readRegistryConfig({ ...rest, BUS: 'kafka' })).toThrow(/KAFKA_BROKERS/);
});

test('the README’s commands do what they say', async () => {
  const [commands = ''] = [...(await readFile(readme, 'utf8')).matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, code = '']) => code,
  );
  expect(commands).toContain('entry-points');
  const registry = await startRegistry();
  const url = await registry.app.listen({ host: '127.0.0.1', port: 0 });
  const env = { ...process.env, REGISTRY_URL: url, REGISTRY_TOKEN: await registry.token() };
  const { stdout } = await run('sh', ['-euc', commands], { env });
  expect(stdout).toMatch(/"action":"entry_point.created".*"action":"department.created"/);
  const { json } = await registry.call('GET', '/ashlar/v1/bindings/payments/*');
  expect(json.epoch).toBe(1);
  await registry.end();
});
