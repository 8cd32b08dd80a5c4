import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '@ashlar/testkit';
import type { BusConsumer, BusMessage, ConsumeOptions, Delivery, EventBus } from '../../src/bus/port.ts';

/** What a member in a process of its own says. */
export interface MemberEvent {
  event: 'joined' | 'started' | 'handled' | 'stopped';
  key?: string;
  value?: string;
}

/** A member of a group in a process of its own. */
export interface BusMember {
  events: readonly MemberEvent[];
  /** `release` lets go of the delivery that it holds, `stop` makes it leave. */
  tell(word: 'release' | 'stop'): void;
  signal(name: NodeJS.Signals): void;
  ended(): Promise<void>;
}

/** A bus under test. */
export interface BusSubject {
  /** Opens the bus once more, as another process would. */
  open(): EventBus;
  /** Starts a member in another process; at the message `holdAt` it keeps the delivery in hand. */
  spawnMember(options: { topic: string; group: string; holdAt?: string }): Promise<BusMember>;
  /** Takes the server away without warning, and brings it back. */
  away(): Promise<void>;
  back(): Promise<void>;
  /** How long to wait for what must happen, in milliseconds. */
  patienceMs: number;
}

interface Heard extends Omit<Delivery, 'value'> {
  value: string;
}

/** What a consumer has heard. */
export interface Recorder {
  consumer: BusConsumer;
  /** Values of deliveries that were begun. */
  started: string[];
  /** Deliveries that were handled, in the order in which they were. */
  deliveries: Heard[];
  values(key: string): string[];
  /** Every key and value, sorted, without repetitions. */
  all(): string[];
  /** Resolves when so many different messages were handled. */
  until(count: number): Promise<void>;
  /** Resolves when the group has handled everything there is. */
  caughtUp(topic: string): Promise<void>;
}

/** Starts a consumer that keeps what it hears, after calling `handle`. */
export async function record(
  subject: BusSubject,
  bus: EventBus,
  { handle, ...options }: Omit<ConsumeOptions, 'handle'> & { handle?: (delivery: Delivery) => Promise<void> },
): Promise<Recorder> {
  const started: string[] = [];
  const deliveries: Heard[] = [];
  const all = () => [...new Set(deliveries.map(({ key, value }) => `${key} ${value}`))].sort();
  const consumer = await bus.consume({
    ...options,
    async handle(delivery, alive) {
      started.push(delivery.value.toString());
      await alive();
      await handle?.(delivery);
      deliveries.push({ ...delivery, value: delivery.value.toString() });
    },
  });
  return {
    consumer,
    started,
    deliveries,
    values: (key) => deliveries.filter((each) => each.key === key).map(({ value }) => value),
    all,
    async until(count) {
      await until(() => all().length >= count, { timeoutMs: subject.patienceMs, what: `${count} messages` });
      assert.equal(all().length, count);
    },
    async caughtUp(topic) {
      await until(async () => (await bus.lag(topic, options.group)) === 0, { timeoutMs: subject.patienceMs });
    },
  };
}

/** Makes a topic, and two keys that are in different partitions of two or four. */
export async function makeTopic(
  subject: BusSubject,
  partitions: number,
): Promise<{ bus: EventBus; topic: string; keys: [string, string] }> {
  const bus = subject.open();
  const topic = `t-${randomUUID()}`;
  await bus.ensureTopics([{ name: topic, partitions }]);
  return { bus, topic, keys: apart };
}

// By the hash of either bus these are in different partitions, of two and of four.
const apart: [string, string] = ['slow', 'north'];

/** Holds a delivery until opened; it gives way in the end, so that a bus can be closed after its case has failed. */
export function makeGate({ patienceMs }: BusSubject): { passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 2 * patienceMs).unref();
  return { passed: promise, open: resolve };
}

/** A message with a text. */
export function message(key: string, value: string, headers: Record<string, string> = {}): BusMessage {
  return { key, value: Buffer.from(value), headers };
}

/** The numbers from 0, so many. */
export function sequence(count: number): number[] {
  return [...Array(count).keys()];
}

/** Without later repetitions, which at-least-once delivery allows. */
export function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
