import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  effectiveFence,
  type FencedOff,
  fencedOff,
  fenceMigrations,
  listFences,
  migrate,
  readFence,
  setRole,
  transaction,
} from '../src/index.ts';
import { openTestPool } from './fixtures.ts';

const department = 'land-registry';

describe('the fence', () => {
  let database: Awaited<ReturnType<typeof openTestPool>>;
  beforeAll(async () => {
    database = await openTestPool({ max: 30 });
    await migrate(database.pool, [fenceMigrations]);
    await database.pool.query(
      'create table written (at bigint generated always as identity, department text, by text)',
    );
  });
  beforeEach(() => database.pool.query('truncate fence, written'));
  afterAll(() => database.end());

  const write = (by = 'one', fence: string | null = null, of = department) =>
    database.pool.query('insert into written (department, by) select fenced($1, $2), $3', [of, fence, by]);
  const follow = () =>
    database.pool.query(`insert into written (department, by) select following($1), 'import'`, [department]);
  const count = async () => {
    const { rows } = await database.pool.query('select count(*) as count from written');
    return rows[0].count as number;
  };
  const refusal = (promise: Promise<unknown>): Promise<FencedOff | undefined> =>
    promise.then(
      () => undefined,
      (error: unknown) => fencedOff(error) ?? Promise.reject(error),
    );
  const turn = (role: 'primary' | 'frozen' | 'follower', epoch: number, order: number, of = department) =>
    setRole(database.pool, of, { role, epoch, order });

  test('stops nobody where it has no row', async () => {
    await write('one', 'anything@7');
    expect(await count()).toBe(1);
    expect(await readFence(database.pool, department)).toBeUndefined();
    expect(await refusal(follow())).toEqual({ department, epoch: null, role: 'standalone' });
  });

  test('lets the primary write, with the fence of its epoch or with none', async () => {
    expect(await turn('primary', 3, 1)).toMatchObject({ department, role: 'primary', epoch: 3, order: 1 });
    await write();
    await write('one', `${department}@3`);
    expect(await count()).toBe(2);
    expect(await refusal(write('one', `${department}@2`))).toEqual({ department, epoch: 3, role: 'primary' });
    expect(await refusal(write('one', '*@3'))).toEqual({ department, epoch: 3, role: 'primary' });
    expect(await refusal(follow())).toEqual({ department, epoch: 3, role: 'primary' });
    expect(await count()).toBe(2);
  });

  test.each(['frozen', 'follower'] as const)('refuses every write of one that is %s', async (role) => {
    await turn(role, 3, 1);
    expect(await refusal(write())).toEqual({ department, epoch: 3, role });
    expect(await refusal(write('one', `${department}@3`))).toEqual({ department, epoch: 3, role });
    expect(await count()).toBe(0);
    const { rows } = await database.pool.query(
      'select primary_here($1) as here, primary_held($1) as held, primary_here($2) as other',
      [department, 'another'],
    );
    expect(rows).toEqual([{ here: false, held: false, other: true }]);
  });

  test('lets only a follower import', async () => {
    await turn('follower', 3, 1);
    await follow();
    expect(await count()).toBe(1);
  });

  test('holds the row * for each department without one of its own', async () => {
    await turn('primary', 5, 1, '*');
    await turn('frozen', 6, 1);
    await write('one', '*@5', 'another');
    expect(await refusal(write('one', 'another@5', 'another'))).toEqual({
      department: 'another',
      epoch: 5,
      role: 'primary',
    });
    expect(await refusal(write('one', '*@5'))).toEqual({ department, epoch: 6, role: 'frozen' });
    const fences = await listFences(database.pool);
    expect(effectiveFence(fences, 'another')?.epoch).toBe(5);
    expect(effectiveFence(fences, department)?.epoch).toBe(6);
    await turn('frozen', 5, 2, '*');
    expect(await refusal(write('one', null, 'another'))).toMatchObject({ role: 'frozen' });
    expect(await refusal(write('one', null, null as never))).toMatchObject({ role: 'frozen' });
  });

  test('obeys orders in their order, and the last one again', async () => {
    const first = await turn('primary', 3, 5);
    expect(await turn('primary', 3, 5)).toEqual(first);
    expect(await turn('frozen', 3, 5)).toBe('stale_order');
    expect(await turn('frozen', 3, 4)).toBe('stale_order');
    expect(await turn('frozen', 2, 6)).toBe('wrong_epoch');
    expect(await turn('frozen', 3, 6)).toMatchObject({ role: 'frozen', order: 6 });
    expect(await turn('primary', 4, 7)).toMatchObject({ role: 'primary', epoch: 4 });
    // The same role again is no change: nothing that runs is disturbed.
    const before = await readFence(database.pool, department);
    expect(await turn('primary', 4, 8)).toMatchObject({ changedAt: before?.changedAt, order: 8 });
  });

  test('waits for what writes, and lets nobody past who comes later', async () => {
    await turn('primary', 3, 1);
    const writing = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = transaction(database.pool, async (client) => {
      await client.query('insert into written (department, by) select fenced($1), $2', [department, 'slow']);
      begun.resolve();
      await writing.promise;
    });
    await begun.promise;
    const freezing = turn('frozen', 3, 2);
    await until(async () => (await waiting()) === 1);
    const late = refusal(write('late'));
    await until(async () => (await waiting()) === 2);
    writing.resolve();
    expect(await freezing).toMatchObject({ role: 'frozen' });
    expect(await late).toEqual({ department, epoch: 3, role: 'frozen' });
    await slow;
    expect(await count()).toBe(1);
  });

  test('gives up on one who writes for too long, and changes nothing', async () => {
    await turn('primary', 3, 1);
    await transaction(database.pool, async (client) => {
      await client.query('insert into written (department) select fenced($1)', [department]);
      const ask = { role: 'frozen', epoch: 3, order: 2, patienceMs: 50 } as const;
      expect(await setRole(database.pool, department, ask)).toBe('busy');
    });
    expect(await readFence(database.pool, department)).toMatchObject({ role: 'primary', order: 1 });
    await write();
  });

  test('loses nothing and lets nothing through when it closes on writers that never pause', async () => {
    await turn('primary', 3, 1);
    let stopped = false;
    let accepted = 0;
    const writers = Array.from({ length: 100 }, async (_, writer) => {
      while (!stopped) {
        const off = await refusal(write(`writer ${writer}`, `${department}@3`));
        if (off) return off;
        accepted += 1;
      }
      return undefined;
    });
    await until(() => accepted > 500);
    expect(await turn('frozen', 3, 2)).toMatchObject({ role: 'frozen' });
    const atFreeze = await count();
    const ends = await Promise.all(writers);
    stopped = true;
    expect(ends).toEqual(Array(100).fill({ department, epoch: 3, role: 'frozen' }));
    expect(await count()).toBe(atFreeze);
    expect(accepted).toBe(atFreeze);
  }, 30_000);

  test('waits also for those who wrote before there was a row', async () => {
    let freed = () => {};
    const begun = Promise.withResolvers<void>();
    const slow = transaction(database.pool, async (client) => {
      await client.query('insert into written (department) select fenced($1)', [department]);
      begun.resolve();
      await new Promise<void>((resolve) => {
        freed = resolve;
      });
    });
    await begun.promise;
    const first = turn('primary', 1, 1);
    await until(async () => (await waiting()) === 1);
    freed();
    expect(await first).toMatchObject({ role: 'primary' });
    await slow;
  });

  test('refuses a statement that began before the department got its role', async () => {
    await turn('follower', 3, 1);
    await database.pool.query('create table gate (id int primary key, open boolean not null)');
    await database.pool.query('insert into gate values (1, false)');
    const gate = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const importer = transaction(database.pool, async (client) => {
      await client.query('update gate set open = true where id = 1');
      held.resolve();
      await gate.promise;
    });
    await held.promise;
    // Its picture of the database is from before the import, as long as it waits for the row.
    const early = refusal(
      database.pool.query(
        `with moved as (update gate set open = open where id = 1 returning 1)
         insert into written (department) select fenced($1) from moved`,
        [department],
      ),
    );
    await until(async () => (await waiting('transactionid')) === 1);
    await turn('primary', 4, 2);
    gate.resolve();
    await importer;
    expect(await early).toEqual({ department, epoch: 4, role: 'primary' });
    expect(await count()).toBe(0);
  });

  test('lets a statement end that began before the department got its first role, to write on', async () => {
    const gate = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const writer = transaction(database.pool, async (client) => {
      await client.query('select fenced($1)', [department]);
      held.resolve();
      await gate.promise;
    });
    await held.promise;
    const turning = turn('primary', 1, 1);
    await until(async () => (await waiting()) === 1);
    // It queues behind the order.
    const early = database.pool.query('insert into written (department) select fenced($1)', [department]);
    await until(async () => (await waiting()) === 2);
    gate.resolve();
    await Promise.all([writer, turning, early]);
    expect(await count()).toBe(1);
  });

  async function waiting(locktype = 'advisory'): Promise<number> {
    const { rows } = await database.pool.query(
      `select count(*) as count from pg_locks
        where not granted and locktype = $1 and pid in (select pid from pg_stat_activity where datname = current_database())`,
      [locktype],
    );
    return rows[0].count;
  }
});
