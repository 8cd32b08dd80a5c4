import { createHmac, randomBytes } from 'node:crypto';
import { sealOf } from '@ashlar/component';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { deriveKey } from '@ashlar/service-kit';
import { createDatabase } from '@ashlar/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../src/migrations.ts';
import { namingUses, openNamingKeys } from '../src/usecases/naming-keys.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: Pool;
const dataKey = randomBytes(32).toString('base64');

beforeEach(async () => {
  database = await createDatabase('identity');
  pool = openPool({ url: database.url, applicationName: 'naming-keys-test' });
  await migrate(pool, migrations);
});

afterEach(async () => {
  await pool?.end();
  await database?.drop();
});

const open = (key = dataKey) =>
  openNamingKeys(pool, sealOf(key, 'identity-naming-key'), (purpose) => deriveKey(key, purpose));

test('keys of names are made at random, once, and processes that start at once agree', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const all = namingUses.map((use) => one.bytes(use).toString('hex'));
  expect(new Set(all).size).toBe(namingUses.length);
  expect(namingUses.map((use) => other.bytes(use).toString('hex'))).toEqual(all);
  expect(one.bytes('digest').equals(deriveKey(dataKey, 'identity-digest'))).toBe(false);
  expect((await open()).bytes('digest').toString('hex')).toBe(all[0]);
});

test('on a database of before every name stays as it was', async () => {
  await pool.query(`insert into signing_key (slot, sealed, created_at, since) values (1, '', now(), now())`);
  const keys = await open();
  const before = (purpose: string) =>
    createHmac('sha256', deriveKey(dataKey, purpose)).update('a name').digest('hex');
  const now = (use: Parameters<typeof keys.key>[0]) =>
    createHmac('sha256', keys.key(use)).update('a name').digest('hex');
  expect(now('digest')).toBe(before('identity-digest'));
  expect(now('record')).toBe(before('identity-record-id'));
  expect(now('one_login_record')).toBe(before('one-login-record-id'));
  expect(now('one_login_subject')).toBe(before('one-login-subject'));
  expect(keys.bytes('cookie').equals(deriveKey(dataKey, 'identity-cookie'))).toBe(true);
  expect(keys.bytes('one_login_cookie').equals(deriveKey(dataKey, 'one-login-cookie'))).toBe(true);
});

test('another data key opens none of them', async () => {
  await open();
  await expect(open(randomBytes(32).toString('base64'))).rejects.toThrow();
});
