import { openPool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { expect } from '@jest/globals';
import type { EventBus } from '../../src/bus/port.ts';
import { maxDataBytes } from '../../src/envelope.ts';
import type { Case } from './case.ts';
import { type CrashPoint, crashingSteps } from './crash.ts';
import { type House, inHouse, readEffects, type Subject, upTo, writeEffect } from './house.ts';
import { expectGaplessLog, expectKeysInOrder, writeConcurrently } from './writers.ts';

const crashPoints: CrashPoint[] = [
  'after stamp',
  'before send',
  'after send',
  'after acknowledgement',
  'before mark',
  'after mark',
];

/** What a relay promises, on any bus. */
export const relayCases: Case<Subject>[] = [
  {
    name: 'writers that are slow, late or roll back lose nothing and every key stays in order',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const relay = house.relay();
        const written = await writeConcurrently(house, { writers: 12, each: 280, wake: relay.wake });
        expect(written).toBeGreaterThanOrEqual(3000);
        await house.until(
          'every change to be heard',
          () => new Set(heard.events().map(({ id }) => id)).size >= written,
        );
        await expectGaplessLog(house.pool, written);
        expectKeysInOrder(heard.events());
      }),
  },
  {
    name: 'a change that commits after younger ones is published all the same',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const relay = house.relay();
        const late = await house.pool.connect();
        try {
          await late.query('begin');
          await house.append({ aggregate: 'late' }, late);
          await house.append({ aggregate: 'young' });
          await house.until('the young change to be heard', () =>
            heard.events().some(({ subject }) => subject === 'young'),
          );
          await house.until('the young change to be marked', () => relay.state().published === 1);
          await late.query('commit');
        } finally {
          late.release();
        }
        await house.until('the late change to be heard', () =>
          heard.events().some(({ subject }) => subject === 'late'),
        );
        expect(heard.events().map(({ position }) => position)).toEqual([1, 2]);
      }),
  },
  {
    name: 'a key stays in order however its events are timed and named',
    run: (subject) =>
      inHouse(subject, async (house) => {
        for (let index = 0; index < 40; index += 1) await house.append({ aggregate: 'one' });
        // Clocks step back and ids are not ordered; only `seq` tells.
        await house.pool.query(
          "update change_log set occurred_at = now() - seq * interval '1 second', event_id = gen_random_uuid()",
        );
        const heard = await house.hear();
        house.relay();
        await house.until('every change to be heard', () => heard.events().length >= 40);
        expectKeysInOrder(heard.events());
      }),
  },
  {
    name: 'a transaction held open in another database of the server holds nothing back',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const other = await createDatabase('other');
        const pool = openPool({ url: other.url, applicationName: 'events-other' });
        const holder = await pool.connect();
        try {
          await holder.query('begin');
          await holder.query('select pg_current_xact_id()');
          const heard = await house.hear();
          house.relay();
          await house.append({ aggregate: 'free' });
          await house.until('the change to be heard', () => heard.events().length === 1);
        } finally {
          await holder.query('rollback');
          holder.release();
          await pool.end();
          await other.drop();
        }
      }),
  },
  ...crashPoints.map((point) => ({
    name: `a relay that dies ${point} loses nothing, keeps the order, and each effect happens once`,
    run: (subject: Subject) => inHouse(subject, (house) => crashAndTakeOver(house, point)),
  })),
  {
    name: 'two relays at once give every change one position',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const relays = [house.relay({ pollMs: 5 }), house.relay({ pollMs: 5 })];
        const wake = () => relays.forEach((relay) => void relay.wake());
        const written = await writeConcurrently(house, { writers: 6, each: 50, wake });
        const seen = () => new Set(heard.events().map(({ id }) => id)).size;
        await house.until('every change to be heard', () => seen() >= written);
        await expectGaplessLog(house.pool, written);
        const places = new Set(heard.events().map(({ id, position }) => `${id} ${position}`));
        expect(places.size).toBe(written);
        expectKeysInOrder(heard.events());
      }),
  },
  {
    name: 'when the leader dies the other relay takes over',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const doomed = crashingSteps('before send', house.subject.relay);
        const first = house.relay({ steps: doomed.steps });
        await house.until('the first relay to lead', () => first.state().leader);
        const second = house.relay();
        expect(second.state().leader).toBe(false);
        await house.append({ aggregate: 'a' });
        first.wake();
        await house.until('the first relay to die', doomed.crashed);
        await house.until('the second relay to lead', () => second.state().leader);
        await house.until('the change to be heard', () => heard.events().length === 1);
        expect(first.state().leader).toBe(false);
      }),
  },
  {
    name: 'a relay whose connection is cut leads again',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const relay = house.relay();
        await house.append({ aggregate: 'a' });
        await house.until('the first change to be heard', () => heard.events().length === 1);
        await house.pool.query(
          "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())",
        );
        await house.append({ aggregate: 'a' });
        await house.until('the second change to be heard', () =>
          heard.events().some(({ sequence }) => sequence === 2),
        );
        await house.until('the relay to lead', () => relay.state().leader);
      }),
  },
  {
    name: 'while the bus is away changes get their positions, and all arrive in order once it is back',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const switched = switchable(house.subject.bus);
        switched.away = true;
        const relay = house.relay({ bus: switched.bus });
        for (let index = 0; index < 20; index += 1) await house.append({ aggregate: `key-${index % 3}` });
        await house.until('positions while the bus is away', () => relay.state().stamped === 20);
        await house.until('the bus to be missed', () => relay.state().busError !== undefined);
        expect(relay.state()).toMatchObject({ leader: true, published: 0 });
        switched.away = false;
        await house.until('every change to be heard', () => heard.events().length >= 20);
        await house.until('the bus error to be cleared', () => relay.state().busError === undefined);
        expectKeysInOrder(heard.events());
      }),
  },
  {
    name: 'private rows get a position and stay at home',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        const relay = house.relay();
        await house.append({ aggregate: 'a', type: null });
        await house.append({ aggregate: 'a' });
        await house.append({ aggregate: 'a', type: null });
        await house.until('all three to be passed', () => relay.state().published === 3);
        await house.until('the public change to be heard', () => heard.events().length === 1);
        expect(heard.events()[0]).toMatchObject({ position: 2, sequence: 2, subject: 'a' });
      }),
  },
  {
    name: 'data above the limit travels as a reference',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const heard = await house.hear();
        house.relay();
        await house.append({ aggregate: 'a', data: { text: 'x'.repeat(maxDataBytes) } });
        await house.append({ aggregate: 'a', data: { text: 'small' } });
        await house.until('both to be heard', () => heard.events().length === 2);
        const data = heard.events().map((event) => event.data);
        expect(data).toEqual([{ ref: '/ashlar/v1/changes?after=0&limit=1' }, { text: 'small' }]);
      }),
  },
];

