import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import { backoff } from '../waiting.ts';
import { protocolError } from './kafka-client.ts';
import { reportFailure, retryBaseMs, retryCapMs } from './lane.ts';
import { type BusLog, brief } from './log.ts';
import type { ConsumeOptions, Delivery } from './port.ts';

/** Hands the batches of one kafkajs consumer to the handler: one delivery at a time for each partition, in order. */
export interface Deliveries {
  /** Handles what it can of a batch; what it leaves is fetched again. Throws only kafkajs's own errors, which make it rejoin. */
  handle(batch: EachBatchPayload): Promise<void>;
  /** The group has come to rest: go on. */
  rejoined(): void;
  /** Whether a delivery of the partition is in hand, or waits to be tried again. */
  busy(topic: string, partition: number): boolean;
  /** Start no more deliveries. */
  close(): void;
  /** Resolves when no delivery is in hand. */
  settled(): Promise<void>;
}

/** Makes the deliveries of one consumer. */
export function createDeliveries(options: {
  group: string;
  log: BusLog;
  handle: ConsumeOptions['handle'];
}): Deliveries {
  const { group, log } = options;
  const failures = new Map<string, { offset: string; count: number }>();
  const inHand = new Map<string, Promise<void>>();
  let closed = false;
  // The group rebalances, or has gone on without us: the sooner every partition stops, the sooner we join again.
  let refusal: Error | undefined;
  let lost = false;

  async function beat(batch: EachBatchPayload): Promise<void> {
    try {
      await batch.heartbeat();
    } catch (error) {
      log.debug({ ...brief(error), group }, 'a heartbeat was refused');
      const type = protocolError(error) ?? '';
      if (error instanceof Error && refusals.has(type)) refusal ??= error;
      if (expelled.has(type)) lost = true;
    }
  }

  async function work(batch: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch.batch;
    const started = performance.now();
    const progress = createProgress(batch);
    for (const message of batch.batch.messages) {
      if (closed || refusal || !batch.isRunning() || batch.isStale()) break;
      const handled = await attempt(batch, toDelivery(topic, partition, message));
      if (!handled || lost) break;
      progress.handled(message.offset);
      // Enough for a turn: kafkajs fetches for nobody until every partition of the last fetch is done.
      if (performance.now() - started > turnMs) break;
    }
    if (!lost) await progress.commit();
    // Only this makes the client join again.
    if (refusal) throw refusal;
  }

  async function attempt(batch: EachBatchPayload, delivery: Delivery): Promise<boolean> {
    const name = label(delivery.topic, delivery.partition);
    const beating = setInterval(() => void beat(batch), beatMs);
    const alive = async () => {
      await beat(batch);
      if (lost) throw new Error('The partition belongs to another member of the group');
    };
    try {
      await options.handle(delivery, alive);
      failures.delete(name);
      return true;
    } catch (error) {
      const last = failures.get(name);
      const count = last?.offset === delivery.offset ? last.count + 1 : 1;
      failures.set(name, { offset: delivery.offset, count });
      reportFailure(options, delivery, count, error);
      // Paused, the partition waits alone; the next fetch after that starts with this delivery again.
      const resume = batch.pause();
      setTimeout(resume, backoff(count, retryBaseMs, retryCapMs)).unref();
      return false;
    } finally {
      clearInterval(beating);
    }
  }

  return {
    async handle(batch) {
      const name = label(batch.batch.topic, batch.batch.partition);
      const working = work(batch);
      const quiet = working.catch(() => {});
      inHand.set(name, quiet);
      try {
        await working;
      } finally {
        inHand.delete(name);
      }
    },
    rejoined() {
      refusal = undefined;
      lost = false;
      failures.clear();
    },
    busy: (topic, partition) => inHand.has(label(topic, partition)) || failures.has(label(topic, partition)),
    close() {
      closed = true;
    },
    async settled() {
      while (inHand.size > 0) await Promise.all(inHand.values());
    },
  };
}

const turnMs = 200;
const beatMs = 1000;
// After these the group has given our partitions to others.
const expelled = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION']);
const refusals = new Set(['REBALANCE_IN_PROGRESS', ...expelled]);

/** The offsets of one batch: kafkajs moves on only from what is committed, so that a failed commit brings deliveries again. */
function createProgress(batch: EachBatchPayload): { handled(offset: string): void; commit(): Promise<void> } {
  const { topic, partition } = batch.batch;
  let last: string | undefined;
  return {
    handled(offset) {
      last = offset;
    },
    async commit() {
      if (last === undefined) return;
      const offset = String(BigInt(last) + 1n);
      await batch.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
      batch.resolveOffset(last);
    },
  };
}

function toDelivery(topic: string, partition: number, message: KafkaMessage): Delivery {
  return {
    topic,
    partition,
    offset: message.offset,
    timestamp: new Date(Number(message.timestamp)),
    key: message.key?.toString() ?? '',
    value: message.value ?? Buffer.alloc(0),
    headers: readHeaders(message.headers),
  };
}

function readHeaders(headers: IHeaders | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) => {
      const one = Array.isArray(value) ? value.at(-1) : value;
      return one === undefined ? [] : [[name, one.toString()]];
    }),
  );
}

function label(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
