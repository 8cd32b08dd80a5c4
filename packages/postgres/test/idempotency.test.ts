import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  idempotencyMigrations,
  migrate,
  pruneIdempotencyRecords,
  readIdempotencyRecord,
  requestHash,
} from '../src/index.ts';
import { openTestPool } from './fixtures.ts';

describe('requestHash', () => {
  test('is the same for the same JSON, whatever its order', () => {
    const one = requestHash({ amount: 1, metadata: { b: [1, { y: 1, x: 2 }], a: null } });
    const two = requestHash({ metadata: { a: null, b: [1, { x: 2, y: 1 }] }, amount: 1 });
    expect(one).toEqual(two);
    expect(one).toHaveLength(32);
  });

  test.each([
    [{ amount: 1 }, { amount: 2 }],
    [{ amount: 1 }, { amount: '1' }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: { b: 1 } }, { a: 1, b: 1 }],
    [{ a: null }, {}],
    [[], {}],
    [JSON.parse('{"__proto__": 1}'), {}],
  ])('tells %j from %j', (one, two) => {
    expect(requestHash(one)).not.toEqual(requestHash(two));
  });

  test('takes a missing body for null', () => {
    expect(requestHash(undefined)).toEqual(requestHash(null));
  });
});

describe('records', () => {
  let database: Awaited<ReturnType<typeof openTestPool>>;
  beforeAll(async () => {
    database = await openTestPool();
    await migrate(database.pool, [idempotencyMigrations]);
  });
  afterAll(() => database.end());

  test('are read by scope and key', async () => {
    const hash = requestHash({ a: 1 });
    await database.pool.query(
      `insert into idempotency_record (scope, key, request_hash, resource_id, status, reply)
       values ('one', 'k', $1, 'r1', 201, '\\x01'), ('two', 'k', $1, null, null, null)`,
      [hash],
    );
    expect(await readIdempotencyRecord(database.pool, 'one', 'k')).toEqual({
      requestHash: hash,
      resourceId: 'r1',
      status: 201,
      reply: Buffer.from([1]),
    });
    expect(await readIdempotencyRecord(database.pool, 'two', 'k')).toEqual({
      requestHash: hash,
      resourceId: null,
      status: null,
      reply: null,
    });
    expect(await readIdempotencyRecord(database.pool, 'three', 'k')).toBeUndefined();
  });

  test('are pruned oldest first, no more at a time than asked', async () => {
    await database.pool.query('truncate idempotency_record');
    await database.pool.query(
      `insert into idempotency_record (scope, key, request_hash, created_at)
       select 's', n::text, '\\x00', timestamptz '2026-01-01T00:00:00Z' + n * interval '1 day' from generate_series(0, 9) n`,
    );
    const before = new Date('2026-01-06T00:00:00Z');
    const prune = () => pruneIdempotencyRecords(database.pool, before, 3);
    const keys = async () =>
      (await database.pool.query('select key from idempotency_record order by key')).rows.map(
        ({ key }) => key,
      );

    expect(await prune()).toBe(3);
    expect(await keys()).toEqual(['3', '4', '5', '6', '7', '8', '9']);
    expect(await prune()).toBe(2);
    expect(await prune()).toBe(0);
    expect(await keys()).toEqual(['5', '6', '7', '8', '9']);
  });
});
