import { type Kafka, startKafka } from '@ashlar/kafka';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { pino } from 'pino';
import { openBus } from '../src/bus/open-bus.ts';
import type { EventBus } from '../src/bus/port.ts';
import { consumerCases } from './cases/consumer-cases.ts';
import { type Subject, soundSubject } from './cases/house.ts';
import { relayCases } from './cases/relay-cases.ts';

let broker: Kafka;
let bus: EventBus;
beforeAll(async () => {
  broker = await startKafka();
  bus = openBus({
    kind: 'kafka',
    brokers: broker.brokers,
    clientId: 'relay-test',
    log: pino({ level: 'silent' }),
  });
}, 180_000);
afterAll(async () => {
  await bus?.close();
  await broker?.stop();
});

// Members of a group take seconds to agree who reads what.
const subject = (): Subject => ({ ...soundSubject(bus), patienceMs: 50_000 });

describe('relay on Kafka', () => {
  test.each(relayCases)('$name', ({ run }) => run(subject()), 120_000);
});

describe('consumer on Kafka', () => {
  test.each(consumerCases)('$name', ({ run }) => run(subject()), 120_000);
});
