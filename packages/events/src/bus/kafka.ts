import { type Admin, type Kafka, Partitioners } from 'kafkajs';
import {
  createKafkaClient,
  type KafkaClientOptions,
  type Kept,
  keep,
  onceCoordinated,
  protocolError,
  retryOptions,
} from './kafka-client.ts';
import { startKafkaConsumer, type WatchdogOptions } from './kafka-consumer.ts';
import { type BusLog, silent } from './log.ts';
import type { BusConsumer, EventBus, Topic } from './port.ts';

/** How to reach a bus on Kafka. */
export interface KafkaBusOptions extends Omit<KafkaClientOptions, 'log'> {
  log?: BusLog;
  /** How long a consumer may be silent before others take its partitions over, in milliseconds (10,000). */
  memberTimeoutMs?: number;
  /** When a consumer that stands still is restarted: it looks each 30 s, and restarts after a minute. */
  watchdog?: Partial<WatchdogOptions>;
}

/**
 * Opens the bus on Kafka. kafkajs is used for little: full acknowledgement, one request in flight, no idempotent producer (the inbox
 * removes duplicates), offsets committed by hand. See docs/adr/0003. `connect` makes the client; tests pass one of their own.
 */
export function openKafkaBus(options: KafkaBusOptions, connect = createKafkaClient): EventBus {
  const log = options.log ?? silent;
  const kafka = connect({ ...options, log });
  const admin = keep(() => kafka.admin({ retry: retryOptions }));
  const producer = keep(() => createProducer(kafka));
  const consumers = new Set<BusConsumer>();
  const open = () => {
    if (closed) throw new Error('The bus is closed');
  };
  let closed: Promise<void> | undefined;

  async function close(): Promise<void> {
    await Promise.all([...consumers].map((consumer) => consumer.stop()));
    await Promise.all([producer.close(), admin.close()]);
  }

  return {
    async ensureTopics(topics) {
      open();
      for (const topic of topics) await ensureTopic(admin, topic, log);
    },
    async publish(topic, messages) {
      open();
      if (messages.length === 0) return;
      const record = { topic, acks: -1, timeout: brokerTimeoutMs, messages: [...messages] };
      await producer.use((client) => client.send(record), requestTimeoutMs);
    },
    async consume(wanted) {
      open();
      const memberTimeoutMs = options.memberTimeoutMs ?? 10_000;
      const watchdog = { ...patience, ...options.watchdog };
      const consumer = await startKafkaConsumer({ ...wanted, kafka, admin, log, memberTimeoutMs, watchdog });
      consumers.add(consumer);
      return {
        async stop() {
          await consumer.stop();
          consumers.delete(consumer);
        },
      };
    },
    async lag(topic, group) {
      open();
      return readLag(admin, topic, group);
    },
    async check() {
      try {
        open();
        await admin.use((client) => client.describeCluster(), requestTimeoutMs);
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

const requestTimeoutMs = 5000;
const brokerTimeoutMs = 3000;
const topicTimeoutMs = 15_000;
const patience: WatchdogOptions = { everyMs: 30_000, stalledMs: 60_000, clock: () => performance.now() };

function createProducer(kafka: Kafka) {
  return kafka.producer({
    // The partitioner of Kafka's own clients, so that a key has one partition whoever publishes.
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
    maxInFlightRequests: 1,
    retry: retryOptions,
  });
}

async function ensureTopic(admin: Kept<Admin>, topic: Topic, log: BusLog): Promise<void> {
  const { name, partitions, retentionMs } = topic;
  const configEntries =
    retentionMs === undefined ? [] : [{ name: 'retention.ms', value: String(retentionMs) }];
  const request = {
    waitForLeaders: true,
    topics: [{ topic: name, numPartitions: partitions, configEntries }],
  };
  const made = await admin.use((client) => createTopic(client, request), topicTimeoutMs);
  if (made) return;
  const { topics } = await admin.use(
    (client) => client.fetchTopicMetadata({ topics: [name] }),
    topicTimeoutMs,
  );
  const present = topics[0]?.partitions.length;
  // Never changed here: keys would move to other partitions and lose their order.
  if (present !== partitions)
    log.warn({ topic: name, partitions, present }, 'a topic has another number of partitions');
}

/** False when the topic was there already, or another process was quicker. */
async function createTopic(client: Admin, request: Parameters<Admin['createTopics']>[0]): Promise<boolean> {
  try {
    return await client.createTopics(request);
  } catch (error) {
    if (protocolError(error) === 'TOPIC_ALREADY_EXISTS') return false;
    throw error;
  }
}

async function readLag(admin: Kept<Admin>, topic: string, group: string): Promise<number> {
  const ends = await admin.use((client) => client.fetchTopicOffsets(topic), requestTimeoutMs);
  const groups = await onceCoordinated(() =>
    admin.use((client) => client.fetchOffsets({ groupId: group, topics: [topic] }), requestTimeoutMs),
  );
  const committed = new Map(
    groups[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
  );
  return ends.reduce((sum, { partition, low, high }) => {
    const from = Math.max(Number(low), committed.get(partition) ?? 0);
    return sum + Math.max(0, Number(high) - from);
  }, 0);
}
