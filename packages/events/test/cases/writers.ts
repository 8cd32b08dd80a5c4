import type { Pool, PoolClient } from '@ashlar/postgres';
import { expect } from '@jest/globals';
import type { Event } from '../../src/envelope.ts';
import type { House } from './house.ts';

const keys = 8;

/**
 * Writers that share a few keys. Each transaction takes its id early, dawdles before and after it writes, and one in twelve rolls back.
 * Returns how many changes were committed.
 */
export async function writeConcurrently(
  house: House,
  options: { writers: number; each: number; wake(): void },
): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: options.writers }, async (_, writer) => {
      const client = await house.pool.connect();
      let committed = 0;
      try {
        for (let turn = 0; turn < options.each; turn += 1) {
          committed += await writeOnce(house, client, writer + turn, turn);
          options.wake();
        }
      } finally {
        client.release();
      }
      return committed;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function writeOnce(house: House, client: PoolClient, pick: number, turn: number): Promise<number> {
  await client.query('begin');
  await client.query('select pg_current_xact_id()');
  if (turn % 10 === 3) await dawdle(client);
  await house.append({ aggregate: `key-${pick % keys}` }, client);
  if (turn % 10 === 7) await dawdle(client);
  const keep = turn % 12 !== 5;
  await client.query(keep ? 'commit' : 'rollback');
  return keep ? 1 : 0;
}

async function dawdle(client: PoolClient): Promise<void> {
  await client.query(`select pg_sleep(${(Math.random() * 0.01).toFixed(4)})`);
}

/** Every committed change has a position, without a gap, and each key's positions follow its sequence. */
export async function expectGaplessLog(pool: Pool, count: number): Promise<void> {
  const { rows } = await pool.query<{ position: number; aggregate: string; sequence: number }>(
    'select position, aggregate, sequence from change_log order by position',
  );
  expect(rows).toHaveLength(count);
  const gaps = rows.filter(({ position }, index) => position !== index + 1);
  expect(gaps).toEqual([]);
  const next = new Map<string, number>();
  const disordered = rows.filter(({ aggregate, sequence }) => {
    const expected = (next.get(aggregate) ?? 0) + 1;
    next.set(aggregate, sequence);
    return sequence !== expected;
  });
  expect(disordered).toEqual([]);
}

/** What was heard for the first time has, per key, every sequence from 1 on in order; repeats are allowed. */
export function expectKeysInOrder(events: readonly Event[]): void {
  const reached = new Map<string, number>();
  const skipped: Event[] = [];
  for (const event of events) {
    const last = reached.get(event.subject) ?? 0;
    if (event.sequence > last + 1) skipped.push(event);
    reached.set(event.subject, Math.max(last, event.sequence));
  }
  expect(skipped).toEqual([]);
}
