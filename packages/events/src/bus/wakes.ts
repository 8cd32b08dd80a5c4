import { type Listener, openListener, type Pool } from '@ashlar/postgres';
import { type BusLog, brief } from './log.ts';
import type { PostgresConsumer } from './postgres-consumer.ts';

/** How processes on one bus wake each other: notifications, which may be lost, since everybody also polls. */
export interface Wakes {
  /** There are new messages in the topic. */
  topic(name: string): void;
  /** A group has changed. */
  group(name: string): void;
  /** From now on the consumer hears of its topics and its group. Returns how to end that. */
  hear(consumer: PostgresConsumer, topics: readonly string[], group: string): () => void;
  close(): Promise<void>;
}

/** Makes the wake-ups of one bus. The first notification goes out at once, then at most one statement each 20 ms. */
export function createWakes(options: { pool: Pool; url: string; clientId: string; log: BusLog }): Wakes {
  const { pool, url, clientId, log } = options;
  const pending = new Set<string>();
  const hearers = new Set<{ consumer: PostgresConsumer; topics: readonly string[]; group: string }>();
  let sending: Promise<void> | undefined;
  let listener: Listener | undefined;

  function notify(payload: string): void {
    pending.add(payload);
    sending ??= flush();
  }

  async function flush(): Promise<void> {
    while (pending.size > 0) {
      const payloads = [...pending];
      pending.clear();
      await Promise.all([send(payloads), new Promise((resolve) => setTimeout(resolve, throttleMs))]);
    }
    // In the same turn as the last look at `pending`, so that no payload falls between.
    sending = undefined;
  }

  async function send(payloads: readonly string[]): Promise<void> {
    try {
      await pool.query({
        name: 'bus-notify',
        text: 'select pg_notify($1, payload) from unnest($2::text[]) as payload',
        values: [channel, payloads],
      });
    } catch (error) {
      log.debug(brief(error), 'a wake-up was not sent; consumers poll');
    }
  }

  function heard(payload: string): void {
    for (const { consumer, topics, group } of hearers) {
      if (payload === '' || topics.includes(payload.slice(topicMark.length))) consumer.wake();
      if (payload === '' || payload === groupMark + group) consumer.regroup();
    }
  }

  return {
    topic: (name) => notify(topicMark + name),
    group: (name) => notify(groupMark + name),
    hear(consumer, topics, group) {
      const hearer = { consumer, topics, group };
      hearers.add(hearer);
      if (!listener) {
        listener = openListener({
          url,
          applicationName: `${clientId} bus wake-ups`,
          onError: (error) => log.debug(brief(error), 'the wake-up connection broke; consumers poll'),
        });
        listener
          .on(channel, heard)
          .catch((error: unknown) => log.debug(brief(error), 'no wake-ups; consumers poll'));
      }
      return () => hearers.delete(hearer);
    },
    async close() {
      while (sending) await sending;
      await listener?.close();
    },
  };
}

const channel = 'ashlar_bus';
const topicMark = 'topic ';
const groupMark = 'group ';
const throttleMs = 20;
