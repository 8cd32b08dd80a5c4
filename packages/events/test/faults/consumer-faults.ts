import type { Pool } from '@ashlar/postgres';
import { type ConsumerSteps, consumerSteps } from '../../src/consumer/steps.ts';
import type { Subject } from '../cases/house.ts';
import type { Fault } from './fault.ts';

/** Defects of the consumer. */
export const consumerFaults: Fault[] = [
  {
    name: 'the offset is committed before the effect is',
    caughtBy: 'a consumer that dies before the commit of the effect loses nothing',
    complaint: /in vain for the effect/,
    plant: (sound) =>
      withConsumer(sound, {
        async settle(work) {
          work.catch(() => {});
        },
      }),
  },
  {
    name: 'there is no inbox row',
    caughtBy: 'a redelivered event has one effect',
    complaint: /toEqual/,
    plant: (sound) => withConsumer(sound, { once: async () => 'new' }),
  },
  {
    name: 'there is no inbox row, and the consumer dies',
    caughtBy: 'a consumer that dies between the commit of the effect and of the offset repeats nothing',
    complaint: /toEqual/,
    plant: (sound) => withConsumer(sound, { once: async () => 'new' }),
  },
  {
    name: 'the inbox row is committed by itself',
    caughtBy: 'a consumer that dies before the commit of the effect loses nothing',
    complaint: /in vain for the effect/,
    plant: (sound) => withConsumer(sound, inboxOutsideTheTransaction()),
  },
  {
    name: 'a poison event is skipped',
    caughtBy: 'later events of a parked key wait and are replayed in order, and the key is free after',
    complaint: /in vain for four events to be parked/,
    plant: (sound) => withConsumer(sound, { park: async () => {} }),
  },
  {
    name: 'later events of a parked key are let through',
    caughtBy: 'later events of a parked key wait and are replayed in order, and the key is free after',
    complaint: /in vain for four events to be parked/,
    plant: (sound) => withConsumer(sound, { once: onceWithoutParking }),
  },
  {
    name: 'a poison event holds its whole partition up',
    caughtBy: 'a poison event parks its key only',
    complaint: /in vain for the effects of every other key/,
    plant: (sound) =>
      withConsumer(sound, {
        async park() {
          throw new Error('tried again, for ever');
        },
      }),
  },
];

function withConsumer(sound: Subject, steps: Partial<ConsumerSteps>): Subject {
  return { ...sound, consumer: { ...sound.consumer, ...steps } };
}

function inboxOutsideTheTransaction(): Partial<ConsumerSteps> {
  let pool: Pool | undefined;
  return {
    begin(given, work) {
      pool = given;
      return consumerSteps.begin(given, work);
    },
    once: (tx, arrival) => consumerSteps.once(pool ?? tx, arrival),
  };
}

const onceWithoutParking: ConsumerSteps['once'] = async (tx, { consumer, event }) => {
  const { rows } = await tx.query({
    text: 'insert into inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning event_id',
    values: [consumer, event.id],
  });
  return rows.length > 0 ? 'new' : 'handled';
};
