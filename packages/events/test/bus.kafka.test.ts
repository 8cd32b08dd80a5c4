import { type Kafka, startKafka } from '@ashlar/kafka';
import { afterAll, afterEach, beforeAll, describe, test } from '@jest/globals';
import { createBusSubject } from './bus-subject.ts';
import { busCases } from './cases/bus-cases.ts';

let kafka: Kafka;
beforeAll(async () => {
  // Another version can be tried by name; the declared one is the default.
  const version = process.env.KAFKA_VERSION;
  kafka = await startKafka(version === undefined ? {} : { version });
}, 120_000);
afterAll(() => kafka.stop(), 30_000);

describe('the bus on Kafka', () => {
  let subject: ReturnType<typeof createBusSubject>;
  afterEach(() => subject.close(), 30_000);

  test.each(busCases)('$name', async ({ run }) => {
    subject = createBusSubject(
      { kind: 'kafka', brokers: kafka.brokers, clientId: 'bus-test', memberTimeoutMs: 3000 },
      { away: async () => kafka.kill(), back: () => kafka.restart() },
    );
    await run(subject);
  });
});
