import { expect } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { TryLater } from '../../src/consumer/failures.ts';
import { listParked, replayParked } from '../../src/consumer/replay.ts';
import type { EventHandler } from '../../src/consumer/steps.ts';
import { type Event, toMessage } from '../../src/envelope.ts';
import type { Case } from './case.ts';
import { type House, inHouse, readEffects, type Subject, upTo, writeEffect } from './house.ts';

/** What a consumer promises, on any bus. */
export const consumerCases: Case<Subject>[] = [
  {
    name: 'a redelivered event has one effect',
    run: (subject) =>
      inHouse(subject, async (house) => {
        await house.subscribe({ handle: writeEffect });
        const [first, second] = [makeEvent('a', 1), makeEvent('a', 2)];
        await publish(house, [first, first, second, first, second, makeEvent('a', 3)]);
        await house.until('the last effect', async () => (await effectsOf(house, 'a')).includes(3));
        expect(await readEffects(house.pool)).toEqual({ a: [1, 2, 3] });
      }),
  },
  {
    name: 'a consumer that dies between the commit of the effect and of the offset repeats nothing',
    run: (subject) =>
      inHouse(subject, async (house) => {
        let died = false;
        const dying = await house.subscribe(
          { handle: writeEffect },
          {
            async settle(work) {
              await house.subject.consumer.settle(work);
              died = true;
              throw new Error('died before the offset was committed');
            },
          },
        );
        await publish(house, [makeEvent('a', 1)]);
        await house.until('the consumer to die', () => died);
        await dying.stop();
        await house.subscribe({ handle: writeEffect });
        await publish(house, [makeEvent('a', 2)]);
        await house.until('the next effect', async () => (await effectsOf(house, 'a')).includes(2));
        expect(await readEffects(house.pool)).toEqual({ a: [1, 2] });
      }),
  },
  {
    name: 'a consumer that dies before the commit of the effect loses nothing',
    run: (subject) =>
      inHouse(subject, async (house) => {
        let died = false;
        const dying = await house.subscribe(
          { handle: writeEffect },
          {
            async effect() {
              died = true;
              throw connectionLost();
            },
          },
        );
        await publish(house, [makeEvent('a', 1)]);
        await house.until('the consumer to die', () => died);
        await dying.stop();
        await house.subscribe({ handle: writeEffect });
        await house.until('the effect', async () => (await effectsOf(house, 'a')).length > 0);
        expect(await readEffects(house.pool)).toEqual({ a: [1] });
      }),
  },
  {
    name: 'a poison event parks its key only',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const subscription = await house.subscribe({ handle: refusing('bad', writeEffect) });
        // More keys than partitions, so that some share the poison's.
        const keys = upTo(24).map((number) => `good-${number}`);
        await publish(house, [makeEvent('bad', 1), ...keys.map((key) => makeEvent(key, 1))]);
        await publish(
          house,
          keys.map((key) => makeEvent(key, 2)),
        );
        await house.until('the effects of every other key', async () => {
          const effects = await readEffects(house.pool);
          return keys.every((key) => effects[key]?.join() === '1,2');
        });
        await house.until('the key to be parked', () => subscription.state().parked === 1);
      }),
  },
  {
    name: 'later events of a parked key wait and are replayed in order, and the key is free after',
    run: (subject) => inHouse(subject, parkAndReplay),
  },
  {
    name: 'an event that arrives during a replay waits for its turn',
    run: (subject) => inHouse(subject, arriveDuringReplay),
  },
  {
    name: 'a dead letter is the message as it came, with where from and why, and without what the error quoted',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const letters = await house.hear(`${house.topic}.accounts.dlq`);
        await house.subscribe({
          consumer: 'accounts',
          attempts: 2,
          async handle() {
            throw new RangeError('no account for "jo@example.org", reference 123456');
          },
        });
        const event = makeEvent('a', 1);
        await publish(house, [event]);
        await house.until('the dead letter', () => letters.deliveries.length === 1);
        const letter = letters.deliveries[0];
        expect(letters.events()).toEqual([event]);
        expect(letter?.key).toBe('a');
        expect(letter?.headers).toMatchObject({
          'original-topic': house.topic,
          'original-partition': expect.stringMatching(/^\d+$/),
          'original-offset': expect.stringMatching(/^\d+$/),
          'original-timestamp': expect.stringMatching(/Z$/),
          'error-name': 'RangeError',
          'error-message': 'no account for …, reference …',
          attempts: '2',
          traceparent: event.traceparent,
        });
      }),
  },
  {
    name: 'a message that is no event is dead-lettered and the next one is handled',
    run: (subject) =>
      inHouse(subject, async (house) => {
        const letters = await house.hear(`${house.topic}.reader.dlq`);
        await house.subscribe({ consumer: 'reader', handle: writeEffect });
        await house.subject.bus.publish(house.topic, [
          { key: 'a', value: Buffer.from('{"no":'), headers: {} },
        ]);
        await publish(house, [makeEvent('a', 1)]);
        await house.until('the dead letter', () => letters.deliveries.length === 1);
        await house.until('the effect of the next', async () => (await effectsOf(house, 'a')).length === 1);
        expect(letters.deliveries[0]?.value.toString()).toBe('{"no":');
      }),
  },
  {
    name: 'an outage of the database or of an outside party parks nothing however long it lasts',
    run: (subject) =>
      inHouse(subject, async (house) => {
        let calls = 0;
        const subscription = await house.subscribe({
          attempts: 2,
          async handle(event, tx) {
            calls += 1;
            if (calls <= 3) throw connectionLost();
            if (calls <= 6) throw new TryLater('the card processor is away');
            await writeEffect(event, tx);
          },
        });
        await publish(house, [makeEvent('a', 1)]);
        await house.until('the retrying to show', () => subscription.state().retrying);
        await house.until('the effect', async () => (await effectsOf(house, 'a')).length === 1);
        await house.until('the count', () => subscription.state().handled === 1);
        expect(subscription.state()).toEqual({ handled: 1, parked: 0, retrying: false });
      }),
  },
];

