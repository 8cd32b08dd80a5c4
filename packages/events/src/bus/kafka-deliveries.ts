import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import { pause } from '../waiting.ts';
import { protocolError } from './kafka-client.ts';
import { createLane, type Lane, type LaneOwner } from './lane.ts';
import { type BusLog, brief } from './log.ts';
import type { ConsumeOptions, Delivery } from './port.ts';

/** Hands the batches of one kafkajs consumer to lanes, one for each partition, so that a slow one holds up no other. */
export interface Deliveries {
  /** Takes a batch, and waits a short turn for it; a partition that needs longer is paused until its lane is done. */
  handle(batch: EachBatchPayload): Promise<void>;
  /** The coordinator has just heard from this member, so its partitions are its own. */
  heard(): void;
  /** Finishes and commits what is in hand: to be waited for before the group gives the partitions to others. */
  settle(): Promise<void>;
  /** Whether the partition has a delivery in hand, or one that waits to be tried again. */
  busy(topic: string, partition: number): boolean;
  /** Settles, and takes no more batches. */
  close(): Promise<void>;
}

/** Makes the deliveries of one consumer. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  return new HeldPartitions(options);
}

interface DeliveryOptions {
  group: string;
  log: BusLog;
  memberTimeoutMs: number;
  handle: ConsumeOptions['handle'];
}

class HeldPartitions implements Deliveries {
  readonly #options: DeliveryOptions;
  readonly #owner: LaneOwner;
  readonly #held = new Map<string, Held>();
  readonly #settling: NodeJS.Timeout;
  #heardAt = performance.now();
  #closed = false;

  constructor(options: DeliveryOptions) {
    const { group, log, handle, memberTimeoutMs } = options;
    this.#options = options;
    this.#owner = {
      handle,
      group,
      log,
      sure: () => performance.now() - this.#heardAt < memberTimeoutMs,
      commit: (lane, nextOffset) => this.#commit(lane, nextOffset),
      idle: (lane) => this.#moveOn(lane),
    };
    // A commit that failed is tried again even when nothing more arrives.
    this.#settling = setInterval(() => this.#recommit(), recommitMs).unref();
  }

  async handle(batch: EachBatchPayload): Promise<void> {
    const [first] = batch.batch.messages;
    if (!first || !batch.isRunning() || batch.isStale()) return;
    if (this.#closed) {
      batch.pause();
      return;
    }
    const { topic, partition } = batch.batch;
    const place = this.#hold(batch, first.offset);
    const turn = new AbortController();
    const work = place.lane.give(
      batch.batch.messages.map((message) => toDelivery(topic, partition, message)),
    );
    await Promise.race([work, pause(turnMs, turn.signal)]);
    turn.abort();
    if (!place.lane.ready()) place.resume = batch.pause();
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  async settle(): Promise<void> {
    const beating = setInterval(() => void this.#beat(), this.#options.memberTimeoutMs / 4);
    await Promise.all([...this.#held.values()].map(({ lane }) => lane.close()));
    clearInterval(beating);
    // What is left of the batches is fetched again, by whoever has the partition then.
    for (const { resume } of this.#held.values()) resume?.();
    this.#held.clear();
  }

  busy(topic: string, partition: number): boolean {
    return this.#held.get(label(topic, partition))?.lane.ready() === false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#settling);
    await this.settle();
  }

  #hold(batch: EachBatchPayload, firstOffset: string): Held {
    const { topic, partition } = batch.batch;
    const name = label(topic, partition);
    const lane = this.#held.get(name)?.lane ?? createLane(this.#owner, topic, partition, Number(firstOffset));
    const place: Held = { lane, batch };
    this.#held.set(name, place);
    return place;
  }

  async #commit({ topic, partition }: Lane, nextOffset: number): Promise<boolean> {
    const offsets = [{ topic, partitions: [{ partition, offset: String(nextOffset) }] }];
    await this.#held.get(label(topic, partition))?.batch.commitOffsetsIfNecessary({ topics: offsets });
    return true;
  }

  /** From here on the partition is fetched after what its lane has handled. */
  #moveOn(lane: Lane): void {
    const place = this.#held.get(label(lane.topic, lane.partition));
    if (!place || !lane.ready()) return;
    place.batch.resolveOffset(String(lane.next() - 1));
    place.resume?.();
    delete place.resume;
  }

  #recommit(): void {
    for (const { lane } of this.#held.values()) if (lane.ready()) void lane.settle();
  }

  /** A member that lets the others wait must go on saying that it lives. */
  async #beat(): Promise<void> {
    const { log, group } = this.#options;
    try {
      await [...this.#held.values()][0]?.batch.heartbeat();
    } catch (error) {
      log.debug({ ...brief(error), group }, 'a heartbeat was refused');
      if (!expelled.has(protocolError(error) ?? '')) return;
      for (const { lane } of this.#held.values()) lane.lose();
    }
  }
}

/** A lane, with the batch that it works on, and how to fetch its partition again if that is paused. */
interface Held {
  lane: Lane;
  batch: EachBatchPayload;
  resume?: () => void;
}

// kafkajs fetches nothing until every partition of the last fetch is done or paused. A paused one may wait a fetch longer.
const turnMs = 200;
const recommitMs = 1000;
// After these the group has given our partitions to others.
const expelled = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION']);

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
