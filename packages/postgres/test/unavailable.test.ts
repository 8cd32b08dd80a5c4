import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, startOwnPostgres, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { isUnavailable, openPool, transaction } from '../src/index.ts';
import { openTestPool } from './fixtures.ts';

const caught = (work: Promise<unknown>) =>
  work.then(
    () => Promise.reject(new Error('It should have failed')),
    (error: unknown) => error,
  );

test('a server that is killed is unavailable in every way it can be met, and not after its restart', async () => {
  const server = await startOwnPostgres();
  const pool = openPool({ url: server.url, applicationName: 'outage' });
  const [asleep, inTransaction] = [pool.query('select pg_sleep(60)'), pool.connect()];
  const client = await inTransaction;
  await client.query('begin');
  const interrupted = caught(asleep);

  server.kill();

  expect(isUnavailable(await interrupted)).toBe(true);
  expect(isUnavailable(await caught(client.query('select 1')))).toBe(true);
  client.release(true);
  await server.exited;
  expect(isUnavailable(await caught(pool.query('select 1')))).toBe(true);
  expect(isUnavailable(await caught(transaction(pool, () => Promise.resolve())))).toBe(true);
  await server.restart();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
  await server.stop();
});

test('a server that shuts down in order is unavailable to whoever is connected', async () => {
  const server = await startOwnPostgres();
  const pool = openPool({ url: server.url, applicationName: 'outage' });
  const interrupted = caught(pool.query('select pg_sleep(60)'));
  await until(async () => {
    const { rows } = await pool.query(
      "select count(*) as n from pg_stat_activity where wait_event = 'PgSleep'",
    );
    return rows[0].n === 1;
  });

  await server.stop();

  expect(await interrupted).toMatchObject({ code: '57P01' });
  expect(isUnavailable(await interrupted)).toBe(true);
  await pool.end();
});

test('a server without a free connection, and a pool without one, are unavailable', async () => {
  const { pool: admin, url, end } = await openTestPool();
  const name = new URL(url).pathname.slice(1);
  await admin.query(`alter database ${name} connection limit 0`);
  await admin.query(`create role ${name} login password 'x'`);
  const ordinary = new URL(url);
  ordinary.username = name;
  ordinary.password = 'x';
  const pool = openPool({ url: ordinary.href, applicationName: 'crowd' });
  const refused = await caught(pool.query('select 1'));
  expect(refused).toMatchObject({ code: '53300' });
  expect(isUnavailable(refused)).toBe(true);
  await pool.end();
  await admin.query(`drop role ${name}`);

  const narrow = openPool({ url, applicationName: 'narrow', max: 1, connectionTimeoutMs: 1000 });
  const holder = await narrow.connect();
  expect(isUnavailable(await caught(narrow.query('select 1')))).toBe(true);
  holder.release();
  await narrow.end();
  await end();
});

test('nobody at the port, a host without an address and one that never answers are unavailable', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  const silentPort = await freePort();
  silent.listen(silentPort, '127.0.0.1');
  await once(silent, 'listening');
  for (const host of [`127.0.0.1:${await freePort()}`, 'nowhere.invalid:5432', `127.0.0.1:${silentPort}`]) {
    const pool = openPool({
      url: `postgres://a:b@${host}/c`,
      applicationName: 'nobody',
      connectionTimeoutMs: 300,
    });
    expect(isUnavailable(await caught(pool.query('select 1')))).toBe(true);
    await pool.end();
  }
  silent.close();
});

test('errors of a statement, of a login and of a program are not', async () => {
  const { pool, url, end } = await openTestPool({ statementTimeoutMs: 50 });
  const wrong = new URL(url);
  wrong.password = 'wrong';
  const stranger = openPool({ url: wrong.href, applicationName: 'stranger' });
  const errors = [
    await caught(pool.query('select 1 / 0')),
    await caught(pool.query('select * from nothing')),
    await caught(pool.query('select pg_sleep(60)')),
    await caught(stranger.query('select 1')),
    new TypeError('x is not a function'),
    new Error('a Connection terminated somewhere in the text'),
    'ECONNREFUSED',
    undefined,
  ];
  expect(errors.filter(isUnavailable)).toEqual([]);
  await stranger.end();
  await end();
});

test('an unavailable database is seen through the error that wraps it', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(isUnavailable(new Error('store', { cause: new Error('inner', { cause: refused }) }))).toBe(true);
  expect(isUnavailable(new AggregateError([new Error('other'), refused]))).toBe(true);
});
