import { isNativeError } from 'node:util/types';
import { Kafka, type KafkaConfig, type LogEntry, logLevel, type RetryOptions } from 'kafkajs';
import { pause } from '../waiting.ts';
import type { BusLog } from './log.ts';

/** How to reach a Kafka cluster. */
export interface KafkaClientOptions {
  brokers: string[];
  /** Shown in the broker's logs and quotas. */
  clientId: string;
  log: BusLog;
  /** TLS: `true`, or certificates as Node's `tls` takes them. */
  ssl?: KafkaConfig['ssl'];
  sasl?: KafkaConfig['sasl'];
}

/** Makes a client of the cluster; it connects later. */
export function createKafkaClient({ brokers, clientId, log, ssl, sasl }: KafkaClientOptions): Kafka {
  return new Kafka({
    brokers,
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: 2000,
    authenticationTimeout: 3000,
    requestTimeout: 4000,
    retry: retryOptions,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => passOn(log, entry),
  });
}

/** The client's own retries are few and short: callers retry, and know for how long. Times in milliseconds. */
export const retryOptions: RetryOptions = {
  initialRetryTime: 100,
  maxRetryTime: 1000,
  factor: 0.2,
  multiplier: 2,
  retries: 3,
};

/** A client that can be connected and thrown away: kafkajs's producer and admin. */
export interface Disposable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** One connected client, replaced after it has failed. */
export interface Kept<Client> {
  /** Runs the work; rejects when it does, or after `timeoutMs`. */
  use<Result>(work: (client: Client) => Promise<Result>, timeoutMs: number): Promise<Result>;
  close(): Promise<void>;
}

/** Keeps one client, connected when first used. One that failed is dropped with its requests, so that nothing late is sent twice. */
export function keep<Client extends Disposable>(make: () => Client): Kept<Client> {
  let current: { client: Client; connected: Promise<void> } | undefined;

  function open(): { client: Client; connected: Promise<void> } {
    const client = make();
    const connected = client.connect();
    connected.catch(() => {});
    return { client, connected };
  }

  return {
    async use(work, timeoutMs) {
      current ??= open();
      const used = current;
      try {
        const result = used.connected.then(() => work(used.client));
        return await within(result, timeoutMs);
      } catch (error) {
        if (!isAnswer(error)) {
          if (current === used) current = undefined;
          void used.client.disconnect().catch(() => {});
        }
        throw error;
      }
    },
    async close() {
      const last = current;
      current = undefined;
      await last?.client.disconnect().catch(() => {});
    },
  };
}

/** Rejects when the promise has not settled after `timeoutMs`. */
export async function within<Result>(promise: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Kafka did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The protocol's error type behind an error of kafkajs, which wraps them. Names: Kafka protocol guide, error codes. */
export function protocolError(error: unknown): string | undefined {
  for (let each = error; isNativeError(each); each = each.cause) {
    if ('type' in each && typeof each.type === 'string') return each.type;
  }
  return undefined;
}

/** Runs the work again, for ten seconds at most, while the group's coordinator is only coming up. */
export async function onceCoordinated<Result>(work: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!comingUp.has(protocolError(error) ?? '') || performance.now() > deadline) throw error;
      await pause(200);
    }
  }
}

const comingUp = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** Whether a broker answered, so that the connection is sound. */
function isAnswer(error: unknown): boolean {
  return protocolError(error) !== undefined;
}

// What happens to single connections is a detail as long as requests get through; whoever made the request says when they do not.
const details = new Set(['Connection', 'ConnectionPool', 'BrokerPool', 'Cluster', 'RequestQueue', 'Broker']);

/** Hands on the text and a few known fields: the rest may hold requests. */
function passOn(log: BusLog, { namespace, level, log: entry }: LogEntry): void {
  const fields = {
    groupId: entry.groupId,
    topic: entry.topic,
    partition: entry.partition,
    error: entry.error,
  };
  const known = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  );
  const loud = level === logLevel.ERROR && !details.has(namespace);
  log[loud ? 'warn' : 'debug'](known, `kafkajs ${namespace}: ${entry.message}`);
}
