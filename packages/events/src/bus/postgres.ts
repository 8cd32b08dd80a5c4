import { type MigrationSet, migrate, openPool, type Pool } from '@ashlar/postgres';
import { type BusLog, brief, silent } from './log.ts';
import type { ConsumeOptions, EventBus } from './port.ts';
import { type PostgresConsumer, startPostgresConsumer } from './postgres-consumer.ts';
import { countLag, createTopics, pruneMessages, readPartitions } from './postgres-log.ts';
import { type PostgresSteps, postgresSteps } from './postgres-steps.ts';
import { createWakes, type Wakes } from './wakes.ts';

/** The tables of the bus, in a database of its own. The bus applies them itself when it is first used. */
export const busMigrations: MigrationSet = {
  name: 'bus',
  folder: new URL('../../migrations-bus/', import.meta.url),
};

/** How to reach a bus on PostgreSQL. */
export interface PostgresBusOptions {
  /** The database of the bus. */
  url: string;
  /** Shown in `pg_stat_activity`. */
  clientId: string;
  log?: BusLog;
  /** How long a consumer may be silent before others take its partitions over, in milliseconds (10,000). */
  memberTimeoutMs?: number;
  /** How long messages stay in a topic that does not say, in milliseconds (seven days). */
  retentionMs?: number;
  /** How often to delete messages past their retention, in milliseconds (five minutes). */
  pruneEveryMs?: number;
}

/**
 * Opens the bus on PostgreSQL: an append-only log with consumer groups. See docs/adr/0004. `steps` are the statements that its
 * promises rest on; the tests pass broken ones.
 */
export function openPostgresBus(options: PostgresBusOptions, steps: PostgresSteps = postgresSteps): EventBus {
  const log = options.log ?? silent;
  const pool = openPool({
    url: options.url,
    applicationName: `${options.clientId} bus`,
    onError: (error) => log.debug(brief(error), 'an idle connection to the bus broke'),
  });
  const wakes = createWakes({ pool, url: options.url, clientId: options.clientId, log });
  const consumers = new Set<PostgresConsumer>();
  const prepare = once(() => migrate(pool, [busMigrations]));
  const partitionsOf = createPartitionReader(pool);
  let pruning: NodeJS.Timeout | undefined;
  let closed: Promise<void> | undefined;

  async function ready(): Promise<void> {
    if (closed) throw new Error('The bus is closed');
    await prepare();
    pruning ??= setInterval(
      () => void prune(pool, options, log),
      options.pruneEveryMs ?? pruneEveryMs,
    ).unref();
  }

  async function close(): Promise<void> {
    clearInterval(pruning);
    await Promise.all([...consumers].map((consumer) => consumer.stop()));
    await wakes.close();
    await pool.end();
  }

  return {
    async ensureTopics(topics) {
      await ready();
      await createTopics(pool, topics);
    },
    async publish(topic, messages) {
      if (messages.length === 0) return;
      await ready();
      const partitions = await partitionsOf(topic);
      const places = messages.map(({ key }) => steps.place(key, partitions));
      const stored = await steps.append(pool, topic, messages, places);
      if (stored !== messages.length) throw new Error(`The bus has no topic ${topic}`);
      wakes.topic(topic);
    },
    async consume(wanted) {
      await ready();
      return join(
        { pool, steps, log, wakes, consumers, memberTimeoutMs: options.memberTimeoutMs ?? 10_000 },
        wanted,
      );
    },
    async lag(topic, group) {
      await ready();
      await partitionsOf(topic);
      return countLag(pool, topic, group);
    },
    async check() {
      try {
        await ready();
        await pool.query({ name: 'bus-check', text: 'select 1' });
      } catch (error) {
        throw new Error('the bus does not answer', { cause: error });
      }
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

const pruneEveryMs = 5 * 60 * 1000;
const pruneLimit = 1000;
const retentionMs = 7 * 24 * 60 * 60 * 1000;

interface Joining {
  pool: Pool;
  steps: PostgresSteps;
  log: BusLog;
  wakes: Wakes;
  consumers: Set<PostgresConsumer>;
  memberTimeoutMs: number;
}

async function join(
  { pool, steps, log, wakes, consumers, memberTimeoutMs }: Joining,
  wanted: ConsumeOptions,
): Promise<PostgresConsumer> {
  const consumer = await startPostgresConsumer({
    ...wanted,
    pool,
    steps,
    log,
    memberTimeoutMs,
    announce: (group) => wakes.group(group),
  });
  const deafen = wakes.hear(consumer, wanted.topics, wanted.group);
  consumers.add(consumer);
  return {
    wake: () => consumer.wake(),
    regroup: () => consumer.regroup(),
    async stop() {
      await consumer.stop();
      deafen();
      consumers.delete(consumer);
    },
  };
}

async function prune(pool: Pool, options: PostgresBusOptions, log: BusLog): Promise<void> {
  try {
    const keepMs = options.retentionMs ?? retentionMs;
    while ((await pruneMessages(pool, keepMs, pruneLimit)) >= pruneLimit);
  } catch (error) {
    log.debug(brief(error), 'old messages are deleted later');
  }
}

/** A topic's number of partitions never changes, so it is asked for once. Throws for a topic that does not exist. */
function createPartitionReader(pool: Pool): (topic: string) => Promise<number> {
  const known = new Map<string, number>();
  return async (topic) => {
    const partitions = known.get(topic) ?? (await readPartitions(pool, [topic])).get(topic);
    if (partitions === undefined) throw new Error(`The bus has no topic ${topic}`);
    known.set(topic, partitions);
    return partitions;
  };
}

/** Runs the work once for all callers; a failure lets the next caller try again. */
function once(work: () => Promise<unknown>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work().then(
      () => undefined,
      (error: unknown) => {
        done = undefined;
        throw error;
      },
    );
    return done;
  };
}
