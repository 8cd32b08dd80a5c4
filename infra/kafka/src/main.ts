// pnpm kafka [--reset]: a real broker on this machine, until Ctrl-C.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
import { kafkaHome, startKafka } from './broker.ts';
import { Unmet } from './requirements.ts';
import { createTopics, readTopics } from './topics.ts';

const helpText = `A real Apache Kafka broker on this machine, until Ctrl-C. It needs Java 17, and Maven the first time.

  pnpm kafka [--reset]

  --reset  deletes the broker's data first

  KAFKA_PORT   its port (9092)
  ASHLAR_HOME  where the program and the data are kept, in kafka/ (.ashlar)`;

try {
  await main();
} catch (error) {
  if (!(error instanceof Unmet)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { reset, help } = readFlags(process.argv.slice(2));
  if (help) return console.log(helpText);
  const topics = await readTopics();
  const port = readPort();
  const folder = join(kafkaHome, `broker-${port}`);
  if (reset) await rm(folder, { recursive: true, force: true });
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

function readFlags(args: string[]): { reset: boolean; help: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args, options: { reset: flag, help: flag } }).values;
  } catch (cause) {
    const reason = isNativeError(cause) ? cause.message.split(/\.\s/)[0] : '';
    throw new Unmet(`${reason}; --help shows what there is.`, { cause });
  }
}

function readPort(): number {
  const text = process.env.KAFKA_PORT ?? '9092';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Unmet(`KAFKA_PORT must be a whole number from 1 to 65535, and not ${text}.`);
  return port;
}
