import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError, configTable, kitConfig, readConfig } from '../src/index.ts';

const spec = {
  ...kitConfig,
  databaseUrl: { env: 'DATABASE_URL', kind: 'secret', meaning: 'where the data is' },
  dataKey: { env: 'DATA_KEY', kind: 'secret', min: 32, meaning: 'key of secrets at rest' },
  bus: {
    env: 'BUS',
    kind: 'choice',
    choices: ['postgres', 'kafka'],
    default: 'postgres',
    meaning: 'which bus',
  },
  migrate: { env: 'MIGRATE_ON_START', kind: 'bool', default: true, meaning: 'migrate first' },
} as const;

const complete = { DATABASE_URL: 'postgres://localhost/x', DATA_KEY: 'k'.repeat(32) };

describe('readConfig', () => {
  test('reads each kind and fills in defaults', () => {
    const config = readConfig(spec, {
      ...complete,
      PORT: '8180',
      BUS: 'kafka',
      MIGRATE_ON_START: 'false',
      HOST: '',
    });
    const bus: 'postgres' | 'kafka' = config.bus;
    const publicUrl: string | undefined = config.publicUrl;
    expect([config.port, config.host, bus, config.migrate, publicUrl]).toEqual([
      8180,
      '127.0.0.1',
      'kafka',
      false,
      undefined,
    ]);
  });

  test('lists every problem at once by variable, and repeats no value', () => {
    const env = {
      DATA_KEY: 'short-secret',
      PORT: '80x',
      BUS: 'pigeon',
      MIGRATE_ON_START: 'yes',
      BODY_LIMIT_BYTES: '1',
    };
    const error = errorOf(() => readConfig(spec, env));
    expect(error).toBeInstanceOf(ConfigError);
    const named = ['DATABASE_URL', 'DATA_KEY', 'PORT', 'BUS', 'MIGRATE_ON_START', 'BODY_LIMIT_BYTES'];
    for (const name of named) expect(error.message).toContain(name);
    expect((error as ConfigError).problems).toHaveLength(named.length);
    for (const value of ['short-secret', '80x', 'pigeon', 'yes']) expect(error.message).not.toContain(value);
  });

  test('prints a table of all variables', () => {
    const table = configTable(spec);
    expect(table).toContain('| `DATABASE_URL` | where the data is | **required** |');
    expect(table).toContain('| `BUS` | which bus (postgres, kafka) | `postgres` |');
    expect(table.split('\n')).toHaveLength(Object.keys(spec).length + 2);
  });
});

describe('readConfig, of what lies in files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test('takes secrets from the file that <NAME>_FILE names, without its last line end', () => {
    const config = readConfig(spec, {
      DATABASE_URL_FILE: write('url', 'postgres://user:password@localhost/x\n'),
      DATA_KEY_FILE: write('key', `${'k'.repeat(32)}\r\n`),
    });
    expect([config.databaseUrl, config.dataKey]).toEqual([
      'postgres://user:password@localhost/x',
      'k'.repeat(32),
    ]);
  });

  test('leaves an optional secret absent when neither variable is set', () => {
    expect(readConfig(spec, { ...complete, GATEWAY_KEY_FILE: '' }).gatewayKey).toBeUndefined();
  });

  test('does not read files for what is no secret', () => {
    expect(readConfig(spec, { ...complete, HOST_FILE: join(folder, 'absent') }).host).toBe('127.0.0.1');
  });

  const withMail = {
    ...spec,
    smtpUrl: { env: 'SMTP_URL', kind: 'secret', optional: true, meaning: 'mail server' },
  } as const;

  test('names the variable of every file that will not do, and repeats neither path nor content', () => {
    const error = errorOf(() =>
      readConfig(withMail, {
        DATABASE_URL_FILE: join(folder, 'absent'),
        DATA_KEY: 'k'.repeat(32),
        DATA_KEY_FILE: write('key', 'another-secret-of-thirty-two-characters'),
        GATEWAY_KEY_FILE: write('short', 'short'),
        SMTP_URL_FILE: write('empty', '\n'),
      }),
    );
    expect((error as ConfigError).problems).toEqual([
      'GATEWAY_KEY_FILE must have at least 16 characters',
      'DATABASE_URL_FILE names a file that cannot be read (ENOENT)',
      'DATA_KEY and DATA_KEY_FILE are both set: one of them is enough',
      'SMTP_URL_FILE names an empty file',
    ]);
    expect(error.message).not.toContain(folder);
  });
});

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
