import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@ashlar/kafka';
import { type Platform, StartError, startPlatform } from '@ashlar/local';
import { freePort } from '@ashlar/testkit';

/** A Kafka broker started for one run. */
export type Broker = Awaited<ReturnType<typeof startKafka>>;

/** A platform of its own, on free ports and in a folder that goes with it; with a broker of its own on Kafka. */
export interface RunningPlatform {
  readonly platform: Platform;
  readonly broker: Broker | undefined;
  /** Its folder: demo.env, logs, data. */
  readonly home: string;
  /** Drains it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts a platform for one run, with `env` for every service; whatever fails half way is taken down again. */
export async function startOne(
  bus: 'postgres' | 'kafka',
  env: Readonly<Record<string, string>> = {},
): Promise<RunningPlatform> {
  const home = await mkdtemp(join(tmpdir(), 'ashlar-run-'));
  const undo: (() => Promise<void>)[] = [() => rm(home, { recursive: true, force: true })];
  const stop = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    const broker = bus === 'kafka' ? await startKafka({ folder: join(home, 'kafka') }) : undefined;
    if (broker) undo.push(() => broker.stop());
    const platform = await startBeside({
      home,
      log: () => {},
      env,
      ...(broker && { bus: 'kafka' as const, kafkaBrokers: broker.brokers }),
    });
    undo.push(() => platform.stop());
    return { platform, broker, home, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts on free ports. A platform takes a row of them, and other tests take single ones: whoever meets one that is taken looks for others. */
async function startBeside(
  options: Omit<Parameters<typeof startPlatform>[0], 'port'>,
  tries = 4,
): Promise<Platform> {
  try {
    return await startPlatform({ ...options, port: await freePort() });
  } catch (error) {
    const isTaken = error instanceof StartError && error.message.includes('is taken by another program');
    if (!isTaken || tries === 1) throw error;
    return startBeside(options, tries - 1);
  }
}

/** Runs `work` on a platform of its own, with `env` for every service. */
export async function withPlatform(
  bus: 'postgres' | 'kafka',
  work: (platform: Platform, broker: Broker | undefined, home: string) => Promise<void>,
  env?: Readonly<Record<string, string>>,
): Promise<void> {
  const { platform, broker, home, stop } = await startOne(bus, env);
  try {
    await work(platform, broker, home);
  } finally {
    await stop();
  }
}
