import { setTimeout as sleep } from 'node:timers/promises';
import { type BusOptions, openBus } from '../src/bus/open-bus.ts';
import type { ConsumeOptions, EventBus } from '../src/bus/port.ts';
import { openPostgresBus } from '../src/bus/postgres.ts';
import type { commitOffset } from '../src/bus/postgres-group.ts';
import type { appendMessages } from '../src/bus/postgres-log.ts';
import { type PostgresSteps, postgresSteps } from '../src/bus/postgres-steps.ts';

/** A defect that somebody could write, and the case that must notice it. */
export interface BusFault {
  name: string;
  /** The name of the case that must fail. */
  caughtBy: string;
  /** What the case must complain of, so that a failure of another kind does not count. */
  complaint: RegExp;
  /** The broken bus: a sound one that is used wrongly, */
  wrap?(sound: EventBus): EventBus;
  /** or the bus on PostgreSQL with some broken statements. */
  steps?: Partial<PostgresSteps>;
}

/** Opens a bus, with the fault of that name if one is given. */
export function openWithFault(name: string | undefined, options: BusOptions): EventBus {
  if (name === undefined) return openBus(options);
  const fault = busFaults.find((each) => each.name === name);
  if (!fault || options.kind !== 'postgres') throw new Error(`There is no fault ${name} for this bus`);
  const bus = openPostgresBus(options, { ...postgresSteps, ...fault.steps });
  return fault.wrap ? fault.wrap(bus) : bus;
}

