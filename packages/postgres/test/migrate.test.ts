import { until } from '@ashlar/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { idempotencyMigrations, MigrationError, migrate, openPool, pendingMigrations } from '../src/index.ts';
import { addFiles, makeSet, openTestPool } from './fixtures.ts';

const first = '-- compatible\ncreate table one (id int);\ninsert into one values (1);\n';
const second = '-- compatible\ncreate table two (id int);\n';

let database: Awaited<ReturnType<typeof openTestPool>>;
beforeEach(async () => {
  database = await openTestPool();
});
afterEach(() => database.end());

const exists = async (table: string) =>
  (await database.pool.query('select to_regclass($1) is not null as present', [table])).rows[0].present;

describe('forward', () => {
  test('applies what is new, set by set in order, and nothing twice', async () => {
    const set = await makeSet('notes', { '0002-two.sql': second, '0001-one.sql': first });
    expect(await pendingMigrations(database.pool, [set])).toEqual(['notes/0001-one', 'notes/0002-two']);
    expect(await exists('schema_migration')).toBe(false);

    const applied = await migrate(database.pool, [idempotencyMigrations, set]);

    expect(applied).toEqual(['idempotency/0001-idempotency-record', 'notes/0001-one', 'notes/0002-two']);
    expect(await migrate(database.pool, [idempotencyMigrations, set])).toEqual([]);
    expect(await pendingMigrations(database.pool, [idempotencyMigrations, set])).toEqual([]);
    await addFiles(set, { '0003-three.sql': '-- breaking\ndrop table one;\n' });
    expect(await migrate(database.pool, [idempotencyMigrations, set])).toEqual(['notes/0003-three']);
    expect(await exists('one')).toBe(false);
    const { rows } = await database.pool.query(
      "select name, checksum ~ '^[0-9a-f]{64}$' as hashed, applied_at <= now() as dated from schema_migration where set = 'notes' order by name",
    );
    expect(rows).toEqual(
      ['0001-one', '0002-two', '0003-three'].map((name) => ({ name, hashed: true, dated: true })),
    );
  });

  test('of two migrators that race, one does the work and the other waits for it', async () => {
    const set = await makeSet('notes', {
      '0001-one.sql': `${first}select pg_sleep(0.3);\n`,
      '0002-two.sql': second,
    });
    const other = openPool({ url: database.url, applicationName: 'other' });

    const results = await Promise.all([migrate(database.pool, [set]), migrate(other, [set])]);

    expect(results.flat().sort()).toEqual(['notes/0001-one', 'notes/0002-two']);
    expect(results.some((applied) => applied.length === 0)).toBe(true);
    expect((await database.pool.query('select count(*) as n from one')).rows).toEqual([{ n: 1 }]);
    await other.end();
  });

  test('builds an index concurrently, also while another migrator waits', async () => {
    const set = await makeSet('notes', {
      '0001-one.sql': first,
      '0002-index.sql':
        '-- compatible\n-- no transaction\ndrop index concurrently if exists one_id;\ncreate index concurrently one_id on one (id);\n',
    });
    const other = openPool({ url: database.url, applicationName: 'other' });
    const results = await Promise.all([migrate(database.pool, [set]), migrate(other, [set])]);
    expect(results.flat().sort()).toEqual(['notes/0001-one', 'notes/0002-index']);
    expect(await exists('one_id')).toBe(true);
    await other.end();
  });

  test('is not bound by the pool’s time limit for statements', async () => {
    const pool = openPool({ url: database.url, applicationName: 'hasty', statementTimeoutMs: 50 });
    const set = await makeSet('slow', { '0001-slow.sql': '-- compatible\nselect pg_sleep(0.2);\n' });
    expect(await migrate(pool, [set])).toEqual(['slow/0001-slow']);
    await pool.end();
  });
});

describe('refusals', () => {
  test('a file that failed leaves nothing behind, and what came before stays', async () => {
    const set = await makeSet('notes', {
      '0001-one.sql': first,
      '0002-bad.sql': '-- compatible\ncreate table two (id int);\nselect 1 / 0;\n',
    });
    const failure = await migrate(database.pool, [set]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationError);
    expect(failure).toMatchObject({
      message: 'notes/0002-bad failed: division by zero',
      cause: expect.objectContaining({ code: '22012' }),
    });
    expect(await exists('two')).toBe(false);
    expect(await exists('one')).toBe(true);

    await addFiles(set, { '0002-bad.sql': second });
    expect(await migrate(database.pool, [set])).toEqual(['notes/0002-bad']);
  });

  test('an applied file that has changed', async () => {
    const set = await makeSet('notes', { '0001-one.sql': first });
    await migrate(database.pool, [set]);
    await addFiles(set, { '0001-one.sql': `${first}-- a word more\n`, '0002-two.sql': second });
    await expect(migrate(database.pool, [set])).rejects.toThrow('notes/0001-one has been changed');
    await expect(pendingMigrations(database.pool, [set])).rejects.toThrow('notes/0001-one has been changed');
    expect(await exists('two')).toBe(false);
  });

  test('a file numbered before one that is applied', async () => {
    const set = await makeSet('notes', { '0002-two.sql': second });
    await migrate(database.pool, [set]);
    await addFiles(set, { '0001-one.sql': first });
    await expect(migrate(database.pool, [set])).rejects.toThrow(
      'notes/0001-one comes before notes/0002-two, which is already applied',
    );
  });

  test('a database that a newer version has changed in a breaking way; a compatible change is fine', async () => {
    const older = await makeSet('notes', { '0001-one.sql': first });
    await migrate(database.pool, [await makeSet('notes', { '0001-one.sql': first, '0002-two.sql': second })]);
    expect(await migrate(database.pool, [older])).toEqual([]);

    const newest = {
      '0001-one.sql': first,
      '0002-two.sql': second,
      '0003-three.sql': '-- breaking\ndrop table one;\n',
    };
    await migrate(database.pool, [await makeSet('notes', newest)]);
    await expect(migrate(database.pool, [older])).rejects.toThrow('the breaking change notes/0003-three');
  });

  test.each([
    ['no first line', { '0001-one.sql': 'create table one (id int);' }, 'on its first line'],
    ['the word in another place', { '0001-one.sql': '\n-- compatible\n' }, 'on its first line'],
    ['an unknown name', { '1-One.sql': first }, 'must be named like'],
    ['a number twice', { '0001-one.sql': first, '0001-two.sql': second }, 'a second time'],
    ['no files', {}, 'has no .sql files'],
  ])('%s', async (_, files: Record<string, string>, message) => {
    const set = await makeSet('notes', files);
    await expect(migrate(database.pool, [set])).rejects.toThrow(message);
    expect(await exists('schema_migration')).toBe(false);
  });

  test('a change that cannot get its table gives up instead of holding up traffic', async () => {
    const set = await makeSet('notes', { '0001-one.sql': first });
    await migrate(database.pool, [set]);
    await addFiles(set, {
      '0002-alter.sql':
        "-- compatible\nset local lock_timeout = '50ms';\nalter table one add column name text;\n",
    });
    const holder = await database.pool.connect();
    await holder.query('begin; lock table one in access share mode');
    await expect(migrate(database.pool, [set])).rejects.toThrow('lock timeout');
    await holder.query('commit');
    holder.release();
    await until(async () => (await migrate(database.pool, [set])).length === 1);
  });
});
