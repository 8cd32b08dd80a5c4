import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureDatabase, openPool, type Pool } from '../src/index.ts';

const adminUrl = process.env.ASHLAR_TEST_POSTGRES_URL ?? '';
const made: string[] = [];
let admin: Pool;
beforeAll(() => {
  admin = openPool({ url: adminUrl, applicationName: 'admin' });
});
afterAll(async () => {
  for (const name of made) await admin.query(`drop database if exists ${name} with (force)`);
  for (const name of made) await admin.query(`drop role if exists ${name}`);
  await admin.end();
});

const newName = () => {
  const name = `service_${randomBytes(5).toString('hex')}`;
  // Before its maker, so that what a role made is gone before the role.
  made.unshift(name);
  return name;
};

async function query(url: string, text: string) {
  const pool = openPool({ url, applicationName: 'databases-test' });
  try {
    return (await pool.query(text)).rows;
  } finally {
    await pool.end();
  }
}

test('the role owns its database, and may do in it what a service does', async () => {
  const name = newName();
  const url = await ensureDatabase(adminUrl, { name, password: "p@ss/w:rd'%41 ?#" });
  await query(url, 'create table note (text text)');
  expect(await query(url, 'select current_user as user, current_database() as database')).toEqual([
    { user: name, database: name },
  ]);
});

test('is repeated safely, also at the same moment, and resets the password', async () => {
  const name = newName();
  const urls = await Promise.all(
    Array.from({ length: 4 }, () => ensureDatabase(adminUrl, { name, password: 'first' })),
  );
  await query(urls[0] ?? '', 'create table note (text text)');

  const url = await ensureDatabase(adminUrl, { name, password: 'second' });

  expect(await query(url, 'select count(*) as n from note')).toEqual([{ n: 0 }]);
  await expect(query(urls[0] ?? '', 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('one service cannot enter the database of another', async () => {
  const [one, two] = [newName(), newName()];
  const url = new URL(await ensureDatabase(adminUrl, { name: one, password: 'one' }));
  await ensureDatabase(adminUrl, { name: two, password: 'two' });
  url.pathname = `/${two}`;
  await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '42501' });
});

test('an administrator need not be a superuser', async () => {
  const keeper = newName();
  await admin.query(`create role ${keeper} login createdb createrole password 'keeper'`);
  const url = new URL(adminUrl);
  url.username = keeper;
  url.password = 'keeper';
  const name = newName();
  await ensureDatabase(url.href, { name, password: 'first' });
  const own = await ensureDatabase(url.href, { name, password: 'second' });
  expect(await query(own, 'select current_user as user')).toEqual([{ user: name }]);
});

test.each(['', 'Upper', 'a-b', 'x"; drop', '1st', 'a'.repeat(64)])('refuses the name %p', async (name) => {
  await expect(ensureDatabase(adminUrl, { name, password: 'x' })).rejects.toThrow('A database name has');
});
