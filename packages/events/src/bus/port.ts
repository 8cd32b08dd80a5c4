/** One message for the bus. `key` decides the partition, and so the order: messages of one key stay in order. */
export interface BusMessage {
  key: string;
  value: Buffer;
  headers: Record<string, string>;
}

/** A message as a consumer meets it. `offset` is its place in the partition, in decimal digits. */
export interface Delivery extends BusMessage {
  topic: string;
  partition: number;
  offset: string;
  timestamp: Date;
}

/** A topic to create. `retentionMs` is how long messages stay; left out, the bus keeps its own default. */
export interface Topic {
  name: string;
  partitions: number;
  retentionMs?: number;
}

/** What a consumer asks of the bus. */
export interface ConsumeOptions {
  topics: readonly string[];
  /** Members of one group share the partitions, and each message is handled by one of them. */
  group: string;
  /**
   * Called with one delivery at a time for each partition, in order. The offset is committed only after it resolved; when it
   * rejects, the same delivery comes again after a backoff. Work longer than a few seconds calls `alive()` now and then, so
   * that the bus does not give the partition to another member; `alive` rejects once the partition is no longer ours.
   */
  handle(delivery: Delivery, alive: () => Promise<void>): Promise<void>;
  /** Where a group without a committed offset starts: at the oldest message kept (true, the default) or at the next one. */
  fromBeginning?: boolean;
}

/** A running member of a consumer group. */
export interface BusConsumer {
  /** Finishes the delivery in hand, commits its offset and leaves the group. */
  stop(): Promise<void>;
}

/**
 * The backbone between components: at least once, in order per key. It connects when first used, rejects while the bus is away,
 * and recovers by itself.
 */
export interface EventBus {
  /** Creates the topics that are missing; one that exists is left as it is. */
  ensureTopics(topics: readonly Topic[]): Promise<void>;
  /** Resolves only when every message is durable. Callers wait for it before they publish again. */
  publish(topic: string, messages: readonly BusMessage[]): Promise<void>;
  /** Joins a group. Resolves once the consumer runs; rejects when the bus is away. */
  consume(options: ConsumeOptions): Promise<BusConsumer>;
  /** How many messages of the topic the group has not committed yet, over all partitions. */
  lag(topic: string, group: string): Promise<number>;
  /** For readiness: rejects with a short public reason when the bus is away. */
  check(): Promise<void>;
  /** Stops every consumer and disconnects. */
  close(): Promise<void>;
}
