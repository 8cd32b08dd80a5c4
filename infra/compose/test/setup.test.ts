import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSettings } from '../src/settings.ts';
import { setup } from '../src/setup.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-'));
});
afterEach(() => rm(folder, { recursive: true }));

const settings = () =>
  readSettings({
    ASHLAR_HOME: join(folder, 'home'),
    ASHLAR_KEYS: join(folder, 'keys'),
    ASHLAR_PORT: '18080',
  });

describe('readSettings', () => {
  test('tells callers the published ports and the gateway its own', () => {
    const { layout } = settings();
    const { url, port } = layout.entryPoints.find(({ name }) => name === 'IDENTITY_ISSUER') ?? {};
    expect([layout.gatewayUrl, url, port]).toEqual([
      'http://127.0.0.1:18080',
      'http://127.0.0.1:18083',
      8083,
    ]);
    expect(layout.services.find(({ name }) => name === 'payments')?.url).toBe('http://payments:8080');
  });

  test('says what a port that is none should be', () => {
    expect(() => readSettings({ ASHLAR_PORT: 'x0' })).toThrow('ASHLAR_PORTS must be a number such as 808');
  });
});

describe('setup', () => {
  test('hands each service its own secrets, readable by their owner only, and says loudly that they are new', async () => {
    const lines: string[] = [];
    await setup(settings(), (line) => lines.push(line));
    expect(lines.join('\n')).toContain('SANDBOX KEYS');
    expect((await readdir(join(folder, 'keys/payments'))).sort()).toEqual([
      'DATABASE_URL',
      'DATA_KEY',
      'GATEWAY_KEY',
    ]);
    expect(await readdir(join(folder, 'keys/gateway'))).not.toContain('DATABASE_URL');
    expect(await readdir(join(folder, 'keys/identity'))).toContain('OPERATOR_CLIENT_SECRET');
    const { mode } = await stat(join(folder, 'keys/payments/DATA_KEY'));
    expect(mode & 0o777).toBe(0o400);
    const url = new URL(await key('payments/DATABASE_URL'));
    expect([url.username, url.host, url.pathname]).toEqual(['payments', 'postgres:5432', '/payments']);
    expect(url.password.length).toBeGreaterThan(20);
  });

  test('keeps every secret when it runs again, and says nothing of new ones', async () => {
    await setup(settings(), () => {});
    const names = [
      'payments/DATA_KEY',
      'payments/DATABASE_URL',
      'gateway/GATEWAY_KEY',
      'postgres/POSTGRES_PASSWORD',
    ];
    const before = await Promise.all(names.map(key));
    const lines: string[] = [];
    await setup(settings(), (line) => lines.push(line));
    expect(await Promise.all(names.map(key))).toEqual(before);
    expect(lines.join('\n')).not.toContain('SANDBOX KEYS');
  });
});

function key(name: string): Promise<string> {
  return readFile(join(folder, 'keys', name), 'utf8');
}
