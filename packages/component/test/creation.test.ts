import { idempotencyMigrations, migrate, openPool, type Pool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CreationKey, createOnce, type Once, onceClause, onceParameters } from '../src/index.ts';

let pool: Pool;
let drop: () => Promise<void>;
let logged = 0;

beforeAll(async () => {
  const database = await createDatabase('creation');
  drop = database.drop;
  pool = openPool({ url: database.url, applicationName: 'creation-test' });
  await migrate(pool, [idempotencyMigrations]);
  await pool.query('create table thing (id text primary key, name text not null)');
});

afterAll(async () => {
  await pool?.end();
  await drop?.();
});

let next = 0;

/** Makes a thing of that name, as a service would. */
function makeThing(name: string, once: Once | undefined) {
  next += 1;
  const id = `thing-${next}`;
  const countLogged = () => {
    logged += 1;
  };
  return createOnce({ db: pool, logged: countLogged }, once, {
    async make(key: CreationKey | undefined) {
      const { rowCount } = await pool.query({
        text: `with ${onceClause}, made as (insert into thing select $4, $6 from go returning 1) select 1 from made`,
        values: [...onceParameters(key, id, new Date()), name],
      });
      return rowCount === 1 ? { id, name } : undefined;
    },
    async read(known) {
      const { rows } = await pool.query<{ id: string; name: string }>({
        text: 'select id, name from thing where id = $1',
        values: [known],
      });
      return rows[0];
    },
  });
}

const once = (key: string, body: unknown): Once => ({ scope: 'createThing:demo:client', key, body });

describe('a creation', () => {
  test('without a key makes a new thing each time', async () => {
    const [one, other] = [await makeThing('a', undefined), await makeThing('a', undefined)];
    if (one === 'key_reused' || other === 'key_reused') throw new Error('there was no key');
    expect(one.thing.id).not.toBe(other.thing.id);
  });

  test('with a key is made once by any number of racers, and wakes the relay once', async () => {
    logged = 0;
    const made = await Promise.all(
      Array.from({ length: 20 }, () => makeThing('b', once('race', { name: 'b' }))),
    );
    const things = made.map((one) => (one === 'key_reused' ? one : one.thing.id));
    expect(new Set(things).size).toBe(1);
    expect(made.filter((one) => one !== 'key_reused' && !one.replayed)).toHaveLength(1);
    expect(logged).toBe(1);
  });

  test('with the key of another request is refused', async () => {
    await makeThing('c', once('reused', { name: 'c' }));
    expect(await makeThing('d', once('reused', { name: 'd' }))).toBe('key_reused');
  });

  test('with a key whose record has been pruned is made anew', async () => {
    await makeThing('e', once('old', { name: 'e' }));
    await pool.query("delete from idempotency_record where key = 'old'");
    expect(await makeThing('e', once('old', { name: 'e' }))).toMatchObject({ replayed: false });
  });
});
