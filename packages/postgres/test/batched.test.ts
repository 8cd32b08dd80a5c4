import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { array, assert, asyncProperty, constant, integer, oneof, record } from 'fast-check';
import { batched } from '../src/index.ts';
import { openTestPool, terminateOthers } from './fixtures.ts';

let database: Awaited<ReturnType<typeof openTestPool>>;
beforeAll(async () => {
  database = await openTestPool({ max: 8 });
  await database.pool.query(
    'create table item (id integer primary key, size integer not null check (size >= 0))',
  );
});
beforeEach(() => database.pool.query('truncate item'));
afterAll(() => database.end());

interface Item {
  readonly id: number;
  readonly size: number;
}

/** Stores items on a real server, and remembers which were sent together. */
function store(limits: { lanes?: number; most?: number } = {}) {
  const sent: number[][] = [];
  const running = { now: 0, most: 0 };
  const many = async (items: readonly Item[]) => {
    sent.push(items.map(({ id }) => id));
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    try {
      await database.pool.query({
        name: 'items',
        text: 'insert into item select * from json_to_recordset($1::json) as given(id integer, size integer)',
        values: [JSON.stringify(items)],
      });
      return items.map(({ id }) => `stored ${id}`);
    } finally {
      running.now -= 1;
    }
  };
  const one = async (item: Item) => (await many([item]))[0] ?? '';
  return { save: batched({ one, many, ...limits }), sent, running };
}

const stored = async () =>
  (await database.pool.query<Item>('select id, size from item order by id')).rows.map(({ id }) => id);

describe('items that are stored together', () => {
  test('each have their own answer, and a bad one fails alone', async () => {
    // A pause lets the event loop turn before the item is handed over; a size below zero is refused by the server.
    const step = record({
      pause: oneof(constant(0), integer({ min: 0, max: 3 })),
      size: integer({ min: -1, max: 9 }),
    });
    const limits = record({ lanes: integer({ min: 1, max: 3 }), most: integer({ min: 1, max: 8 }) });
    await assert(
      asyncProperty(array(step, { maxLength: 40 }), limits, async (steps, { lanes, most }) => {
        await database.pool.query('truncate item');
        const { save, sent } = store({ lanes, most });
        const answers: Promise<string>[] = [];
        for (const [id, { pause, size }] of steps.entries()) {
          for (let turns = 0; turns < pause; turns += 1) await turn();
          answers.push(save({ id, size }));
          answers.at(-1)?.catch(() => {});
        }
        const settled = await Promise.allSettled(answers);
        const good = steps.flatMap(({ size }, id) => (size < 0 ? [] : [id]));
        expect(
          settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason.code))),
        ).toEqual(steps.map(({ size }, id) => (size < 0 ? '23514' : `stored ${id}`)));
        expect(await stored()).toEqual(good);
        expect(Math.max(0, ...sent.map((batch) => batch.length))).toBeLessThanOrEqual(most);
      }),
      { numRuns: 60 },
    );
  });

  test('are those of one turn, then those that came while the lanes were busy, in the order in which they came', async () => {
    const { save, sent, running } = store({ lanes: 2, most: 3 });
    await Promise.all(Array.from({ length: 12 }, (_, id) => save({ id, size: 1 })));
    expect(sent).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
      [9, 10, 11],
    ]);
    expect(running.most).toBe(2);
  });

  test('are not answered before the statement is done', async () => {
    const { save } = store({ lanes: 1 });
    const seen = await Promise.all(
      Array.from({ length: 20 }, async (_, id) => {
        await save({ id, size: 1 });
        return (await stored()).includes(id);
      }),
    );
    expect(seen).toEqual(Array.from({ length: 20 }, () => true));
  });

  test('fail together, and are not tried again, when the connection breaks', async () => {
    const asked: number[] = [];
    const save = batched<Item, void>({
      one: async ({ id }) => void asked.push(id),
      many: async () => {
        const sleeping = database.pool.query('select pg_sleep(30)');
        const broken = expect(sleeping).rejects.toMatchObject({ code: '57P01' });
        while (!(await sleeps())) await turn();
        await terminateOthers(database.pool);
        await broken;
        await sleeping;
        return [];
      },
    });
    const answers = await Promise.allSettled([1, 2, 3].map((id) => save({ id, size: 1 })));
    expect(answers.map((answer) => answer.status === 'rejected' && answer.reason.code)).toEqual([
      '57P01',
      '57P01',
      '57P01',
    ]);
    expect(asked).toEqual([]);
  });

  test('fail together when the statement answers for fewer than it was given', async () => {
    const save = batched<Item, string>({ one: async () => 'alone', many: async () => ['only one'] });
    const answers = await Promise.allSettled([1, 2].map((id) => save({ id, size: 1 })));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

test('an item that comes alone is stored by its own statement', async () => {
  const save = batched<number, string>({ one: async (item) => `one ${item}`, many: async () => [] });
  expect(await save(1)).toBe('one 1');
  expect(await save(2)).toBe('one 2');
});

test('after a failure the next items are stored', async () => {
  const { save } = store({ lanes: 1 });
  await expect(save({ id: 1, size: -1 })).rejects.toMatchObject({ code: '23514' });
  expect(await Promise.all([save({ id: 1, size: 1 }), save({ id: 2, size: 2 })])).toEqual([
    'stored 1',
    'stored 2',
  ]);
});

async function sleeps(): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
  );
  return rowCount === 1;
}