/** The relay dies at the point; another takes over; a consumer writes each effect once and in order. */
async function crashAndTakeOver(house: House, point: CrashPoint): Promise<void> {
  await house.subscribe({ handle: writeEffect });
  const heard = await house.hear();
  const appendSome = async () => {
    for (let index = 0; index < 20; index += 1) await house.append({ aggregate: `key-${index % 4}` });
  };
  await appendSome();
  const doomed = crashingSteps(point, house.subject.relay);
  house.relay({ steps: doomed.steps });
  await house.until('the relay to die', doomed.crashed);
  await appendSome();
  house.relay();
  await house.until('every effect', async () => {
    const effects = Object.values(await readEffects(house.pool));
    return effects.flat().length >= 40;
  });
  await house.until(
    'every change to be heard',
    () => new Set(heard.events().map(({ id }) => id)).size === 40,
  );
  const whole = upTo(10);
  expect(await readEffects(house.pool)).toEqual({
    'key-0': whole,
    'key-1': whole,
    'key-2': whole,
    'key-3': whole,
  });
  await expectGaplessLog(house.pool, 40);
}

function switchable(bus: EventBus): { bus: EventBus; away: boolean } {
  const gate = {
    away: false,
    bus: {
      ...bus,
      async publish(topic, messages) {
        if (gate.away) throw new Error('the broker is away');
        await bus.publish(topic, messages);
      },
    } satisfies EventBus,
  };
  return gate;
}