async function parkAndReplay(house: House): Promise<void> {
  const consumer = 'replayer';
  const subscription = await house.subscribe({ consumer, attempts: 2, handle: refusing('bad', writeEffect) });
  const events = upTo(5).map((sequence) => makeEvent('bad', sequence));
  await publish(house, events.slice(0, 3));
  // A bus may deliver again what waits already.
  await publish(house, events.slice(0, 4));
  await publish(house, [makeEvent('good', 1)]);
  await house.until('four events to be parked or waiting again', () => subscription.state().parked >= 7);
  expect(await effectsOf(house, 'bad')).toEqual([]);
  expect(await listParked(house.pool, 10)).toEqual([
    { consumer, key: 'bad', parkedAt: expect.any(Date), error: 'Error: cannot be handled', events: 4 },
  ]);

  const still = await replayParked({
    pool: house.pool,
    consumer,
    key: 'bad',
    handle: refusing('bad', writeEffect),
  });
  expect(still).toMatchObject({ replayed: 0, remaining: 4, failure: expect.any(Error) });
  const done = await replayParked({ pool: house.pool, consumer, key: 'bad', handle: writeEffect });
  expect(done).toEqual({ replayed: 4, remaining: 0 });
  expect(await effectsOf(house, 'bad')).toEqual([1, 2, 3, 4]);
  expect(await listParked(house.pool, 10)).toEqual([]);

  await subscription.stop();
  await house.subscribe({ consumer, handle: writeEffect });
  await publish(house, events);
  await house.until('the freed key to flow', async () => (await effectsOf(house, 'bad')).length >= 5);
  expect(await effectsOf(house, 'bad')).toEqual([1, 2, 3, 4, 5]);
}

async function arriveDuringReplay(house: House): Promise<void> {
  const consumer = 'replayer';
  let mended = false;
  const handle: EventHandler = async (event, tx) => {
    if (!mended) throw new Error('cannot be handled yet');
    await writeEffect(event, tx);
  };
  const subscription = await house.subscribe({ consumer, attempts: 1, handle });
  await publish(house, [makeEvent('a', 1)]);
  await house.until('the key to be parked', () => subscription.state().parked === 1);
  mended = true;

  const replaying = Promise.withResolvers<void>();
  const replay = replayParked({
    pool: house.pool,
    consumer,
    key: 'a',
    async handle(event, tx) {
      if (event.sequence === 1) await replaying.promise;
      await handle(event, tx);
    },
  });
  await publish(house, [makeEvent('a', 2)]);
  await house.until('the arrival to wait for the replay', async () => {
    const waiting = await house.pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return waiting.rows.length > 0;
  });
  replaying.resolve();
  expect(await replay).toMatchObject({ remaining: 0 });
  await house.until('the second effect', async () => (await effectsOf(house, 'a')).length >= 2);
  expect(await effectsOf(house, 'a')).toEqual([1, 2]);
}

/** A handler that cannot handle the first event of a key. */
function refusing(key: string, handle: EventHandler): EventHandler {
  return async (event, tx) => {
    // The effect first: what the transaction undoes must not stay.
    await handle(event, tx);
    if (event.subject === key && event.sequence === 1) throw new Error('cannot be handled');
  };
}

function connectionLost(): Error {
  return Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
}

function makeEvent(subject: string, sequence: number): Event {
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: '/case',
    type: 'case.thing.happened.v1',
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'urn:ashlar:event:case.thing.happened.v1',
    department: 'demo',
    service: 'service-1',
    sequence,
    position: sequence,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    data: {},
  };
}

function publish(house: House, events: readonly Event[]): Promise<void> {
  return house.subject.bus.publish(house.topic, events.map(toMessage));
}

async function effectsOf(house: House, key: string): Promise<number[]> {
  return (await readEffects(house.pool))[key] ?? [];
}
