import { readFile } from 'node:fs/promises';
import { configTable } from '@ashlar/service-kit';
import { expect, test } from '@jest/globals';
import { configSpec, readIdentityConfig } from '../src/config.ts';

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
