import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { relaySteps } from '../src/relay/steps.ts';
import { type House, inHouse, openPostgresSubject, upTo } from './cases/house.ts';
import { expectGaplessLog } from './cases/writers.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('stamping', () => {
  test('moves nothing when another relay has stamped since, and tells where the log stands', () =>
    inHouse(opened.subject, (house) =>
      connected(house, async (one, other) => {
        for (const index of upTo(3)) await house.append({ aggregate: `key-${index}` });
        expect(await relaySteps.stamp(one, 0, 2)).toEqual({ count: 2, stamped: 2, departments: ['demo'] });
        expect(await relaySteps.stamp(other, 0, 2)).toEqual({ count: 0, stamped: 2, departments: [] });
        expect(await relaySteps.stamp(other, 2, 2)).toEqual({ count: 1, stamped: 3, departments: ['demo'] });
        await expectGaplessLog(house.pool, 3);
      }),
    ));

  test('moves nothing when another relay stamps between its reading and its writing', () =>
    inHouse(opened.subject, (house) =>
      connected(house, async (one, other) => {
        await house.append({ aggregate: 'a' });
        await one.query('begin');
        await relaySteps.stamp(one, 0, 10);
        await house.append({ aggregate: 'b' });
        const beaten = relaySteps.stamp(other, 0, 10);
        await house.until('the other relay to wait', () => someoneWaits(house));
        await one.query('commit');
        expect(await beaten).toMatchObject({ count: 0 });
        expect(await relaySteps.stamp(other, 1, 10)).toMatchObject({ count: 1, stamped: 2 });
        await expectGaplessLog(house.pool, 2);
      }),
    ));

  test('goes on when only the retention changed the same row meanwhile', () =>
    inHouse(opened.subject, (house) =>
      connected(house, async (one, other) => {
        for (const index of upTo(5)) await house.append({ aggregate: `key-${index}` });
        await one.query('begin');
        await one.query('update relay_state set pruned = pruned');
        const stamping = relaySteps.stamp(other, 0, 10);
        await house.until('the stamping to wait', () => someoneWaits(house));
        await one.query('commit');
        expect(await stamping).toMatchObject({ count: 5, stamped: 5 });
        await expectGaplessLog(house.pool, 5);
      }),
    ));

  test('writes nothing when there is nothing to stamp', () =>
    inHouse(opened.subject, (house) =>
      connected(house, async (one) => {
        const version = async () => (await house.pool.query('select xmin::text from relay_state')).rows;
        const before = await version();
        expect(await relaySteps.stamp(one, 0, 10)).toEqual({ count: 0, stamped: 0, departments: [] });
        expect(await version()).toEqual(before);
      }),
    ));
});

async function connected(house: House, run: (one: Client, other: Client) => Promise<void>): Promise<void> {
  const clients = [
    new Client({ connectionString: house.url }),
    new Client({ connectionString: house.url }),
  ] as const;
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await run(...clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function someoneWaits(house: House): Promise<boolean> {
  const { rows } = await house.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
}
