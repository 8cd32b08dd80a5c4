import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pruneChangeLog, pruneInbox } from '../src/retention.ts';
import { inHouse, openPostgresSubject } from './cases/house.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('retention', () => {
  test('prunes a long log batch by batch and remembers how far', () =>
    inHouse(opened.subject, async (house) => {
      await house.pool.query(`
        insert into change_log (position, event_id, aggregate, sequence, department, service, type, occurred_at, data)
        select n, gen_random_uuid(), 'a', n, 'demo', 's', 't', now() - (3000 - n) * interval '1 hour', '{}' from generate_series(1, 2600) n`);
      await house.pool.query('update relay_state set stamped = 2600, published = 2500');
      expect(await pruneChangeLog(house.pool, { olderThan: new Date() })).toBe(2500);
      const { rows } = await house.pool.query(
        'select pruned, (select min(position) from change_log) as first from relay_state',
      );
      expect(rows).toEqual([{ pruned: 2500, first: 2501 }]);
    }));

  test('forgets handled events after thirty days, unless told otherwise', () =>
    inHouse(opened.subject, async (house) => {
      await house.pool.query(`
        insert into inbox (consumer, event_id, handled_at)
        select 'c', gen_random_uuid(), now() - n * interval '1 day' from generate_series(1, 40) n`);
      expect(await pruneInbox(house.pool)).toBe(11);
      expect(await pruneInbox(house.pool, { olderThan: new Date() })).toBe(29);
    }));
});
