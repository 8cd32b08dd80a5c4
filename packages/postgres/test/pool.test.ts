import { until } from '@ashlar/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openPool } from '../src/index.ts';
import { openTestPool, terminateOthers } from './fixtures.ts';

let database: Awaited<ReturnType<typeof openTestPool>>;
beforeEach(async () => {
  database = await openTestPool({ max: 2, statementTimeoutMs: 1000 });
});
afterEach(() => database.end());

describe('values', () => {
  test('whole numbers are numbers, instants are dates, days stay text', async () => {
    const { rows } = await database.pool.query(
      `select 9007199254740991::bigint as whole, array[1, null, -2]::bigint[] as many, count(*) as counted,
              '2026-03-29T00:30:00+02:00'::timestamptz as instant, date '2026-03-29' as day, null::bigint as none`,
    );
    expect(rows).toEqual([
      {
        whole: 9007199254740991,
        many: [1, null, -2],
        counted: 1,
        instant: new Date('2026-03-28T22:30:00Z'),
        day: '2026-03-29',
        none: null,
      },
    ]);
  });

  test.each([
    '2026-11-29 14:36:09.123456+00',
    '2026-11-29 14:36:09.1+00',
    '2026-11-29 14:36:09.05+00',
    '2026-02-28 23:59:59+00',
    '0999-12-31 00:00:00+00',
    '0050-01-01 00:00:00+00',
    '12026-01-01 00:00:00.5+00',
  ])('the instant %s is read as what it is in any time zone of the session', async (text) => {
    const client = await database.pool.connect();
    try {
      for (const zone of ['UTC', 'Europe/London', 'Asia/Kathmandu']) {
        await client.query(`set time zone '${zone}'`);
        const { rows } = await client.query(
          `select $1::timestamptz as instant, floor(extract(epoch from $1::timestamptz) * 1000)::bigint as milliseconds`,
          [text],
        );
        expect(rows[0].instant.getTime()).toBe(rows[0].milliseconds);
      }
    } finally {
      client.release(true);
    }
  });

  test('instants beyond all times are numbers without end', async () => {
    const { rows } = await database.pool.query(
      `select 'infinity'::timestamptz as never, '-infinity'::timestamptz as ever`,
    );
    expect(rows).toEqual([{ never: Infinity, ever: -Infinity }]);
  });

  test('a bigint that a number cannot hold is an error and not another number', async () => {
    const query = (value: string) => database.pool.query('select $1::bigint as whole', [value]);
    await expect(query('9007199254740992')).rejects.toThrow(RangeError);
    await expect(query('-9007199254740992')).rejects.toThrow(RangeError);
    expect((await query('7')).rows).toEqual([{ whole: 7 }]);
  });
});

describe('faults', () => {
  test('a connection that breaks while idle is reported and replaced', async () => {
    const errors: Error[] = [];
    const pool = openPool({
      url: database.url,
      applicationName: 'idle',
      onError: (error) => errors.push(error),
    });
    await pool.query('select 1');

    await terminateOthers(database.pool);

    await until(() => errors.length > 0, { what: 'the error' });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  test('a connection that breaks while somebody holds it ends nothing but its own statements', async () => {
    const pool = openPool({ url: database.url, applicationName: 'held' });
    const client = await pool.connect();
    await client.query('begin');

    await terminateOthers(database.pool);

    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  test('a statement that runs too long is cancelled', async () => {
    await expect(database.pool.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
  });

  test('a caller does not wait for ever for a connection', async () => {
    const pool = openPool({ url: database.url, applicationName: 'full', max: 1, connectionTimeoutMs: 1000 });
    const holder = await pool.connect();
    await expect(pool.query('select 1')).rejects.toThrow('timeout exceeded when trying to connect');
    holder.release();
    await pool.end();
  });
});
