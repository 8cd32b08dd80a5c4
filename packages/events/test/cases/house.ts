import { randomBytes } from 'node:crypto';
import { migrate, openPool, type Pool, type Queryable } from '@ashlar/postgres';
import { createDatabase, until } from '@ashlar/testkit';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { openBus } from '../../src/bus/open-bus.ts';
import type { Delivery, EventBus } from '../../src/bus/port.ts';
import { type Changes, openChangesWith } from '../../src/changes/changes.ts';
import { type ReadChanges, readChanges } from '../../src/changes/read.ts';
import { runSubscription } from '../../src/consumer/run.ts';
import { type ConsumerSteps, consumerSteps } from '../../src/consumer/steps.ts';
import type { SubscribeOptions, Subscription } from '../../src/consumer/types.ts';
import { type Event, parseEvent } from '../../src/envelope.ts';
import { eventsMigrations } from '../../src/migrations.ts';
import { runRelay } from '../../src/relay/run.ts';
import { type RelaySteps, relaySteps } from '../../src/relay/steps.ts';
import type { Relay } from '../../src/relay/types.ts';

/** What the cases judge: a bus, and the steps of relay, consumer and feed, whole or with a planted fault. */
export interface Subject {
  bus: EventBus;
  relay: RelaySteps;
  consumer: ConsumerSteps;
  read: ReadChanges;
  /** How long a case waits for what must happen, in milliseconds. */
  patienceMs: number;
}

/** The code as it is, on a bus. */
export function soundSubject(bus: EventBus): Subject {
  return { bus, relay: relaySteps, consumer: consumerSteps, read: readChanges, patienceMs: 20_000 };
}

/** The code as it is, on a PostgreSQL bus of its own. */
export async function openPostgresSubject(): Promise<{ subject: Subject; close(): Promise<void> }> {
  const database = await createDatabase('bus');
  const log = pino({ level: 'silent' });
  const bus = openBus({ kind: 'postgres', url: database.url, clientId: 'events-test', log });
  return {
    subject: soundSubject(bus),
    async close() {
      await bus.close();
      await database.drop();
    },
  };
}

/** A change to append. */
export interface Change {
  aggregate: string;
  type?: string | null;
  department?: string;
  data?: Record<string, unknown>;
}

/** A component of its own: a database with the events tables and an entity table, a topic, and whatever the case starts in it. */
export interface House {
  url: string;
  pool: Pool;
  topic: string;
  subject: Subject;
  /** Writes an entity and its change in one statement, as a store does. Returns the sequence. */
  append(change: Change, db?: Queryable): Promise<number>;
  relay(options?: { steps?: Partial<RelaySteps>; bus?: EventBus; pollMs?: number }): Relay;
  /** Hears everything on the topic, duplicates included. */
  hear(topic?: string): Promise<{ deliveries: Delivery[]; events(): Event[] }>;
  subscribe(
    options: Pick<SubscribeOptions, 'handle'> & Partial<SubscribeOptions>,
    steps?: Partial<ConsumerSteps>,
  ): Promise<Subscription>;
  changes(): Changes;
  /** Waits as long as the subject's patience; `what` names what did not happen. */
  until<T>(what: string, check: () => T | Promise<T>): Promise<NonNullable<T>>;
}

/** Runs a case in a house of its own and tears it down after. */
export async function inHouse(subject: Subject, run: (house: House) => Promise<void>): Promise<void> {
  const database = await createDatabase('events');
  const pool = openPool({ url: database.url, applicationName: 'events-case', max: 16 });
  const closers: (() => Promise<void>)[] = [];
  try {
    await migrate(pool, [eventsMigrations]);
    await pool.query('create table entity (id text primary key, sequence bigint not null)');
    await pool.query('create table effect (at bigserial primary key, key text, sequence bigint)');
    const house = buildHouse(subject, database.url, pool, (close) => closers.push(close));
    await subject.bus.ensureTopics([{ name: house.topic, partitions: 3 }]);
    await run(house);
  } finally {
    await Promise.all(closers.map((close) => close()));
    await pool.end();
    await database.drop();
  }
}

function buildHouse(
  subject: Subject,
  url: string,
  pool: Pool,
  atEnd: (close: () => Promise<void>) => void,
): House {
  const name = `case${randomBytes(5).toString('hex')}`;
  const topic = `ashlar.${name}.v1`;
  const log = pino({ level: process.env.ASHLAR_TEST_LOG ?? 'silent' });
  return {
    url,
    pool,
    topic,
    subject,
    append: (change, db = pool) => append(db, change),
    relay({ steps, bus = subject.bus, pollMs = 50 } = {}) {
      const options = { url, bus, component: name, topic, log, pollMs };
      const relay = runRelay(options, { ...subject.relay, ...steps });
      atEnd(() => relay.stop());
      return relay;
    },
    async hear(heard = topic) {
      const { consumer, ...ear } = await listenIn(subject.bus, heard);
      atEnd(() => consumer.stop());
      return ear;
    },
    async subscribe(options, steps) {
      const usual = {
        bus: subject.bus,
        pool,
        topics: [topic],
        consumer: `${name}-consumer`,
        backoffMs: 5,
        log,
      };
      const subscription = await runSubscription({ ...usual, ...options }, { ...subject.consumer, ...steps });
      atEnd(() => subscription.stop());
      return subscription;
    },
    changes() {
      const changes = openChangesWith({ pool, url, component: name }, subject.read);
      atEnd(() => changes.close());
      return changes;
    },
    until: (what, check) => until(check, { what, timeoutMs: subject.patienceMs, everyMs: 10 }),
  };
}

async function listenIn(bus: EventBus, topic: string) {
  await bus.ensureTopics([{ name: topic, partitions: 1 }]);
  const deliveries: Delivery[] = [];
  const consumer = await bus.consume({
    topics: [topic],
    group: `ear-${randomBytes(5).toString('hex')}`,
    handle: async (delivery) => void deliveries.push(delivery),
  });
  const events = () =>
    deliveries.map(({ value }) => parseEvent(value)).filter((event) => event !== undefined);
  return { consumer, deliveries, events };
}

/** The handler of most cases: writes what it heard to the house's `effect` table, in the given transaction. */
export async function writeEffect(event: Event, tx: Queryable): Promise<void> {
  await tx.query({
    text: 'insert into effect (key, sequence) values ($1, $2)',
    values: [event.subject, event.sequence],
  });
}

/** The committed effects in order: the sequences heard, by key. */
export async function readEffects(pool: Pool): Promise<Record<string, number[]>> {
  const { rows } = await pool.query<{ key: string; sequence: number }>(
    'select key, sequence from effect order by at',
  );
  const effects: Record<string, number[]> = {};
  for (const { key, sequence } of rows) effects[key] = [...(effects[key] ?? []), sequence];
  return effects;
}

/** 1, 2, … `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Writes an entity and its change in one statement. Returns the sequence. */
export async function append(
  db: Queryable,
  { aggregate, type = 'case.thing.happened.v1', department = 'demo', data = {} }: Change,
): Promise<number> {
  const { rows } = await db.query<{ sequence: number | string }>({
    text: `
      with moved as (
        insert into entity (id, sequence) values ($2, 1)
        on conflict (id) do update set sequence = entity.sequence + 1
        returning sequence
      )
      insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
      select $1, $2, moved.sequence, $3, 'service-1', $4, now(), $5 from moved
      returning sequence`,
    values: [uuidv7(), aggregate, department, type, JSON.stringify(data)],
  });
  return Number(rows[0]?.sequence);
}
