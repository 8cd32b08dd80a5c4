// pnpm kafka [--reset]: a real broker on this machine, until Ctrl-C.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kafkaHome, startKafka } from './broker.ts';
import { Unmet } from './requirements.ts';
import { createTopics, readTopics } from './topics.ts';

try {
  await main();
} catch (error) {
  if (!(error instanceof Unmet)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } });
  const topics = await readTopics();
  const port = readPort();
  const folder = join(kafkaHome, `broker-${port}`);
  if (values.reset) await rm(folder, { recursive: true, force: true });
  const kafka = await startKafka({ port, folder, log: console.log });
  let stopping = false;
  const stop = () => {
    if (stopping) return kafka.kill();
    stopping = true;
    console.log('Stopping; once more to force.');
    void kafka.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const made = await createTopics(kafka.brokers, topics);
  for (const name of made) console.log(`Made the topic ${name}.`);
  console.log(`Kafka answers at ${kafka.brokers.join(',')}; data in ${folder}. Ctrl-C stops it.`);
  await kafka.ended();
  if (!stopping) throw new Unmet(`Kafka ended by itself; see ${join(folder, 'broker.log')}.`);
}

function readPort(): number {
  const text = process.env.KAFKA_PORT ?? '9092';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Unmet(`KAFKA_PORT is not a port: ${text}`);
  return port;
}
