import { type Kafka as Broker, startKafka } from '@ashlar/kafka';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ConsumerRunConfig, Kafka } from 'kafkajs';
import { openKafkaBus } from '../src/bus/kafka.ts';
import { createKafkaClient } from '../src/bus/kafka-client.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await startKafka();
}, 120_000);
afterAll(() => broker.stop(), 30_000);

test('a consumer that is connected and stands still is restarted by the watchdog', async () => {
  let now = 0;
  let consumers = 0;
  const bus = openKafkaBus(
    {
      brokers: broker.brokers,
      clientId: 'watchdog-test',
      memberTimeoutMs: 3000,
      watchdog: { everyMs: 100, stalledMs: 60_000, clock: () => now },
    },
    (options) => stallFirst(createKafkaClient(options), () => (consumers += 1)),
  );
  try {
    await bus.ensureTopics([{ name: 'stalled', partitions: 2 }]);
    const heard: string[] = [];
    await bus.consume({
      topics: ['stalled'],
      group: 'watched',
      async handle({ value }) {
        heard.push(value.toString());
      },
    });
    await bus.publish('stalled', [{ key: 'a', value: Buffer.from('one'), headers: {} }]);
    expect(await bus.lag('stalled', 'watched')).toBe(1);
    // The clock moves on only here, so that looks before it find nothing wrong.
    await until(
      () => {
        if (heard.length > 0) return true;
        now += 1000;
        return false;
      },
      { timeoutMs: 40_000, what: 'the watchdog to restart the consumer' },
    );
    expect(heard).toEqual(['one']);
    expect(consumers).toBe(2);
    await until(async () => (await bus.lag('stalled', 'watched')) === 0);
  } finally {
    await bus.close();
  }
});

/** A client whose first consumer joins, keeps up its heartbeat and hands nothing on: the stall that kafkajs is known for. */
function stallFirst(kafka: Kafka, count: () => number): Kafka {
  const make = kafka.consumer.bind(kafka);
  kafka.consumer = (config) => {
    const consumer = make(config);
    const run = consumer.run.bind(consumer);
    const silent: ConsumerRunConfig = {
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async () => {},
    };
    const first = count() === 1;
    return { ...consumer, run: (wanted) => run(first ? silent : wanted) };
  };
  return kafka;
}
