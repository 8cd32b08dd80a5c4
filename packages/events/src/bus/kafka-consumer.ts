import { type Admin, type Consumer, type Kafka, type PartitionAssigner, PartitionAssigners } from 'kafkajs';
import { backoff, pause } from '../waiting.ts';
import { type Kept, onceCoordinated, retryOptions, within } from './kafka-client.ts';
import { createDeliveries, type Deliveries } from './kafka-deliveries.ts';
import { type BusLog, brief } from './log.ts';
import type { BusConsumer, ConsumeOptions } from './port.ts';
import { createStallDetector, type Progress } from './stall.ts';

/** When the watchdog looks, and when it acts; milliseconds. */
export interface WatchdogOptions {
  everyMs: number;
  /** How long a partition may be behind without moving. */
  stalledMs: number;
  clock(): number;
}

/** What a consumer on Kafka needs. */
export interface KafkaConsumerOptions extends ConsumeOptions {
  kafka: Kafka;
  admin: Kept<Admin>;
  log: BusLog;
  memberTimeoutMs: number;
  watchdog: WatchdogOptions;
}

/** Joins the group and starts to handle messages. Rejects when the cluster is away or a topic does not exist. */
export async function startKafkaConsumer(options: KafkaConsumerOptions): Promise<BusConsumer> {
  const keeper = createKeeper(options);
  await keeper.start();
  return keeper;
}

/** One life of a kafkajs consumer: it is never mended, only replaced. */
interface Life {
  consumer: Consumer;
  deliveries: Deliveries;
  /** The partitions it holds; undefined until it has joined. */
  assigned?: Readonly<Record<string, readonly number[]>>;
}

const joinTimeoutMs = 60_000;
const disconnectTimeoutMs = 15_000;
const adminTimeoutMs = 5000;
const restartCapMs = 5000;
const partitionsAtOnce = 64;
// Also how long a stop waits for the request in flight.
const fetchWaitMs = 500;

function createKeeper(options: KafkaConsumerOptions): BusConsumer & { start(): Promise<void> } {
  const { log, group, watchdog } = options;
  const stopping = new AbortController();
  let life: Life | undefined;
  let restarting: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;

  async function replace(reason: string): Promise<void> {
    log.warn({ group, reason }, 'the consumer is restarted');
    if (life) await end(life, log);
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      try {
        life = await begin(options, restart);
        log.info({ group }, 'the consumer runs again');
        return;
      } catch (error) {
        if (failures === 1)
          log.warn({ ...brief(error), group }, 'the bus is away; consuming goes on when it is back');
        await pause(backoff(failures, 200, restartCapMs), stopping.signal);
      }
    }
  }

  function restart(reason: string): void {
    if (stopping.signal.aborted) return;
    restarting ??= replace(reason).finally(() => {
      restarting = undefined;
    });
  }

  async function watch(): Promise<void> {
    const detector = createStallDetector(watchdog.stalledMs);
    while (!stopping.signal.aborted) {
      await pause(watchdog.everyMs, stopping.signal);
      if (!life || restarting) continue;
      try {
        const stalled = detector.look(watchdog.clock(), await readProgress(options, life));
        if (stalled.length > 0) restart(`behind and not moving: ${stalled.join(', ')}`);
      } catch (error) {
        // An outage is no stall.
        log.debug({ ...brief(error), group }, 'the watchdog could not look');
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await restarting;
    if (life) await end(life, log);
  }

  return {
    async start() {
      life = await onceCoordinated(() => begin(options, restart));
      void watch();
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Connects, subscribes and joins. Rejects, with nothing left open, when that does not work. */
async function begin(options: KafkaConsumerOptions, restart: (reason: string) => void): Promise<Life> {
  const { kafka, group, topics, memberTimeoutMs, fromBeginning = true } = options;
  const deliveries = createDeliveries(options);
  const consumer = kafka.consumer({
    groupId: group,
    partitionAssigners: [settleFirst(() => deliveries.settle())],
    sessionTimeout: memberTimeoutMs,
    heartbeatInterval: Math.floor(memberTimeoutMs / 4),
    rebalanceTimeout: Math.max(30_000, memberTimeoutMs * 3),
    maxWaitTimeInMs: fetchWaitMs,
    allowAutoTopicCreation: false,
    // Crashes are answered here, in one place, and not by the client as well.
    retry: { ...retryOptions, restartOnFailure: async () => false },
  });
  const life: Life = { consumer, deliveries };
  const joined = Promise.withResolvers<void>();
  joined.promise.catch(() => {});
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    life.assigned = payload.memberAssignment;
    deliveries.heard();
    joined.resolve();
  });
  consumer.on(consumer.events.HEARTBEAT, () => deliveries.heard());
  let running = false;
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    joined.reject(payload.error);
    if (running) restart(payload.error.message);
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (batch) => deliveries.handle(batch),
    });
    await within(joined.promise, joinTimeoutMs);
    running = true;
    return life;
  } catch (error) {
    await end(life, options.log);
    throw error;
  }
}

/**
 * The round robin of kafkajs, with a wait before each joining. Joining is what lets the group give our partitions to others, so no
 * delivery may be in hand then; kafkajs looks for the coordinator first, through the cluster that an assigner is given.
 */
function settleFirst(settle: () => Promise<void>): PartitionAssigner {
  return (config) => {
    const { cluster } = config;
    const find = cluster.findGroupCoordinator.bind(cluster);
    cluster.findGroupCoordinator = async (group) => {
      await settle();
      return find(group);
    };
    return PartitionAssigners.roundRobin(config);
  };
}

/** Finishes the deliveries in hand and leaves the group; a client that hangs is left behind. */
async function end({ consumer, deliveries }: Life, log: BusLog): Promise<void> {
  await deliveries.close();
  await within(consumer.disconnect(), disconnectTimeoutMs).catch((error: unknown) =>
    log.debug(brief(error), 'a consumer did not disconnect cleanly'),
  );
}

async function readProgress({ admin, group }: KafkaConsumerOptions, life: Life): Promise<Progress[]> {
  const progress: Progress[] = [];
  for (const [topic, partitions] of Object.entries(life.assigned ?? {})) {
    const ends = await admin.use((client) => client.fetchTopicOffsets(topic), adminTimeoutMs);
    const groups = await admin.use(
      (client) => client.fetchOffsets({ groupId: group, topics: [topic] }),
      adminTimeoutMs,
    );
    const committed = new Map(groups[0]?.partitions.map(({ partition, offset }) => [partition, offset]));
    for (const { partition, low, high } of ends) {
      if (!partitions.includes(partition)) continue;
      const done = BigInt(committed.get(partition) ?? -1);
      progress.push({
        name: `${topic}/${partition}`,
        committed: done > BigInt(low) ? done : BigInt(low),
        end: BigInt(high),
        busy: life.deliveries.busy(topic, partition),
      });
    }
  }
  return progress;
}
