import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@ashlar/kafka';
import { type Platform, startPlatform } from '@ashlar/local';
import { freePort } from '@ashlar/testkit';

/** A Kafka broker started for one run. */
export type Broker = Awaited<ReturnType<typeof startKafka>>;

/** Runs `work` on a platform of its own, on free ports and in a folder that is removed afterwards; with a broker of its own on Kafka. */
export async function withPlatform(
  bus: 'postgres' | 'kafka',
  work: (platform: Platform, broker: Broker | undefined) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'ashlar-run-'));
  const broker = bus === 'kafka' ? await startKafka({ folder: join(home, 'kafka') }) : undefined;
  try {
    const platform = await startPlatform({
      home,
      port: await freePort(),
      log: () => {},
      ...(broker && { bus: 'kafka' as const, kafkaBrokers: broker.brokers }),
    });
    try {
      await work(platform, broker);
    } finally {
      await platform.stop();
    }
  } finally {
    await broker?.stop();
    await rm(home, { recursive: true, force: true });
  }
}
