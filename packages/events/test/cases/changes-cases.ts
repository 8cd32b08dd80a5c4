import { expect } from '@jest/globals';
import type { ChangesPage } from '../../src/changes/changes.ts';
import { pruneChangeLog } from '../../src/retention.ts';
import type { Case } from './case.ts';
import { type House, inHouse, type Subject, upTo } from './house.ts';
import { writeConcurrently } from './writers.ts';

/** What the feed of a component promises. */
export const changesCases: Case<Subject>[] = [
  {
    name: 'the feed shows no change before it has its position',
    run: (subject) =>
      inHouse(subject, async (house) => {
        await house.append({ aggregate: 'a' });
        expect(await readPage(house)).toEqual({ events: [], position: 0, head: 0 });
        house.relay();
        await house.until('the change to show', async () => (await readPage(house)).events.length === 1);
        expect((await readPage(house)).position).toBe(1);
      }),
  },
  {
    name: 'a reader at the head misses no change that commits late',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const relay = house.relay();
        const changes = house.changes();
        const seen: string[] = [];
        let after = 0;
        const follow = async () => {
          const page = await changes.page({ department: 'demo', after, limit: 3, waitMs: 0 });
          if (page === 'gone') throw new Error('the feed said gone');
          seen.push(...page.events.map((event) => `${event.subject} ${event.sequence}`));
          after = page.position;
        };
        let writing = true;
        const written = writeConcurrently(house, { writers: 6, each: 60, wake: relay.wake }).finally(() => {
          writing = false;
        });
        while (writing) await follow();
        const total = await written;
        await house.until('every change to be seen', async () => {
          await follow();
          return seen.length >= total;
        });
        expect(new Set(seen).size).toBe(total);
        expect(seen).toHaveLength(total);
      }),
  },
  {
    name: 'page after page a reader sees all of its department and nothing else',
    run: (subject) => inHouse(subject, readPageByPage),
  },
  {
    name: 'the cursor of a quiet department moves on over what it may not see',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const relay = house.relay();
        for (const index of upTo(12)) {
          await house.append({
            aggregate: `key-${index}`,
            department: 'busy',
            type: index % 2 ? 'case.a.b.v1' : null,
          });
        }
        await house.until('the positions', () => relay.state().stamped === 12);
        expect(await readPage(house, { department: 'quiet', limit: 5 })).toEqual({
          events: [],
          position: 12,
          head: 12,
        });
      }),
  },
  {
    name: 'a cursor older than what is kept is gone, and so is one that was never handed out',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const relay = house.relay();
        for (const index of upTo(6)) await house.append({ aggregate: `key-${index}` });
        await house.until('all to be published', () => relay.state().published === 6);
        await house.pool.query(
          "update change_log set occurred_at = now() - interval '8 days' where position <> 5",
        );
        // The fifth is young: what follows it stays too, so that the log has no holes.
        expect(await pruneChangeLog(house.pool)).toBe(4);
        const changes = house.changes();
        const pageAfter = (after: number) =>
          changes.page({ department: 'demo', after, limit: 10, waitMs: 0 });
        expect(await pageAfter(0)).toBe('gone');
        expect(await pageAfter(3)).toBe('gone');
        expect(await pageAfter(4)).toMatchObject({ events: [{ position: 5 }, { position: 6 }], position: 6 });
        expect(await pageAfter(6)).toMatchObject({ events: [], position: 6 });
        expect(await pageAfter(7)).toBe('gone');
      }),
  },
  {
    name: 'what a follower needs and what the bus has not taken is not pruned',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const relay = house.relay();
        for (const index of upTo(4)) await house.append({ aggregate: `key-${index}` });
        await house.until('all to be published', () => relay.state().published === 4);
        await relay.stop();
        await house.append({ aggregate: 'unstamped' });
        const olderThan = new Date(Date.now() + 60_000);
        expect(await pruneChangeLog(house.pool, { olderThan, keepFrom: 3 })).toBe(2);
        expect(await pruneChangeLog(house.pool, { olderThan })).toBe(2);
        expect(await pruneChangeLog(house.pool, { olderThan })).toBe(0);
        const { rows } = await house.pool.query('select aggregate from change_log');
        expect(rows).toEqual([{ aggregate: 'unstamped' }]);
      }),
  },
  {
    name: 'a long poll is answered when a change gets its position',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const relay = house.relay({ pollMs: 5000 });
        await house.until('the relay to lead', () => relay.state().leader);
        const polling = house.changes().page({ department: 'demo', after: 0, limit: 10, waitMs: 60_000 });
        let answered: ChangesPage | 'gone' | undefined;
        void polling.then((page) => {
          answered = page;
        });
        await house.append({ aggregate: 'a' });
        relay.wake();
        await house.until('the long poll to be answered', () => answered);
        expect(answered).toMatchObject({ events: [{ subject: 'a', position: 1 }], position: 1 });
      }),
  },
  {
    name: 'a long poll sleeps through the changes of others, and ends by time, by its signal and when the feed closes',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const relay = house.relay();
        const changes = house.changes();
        const leaving = new AbortController();
        const query = { department: 'quiet', after: 0, limit: 10, waitMs: 60_000 };
        const left = changes.page({ ...query, signal: leaving.signal });
        const closed = changes.page(query);
        const timed = changes.page({ ...query, waitMs: 300 });
        await house.append({ aggregate: 'a', department: 'busy' });
        await house.until('the position', () => relay.state().stamped === 1);
        expect(await timed).toMatchObject({ events: [] });
        leaving.abort();
        expect(await left).toMatchObject({ events: [] });
        await changes.close();
        expect(await closed).toMatchObject({ events: [] });
        expect(await readPage(house, { department: 'quiet' })).toEqual({ events: [], position: 1, head: 1 });
      }),
  },
];

async function readPage(
  house: House,
  query: { department?: string; limit?: number } = {},
): Promise<ChangesPage> {
  const changes = house.changes();
  const page = await changes.page({ department: 'demo', after: 0, limit: 100, waitMs: 0, ...query });
  await changes.close();
  if (page === 'gone') throw new Error('the feed said gone');
  return page;
}

async function readPageByPage(house: House): Promise<void> {
  const relay = house.relay();
  const departments = ['demo', 'tax', 'health'];
  for (const index of upTo(60)) {
    const department = departments[index % 3] ?? 'demo';
    // Big ones make a page end by its bytes before it ends by its limit.
    const data = index % 9 === 0 ? { text: 'x'.repeat(1_500_000) } : { index };
    await house.append({
      aggregate: `key-${index}`,
      department,
      type: index % 5 === 0 ? null : 'case.a.b.v1',
      data,
    });
  }
  await house.until('the positions', () => relay.state().stamped === 60);

  const changes = house.changes();
  const readAll = async (department: string) => {
    const events: { position: number; department: string }[] = [];
    let cursor = 0;
    for (let pages = 0; cursor < 60 && pages < 60; pages += 1) {
      const page = await changes.page({ department, after: cursor, limit: 7, waitMs: 0 });
      if (page === 'gone') throw new Error('the feed said gone');
      expect(page.events.length).toBeLessThanOrEqual(7);
      events.push(
        ...page.events.map((event) => ({ position: event.position, department: event.department })),
      );
      cursor = page.position;
    }
    return events;
  };
  const { rows } = await house.pool.query(
    'select position, department from change_log where type is not null order by position',
  );
  expect(await readAll('*')).toEqual(rows);
  for (const department of departments) {
    expect(await readAll(department)).toEqual(rows.filter((row) => row.department === department));
  }
}
