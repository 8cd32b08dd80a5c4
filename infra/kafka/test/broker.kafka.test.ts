import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Kafka as Client, logLevel } from 'kafkajs';
import { type Kafka, startKafka, Unmet } from '../src/index.ts';
import { createTopics } from '../src/topics.ts';

let kafka: Kafka;
beforeAll(async () => {
  kafka = await startKafka();
}, 180_000);
afterAll(() => kafka.stop(), 30_000);

async function listTopics(): Promise<string[]> {
  const admin = new Client({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

test('the broker keeps its topics when it is killed and started again', async () => {
  const topics = [{ name: 'kept', partitions: 3, retentionDays: 1 }];
  expect(await createTopics(kafka.brokers, topics)).toEqual(['kept']);
  kafka.kill();
  await kafka.ended();
  await kafka.restart();
  expect(await listTopics()).toContain('kept');
  expect(await createTopics(kafka.brokers, topics)).toEqual([]);
});

test('a taken port is one clear sentence', async () => {
  const server = await new Promise<Server>((resolve) => {
    const one = createServer().listen(0, '127.0.0.1', () => resolve(one));
  });
  try {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const refusal = startKafka({ port });
    await expect(refusal).rejects.toThrow(`Port ${port} is taken; set KAFKA_PORT to another.`);
    await expect(refusal).rejects.toBeInstanceOf(Unmet);
  } finally {
    server.close();
  }
});
