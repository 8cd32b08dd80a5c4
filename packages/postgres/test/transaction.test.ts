import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { isUnavailable, transaction } from '../src/index.ts';
import { openTestPool } from './fixtures.ts';

let database: Awaited<ReturnType<typeof openTestPool>>;
let single: Awaited<ReturnType<typeof openTestPool>>['pool'];
beforeAll(async () => {
  database = await openTestPool({ max: 1 });
  single = database.pool;
  await single.query('create table note (text text primary key)');
});
beforeEach(() => single.query('truncate note'));
afterAll(() => database.end());

const notes = async () =>
  (await single.query('select text from note order by text')).rows.map(({ text }) => text);

test('what was done is kept, and the value of the work is returned', async () => {
  const value = await transaction(single, async (client) => {
    await client.query("insert into note values ('a')");
    await client.query("insert into note values ('b')");
    return 42;
  });
  expect(value).toBe(42);
  expect(await notes()).toEqual(['a', 'b']);
});

test('an error undoes everything and comes out as it is, and the connection is used again', async () => {
  const mistake = new Error('mistake');
  const { pid } = (await single.query('select pg_backend_pid() as pid')).rows[0];
  const work = transaction(single, async (client) => {
    await client.query("insert into note values ('a')");
    throw mistake;
  });
  await expect(work).rejects.toBe(mistake);
  expect(await notes()).toEqual([]);
  expect((await single.query('select pg_backend_pid() as pid')).rows).toEqual([{ pid }]);
});

test('a failed statement whose error is swallowed does not pass for a commit', async () => {
  const work = transaction(single, async (client) => {
    await client.query("insert into note values ('a')");
    await client.query("insert into note values ('a')").catch(() => {});
  });
  await expect(work).rejects.toThrow('was rolled back');
  expect(await notes()).toEqual([]);
});

test('a connection that breaks in the middle is not handed out again', async () => {
  const other = await openTestPool();
  const work = transaction(single, async (client) => {
    await client.query("insert into note values ('a')");
    const { pid } = (await client.query('select pg_backend_pid() as pid')).rows[0];
    await other.pool.query('select pg_terminate_backend($1)', [pid]);
    await client.query("insert into note values ('b')");
  });
  const error = await work.catch((caught: unknown) => caught);
  expect(isUnavailable(error)).toBe(true);
  expect(await notes()).toEqual([]);
  await other.end();
});
