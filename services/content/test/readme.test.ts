import { readFile } from 'node:fs/promises';
import { configTable } from '@ashlar/service-kit';
import { expect, test } from '@jest/globals';
import { configSpec, readContentConfig } from '../src/config.ts';

const readme = new URL('../README.md', import.meta.url);

test('the README lists every variable as the service reads it', async () => {
  const text = await readFile(readme, 'utf8');
  const table = /<!-- config -->\n([\s\S]*)<!-- \/config -->/.exec(text)?.[1]?.trim();
  expect(table).toBe(configTable(configSpec));
});

test('a start without its variables names them all at once', () => {
  const start = () => readContentConfig({ READ_TRUST_MS: '9999', PORT: 'x' });
  for (const name of ['DATABASE_URL', 'DATA_KEY', 'READ_TRUST_MS', 'OAUTH_ISSUER', 'OAUTH_JWKS', 'PORT']) {
    expect(start).toThrow(new RegExp(name));
  }
  const rest = { DATABASE_URL: 'postgres:', DATA_KEY: 'k'.repeat(44), OAUTH_ISSUER: 'i', OAUTH_JWKS: 'j' };
  expect(() => readContentConfig(rest)).toThrow(/BUS_URL/);
  expect(() => readContentConfig({ ...rest, BUS: 'kafka' })).toThrow(/KAFKA_BROKERS/);
});

test('the test profile, which empties departments, is refused in production', () => {
  const start = (env: Record<string, string>) =>
    readContentConfig({
      DATABASE_URL: 'postgres:',
      DATA_KEY: 'k'.repeat(44),
      OAUTH_ISSUER: 'i',
      OAUTH_JWKS: 'j',
      BUS_URL: 'postgres:',
      ...env,
    });
  expect(start({}).testProfile).toBe(false);
  expect(start({ TEST_PROFILE: 'true' }).testProfile).toBe(true);
  expect(() => start({ TEST_PROFILE: 'true', NODE_ENV: 'production' })).toThrow(/TEST_PROFILE/);
});
