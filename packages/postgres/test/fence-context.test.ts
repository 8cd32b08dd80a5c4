import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batched, currentFence, type FenceContext, inFence, noteReceipt, transaction } from '../src/index.ts';
import { openTestPool } from './fixtures.ts';

let database: Awaited<ReturnType<typeof openTestPool>>;
beforeAll(async () => {
  database = await openTestPool({ max: 2 });
});
afterAll(() => database.end());

const statement = (slow: number, given = 'a') => ({
  name: 'tell-fence',
  text: 'select $1::text as given, :fence as fence from pg_sleep($2)',
  values: [given, slow],
});
const context = (fence: string | null): FenceContext => ({ fence });

test('a statement has the fence of the request that it runs for, whoever frees its connection', async () => {
  const fences = Array.from({ length: 12 }, (_, at) => `d@${at}`);
  const told = await Promise.all(
    fences.map((fence, at) =>
      inFence(context(fence), async () => {
        await turn();
        const { rows } = await database.pool.query(statement(at % 3 === 0 ? 0.02 : 0, `g${at}`));
        return rows[0];
      }),
    ),
  );
  expect(told).toEqual(fences.map((fence, at) => expect.objectContaining({ fence, given: `g${at}` })));
});

test('a statement has the origin of its request too, wherever it says so, and no cast is taken for it', async () => {
  const both = {
    name: 'tell-both',
    text: `select :origin as origin, :fence as fence, :origin || $1::text as again, 'x'::text as cast_`,
    values: ['!'],
  };
  const told = async () => (await database.pool.query(both)).rows[0];
  expect(await inFence({ fence: 'd@1', origin: 'r1 c1' }, told)).toEqual({
    origin: 'r1 c1',
    fence: 'd@1',
    again: 'r1 c1!',
    cast_: 'x',
  });
  expect(await told()).toMatchObject({ origin: null, fence: null });
});

test('outside of a request there is none, and in a transaction there is', async () => {
  expect((await database.pool.query(statement(0))).rows[0].fence).toBeNull();
  const within = await inFence(context('d@1'), () =>
    transaction(database.pool, async (client) => (await client.query(statement(0))).rows[0].fence),
  );
  expect(within).toBe('d@1');
});

test('a column receipt goes to the request and not to the caller; a public one stands before private ones', async () => {
  const receipt = (sequence: number, told: boolean) => ({
    name: 'give-receipt',
    text: `select 1 as one, json_build_array('p1', $1::int, 'e', 'd', $2::boolean) as receipt`,
    values: [sequence, told],
  });
  const mine = context(null);
  await inFence(mine, async () => {
    const { rows } = await database.pool.query(receipt(1, false));
    expect(rows).toEqual([{ one: 1 }]);
    expect(mine.receipt).toMatchObject({ sequence: 1, told: false });
    await database.pool.query(receipt(2, true));
    await database.pool.query(receipt(3, false));
  });
  expect(mine.receipt).toEqual({ entity: 'p1', sequence: 2, event: 'e', department: 'd', told: true });
  expect((await database.pool.query(receipt(4, true))).rows).toEqual([{ one: 1 }]);
  expect(mine.receipt?.sequence).toBe(2);
});

test('what is stored together keeps each request apart', async () => {
  const apart: (string | null | undefined)[] = [];
  const save = batched({
    async one(item: number) {
      apart.push(currentFence()?.fence);
      noteReceipt(currentFence(), ['one', item, 'e', 'd', true]);
    },
    async many(items, fences) {
      expect(currentFence()).toBeUndefined();
      if (items.includes(13)) throw Object.assign(new Error('refused'), { code: 'AS421' });
      for (const [at, item] of items.entries()) noteReceipt(fences[at], ['many', item, 'e', 'd', true]);
      return items.map(() => undefined);
    },
    lanes: 1,
  });
  const all = (items: number[]) => {
    const requests = items.map((item) => ({ item, fence: context(`d@${item}`) }));
    return Promise.all(
      requests.map(({ item, fence }) => inFence(fence, () => save(item)).then(() => fence.receipt)),
    );
  };
  expect(await all([1, 2, 3])).toMatchObject([1, 2, 3].map((sequence) => ({ entity: 'many', sequence })));
  // One of them is refused: each is tried by itself, in its own name.
  expect(await all([12, 13])).toMatchObject([12, 13].map((sequence) => ({ entity: 'one', sequence })));
  expect(apart).toEqual(['d@12', 'd@13']);
});
