import { openPool } from '@ashlar/postgres';
import { startOwnPostgres, until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openPostgresBus } from '../src/bus/postgres.ts';
import { shareOut } from '../src/bus/share.ts';
import { createBusSubject } from './bus-subject.ts';
import { busCases } from './cases/bus-cases.ts';

let server: Awaited<ReturnType<typeof startOwnPostgres>>;
beforeAll(async () => {
  server = await startOwnPostgres();
});
afterAll(() => server.stop());

describe('the bus on PostgreSQL', () => {
  let subject: ReturnType<typeof createBusSubject>;
  afterEach(() => subject.close());

  test.each(busCases)('$name', async ({ run }) => {
    subject = createBusSubject(
      { kind: 'postgres', url: server.url, clientId: 'bus-test', memberTimeoutMs: 2000 },
      {
        away: async () => server.kill(),
        back: async () => void (await server.restart()),
      },
    );
    await run(subject);
  });
});

describe('retention', () => {
  test('messages past their retention go, in batches, and others stay', async () => {
    const bus = openPostgresBus({ url: server.url, clientId: 'bus-test', pruneEveryMs: 50 });
    const pool = openPool({ url: server.url, applicationName: 'bus-test' });
    try {
      const topics = [
        { name: 'short', partitions: 2, retentionMs: 1 },
        { name: 'long', partitions: 2 },
      ];
      await bus.ensureTopics(topics);
      const messages = Array.from({ length: 2500 }, (_, n) => ({
        key: `k${n}`,
        value: Buffer.from('x'),
        headers: {},
      }));
      for (const { name } of topics) await bus.publish(name, messages);
      const count = async (topic: string) =>
        (await pool.query<{ n: number }>('select count(*) as n from bus_message where topic = $1', [topic]))
          .rows[0]?.n;
      await until(async () => (await count('short')) === 0, { what: 'the short topic to be emptied' });
      expect(await count('long')).toBe(2500);
      expect(await bus.lag('short', 'anybody')).toBe(0);
      await bus.publish('long', messages.slice(0, 1));
      expect(await bus.lag('long', 'anybody')).toBe(2501);
    } finally {
      await bus.close();
      await pool.end();
    }
  });
});

describe('the fair share', () => {
  test('of all members together is every partition, and differs by one at most', () => {
    fc.assert(
      fc.property(
        fc.record({
          partitions: fc.integer({ min: 1, max: 30 }),
          count: fc.integer({ min: 1, max: 8 }),
          shift: fc.nat(1023),
        }),
        ({ partitions, count, shift }) => {
          const members = Array.from({ length: count }, (_, n) => `m${n}`);
          const free = Array.from({ length: partitions }, (_, n) => n);
          const wanted = members.map(
            (me) => shareOut({ partitions, members, me, mine: [], free, shift }).take.length,
          );
          expect(wanted.reduce((sum, n) => sum + n, 0)).toBe(partitions);
          expect(Math.max(...wanted) - Math.min(...wanted)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('gives up only what is too much, and takes only what is free', () => {
    const members = ['a', 'b'];
    const view = { partitions: 5, members, shift: 0 };
    expect(shareOut({ ...view, me: 'a', mine: [0, 1, 2, 3, 4], free: [] })).toEqual({
      give: [4, 3],
      take: [],
    });
    expect(shareOut({ ...view, me: 'b', mine: [4], free: [3] })).toEqual({ give: [], take: [3] });
    expect(shareOut({ ...view, me: 'b', mine: [3, 4], free: [] })).toEqual({ give: [], take: [] });
  });
});