/** The planted faults. */
export const busFaults: readonly BusFault[] = [
  {
    name: 'the offset is committed before the delivery is handled',
    caughtBy: 'commits an offset only after the delivery is handled',
    complaint: /0 !== 1/,
    wrap: (sound) =>
      around(sound, (handle) => async (delivery, alive) => {
        void handle(delivery, alive).catch(() => {});
      }),
  },
  {
    name: 'a partition is handled by several at once',
    caughtBy: 'keeps each publisher’s order of a key, under concurrent publishers',
    complaint: /deep-equal/,
    wrap: (sound) =>
      around(sound, (handle) => async (delivery, alive) => {
        const work = sleep(delivery.key === 'a' ? Math.random() * 20 : 0).then(() => handle(delivery, alive));
        work.catch(() => {});
      }),
  },
  {
    name: 'a message goes to any partition, whatever its key',
    caughtBy: 'keeps each publisher’s order of a key, under concurrent publishers',
    complaint: /deep-equal/,
    steps: { place: (_key, partitions) => Math.floor(Math.random() * partitions) },
  },
  {
    name: 'publish resolves before the message is stored',
    caughtBy: 'has a message once publish has resolved',
    complaint: /0 !== 20/,
    wrap: (sound) => ({
      ...sound,
      async publish(topic, messages) {
        void sleep(1000)
          .then(() => sound.publish(topic, messages))
          .catch(() => {});
      },
    }),
  },
  {
    name: 'an append takes its offsets in one transaction and stores in the next',
    caughtBy: 'keeps each publisher’s order of a key, under concurrent publishers',
    complaint: /messages|deep-equal/,
    steps: { append: appendInTwo },
  },
  {
    name: 'the groups share one offset',
    caughtBy: 'gives every group every message',
    complaint: /10 messages/,
    wrap: (sound) => ({ ...sound, consume: (options) => sound.consume({ ...options, group: 'everybody' }) }),
  },
  {
    name: 'every member is a group of its own',
    caughtBy: 'shares the partitions of a topic among the members of a group',
    complaint: /the members to share the partitions/,
    wrap: (sound) => ({
      ...sound,
      consume: (options) => sound.consume({ ...options, group: `${options.group}-${Math.random()}` }),
      lag: async () => 0,
    }),
  },
  {
    name: 'a commit does not ask who has the lease',
    caughtBy: 'takes no offset from a member that lost its partition',
    complaint: /!== 0/,
    steps: { commit: commitUnfenced },
  },
  {
    name: 'a lease is never taken over',
    caughtBy: 'gives the partitions and the delivery in hand of a member that dies to others',
    complaint: /the heir to take over/,
    steps: {
      claim: async (db, membership, wanted, fromBeginning) => {
        const { rows } = await db.query<{ partition: number }>({
          text: 'select partition from bus_lease where topic = any($1)',
          values: [membership.topics],
        });
        const held = new Set(rows.map(({ partition }) => partition));
        const free = wanted.filter(({ partition }) => !held.has(partition));
        return postgresSteps.claim(db, membership, free, fromBeginning);
      },
    },
  },
  {
    name: 'a new holder starts where the topic starts',
    caughtBy: 'finishes and commits the delivery in hand when a consumer stops',
    complaint: /the one in hand was committed/,
    steps: {
      claim: async (...args) =>
        (await postgresSteps.claim(...args)).map((claim) => ({ ...claim, offset: 0 })),
    },
  },
  {
    name: 'a failing delivery is skipped',
    caughtBy: 'tries a failing delivery again, in order, and lets other partitions flow',
    complaint: /bad 1/,
    wrap: (sound) =>
      around(sound, (handle) => async (delivery, alive) => {
        await handle(delivery, alive).catch(() => {});
      }),
  },
  {
    name: 'a failing delivery holds up every partition',
    caughtBy: 'tries a failing delivery again, in order, and lets other partitions flow',
    complaint: /the other partition to flow/,
    wrap: (sound) =>
      around(sound, (handle) => {
        let last = Promise.resolve();
        return (delivery, alive) => {
          const untilHandled = async (): Promise<void> => {
            // Not for ever, so that the bus can be closed after the case has failed.
            for (let tries = 0; tries < 400; tries += 1) {
              const failed = await handle(delivery, alive).then(
                () => false,
                () => sleep(20, true),
              );
              if (!failed) return;
            }
          };
          last = last.then(untilHandled);
          return last;
        };
      }),
  },
  {
    name: 'stop drops the delivery in hand',
    caughtBy: 'finishes and commits the delivery in hand when a consumer stops',
    complaint: /finished the one in hand/,
    wrap: (sound) => ({
      ...sound,
      async consume(options) {
        const consumer = await sound.consume(options);
        return { stop: async () => void consumer.stop() };
      },
    }),
  },
  {
    name: 'what is not committed is not counted',
    caughtBy: 'counts what a group has not handled',
    complaint: /0 !== 9/,
    wrap: (sound) => ({ ...sound, lag: async () => 0 }),
  },
  {
    name: 'publish gives up silently while the server is away',
    caughtBy: 'rejects while the server is away, and goes on by itself after',
    complaint: /Missing expected rejection/,
    wrap: (sound) => ({ ...sound, publish: (...args) => sound.publish(...args).catch(() => {}) }),
  },
];

function around(
  sound: EventBus,
  change: (handle: ConsumeOptions['handle']) => ConsumeOptions['handle'],
): EventBus {
  return { ...sound, consume: (options) => sound.consume({ ...options, handle: change(options.handle) }) };
}

async function appendInTwo(...args: Parameters<typeof appendMessages>): Promise<number> {
  const [db, topic, messages, partitions] = args;
  let stored = 0;
  for (const [i, message] of messages.entries()) {
    const { rows } = await db.query<{ offset: number }>({
      text: `update bus_partition set next_offset = next_offset + 1 where topic = $1 and partition = $2
        returning next_offset - 1 as "offset"`,
      values: [topic, partitions[i]],
    });
    await sleep(Math.random() * 5);
    const { rowCount } = await db.query({
      text: 'insert into bus_message (topic, partition, "offset", key, value, headers) values ($1, $2, $3, $4, $5, $6)',
      values: [topic, partitions[i], rows[0]?.offset, message.key, message.value, message.headers],
    });
    stored += rowCount ?? 0;
  }
  return stored;
}

async function commitUnfenced(...args: Parameters<typeof commitOffset>): Promise<boolean> {
  const [db, { group }, { topic, partition }, nextOffset] = args;
  await db.query({
    text: 'update bus_group_offset set next_offset = $4 where "group" = $1 and topic = $2 and partition = $3',
    values: [group, topic, partition, nextOffset],
  });
  return true;
}
