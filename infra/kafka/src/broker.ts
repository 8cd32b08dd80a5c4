import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka as Client, logLevel } from 'kafkajs';
import { provideLibrary, readVersion } from './library.ts';
import { findFreePort, java, requireJava, requirePort, Unmet } from './requirements.ts';
import { brokerSettings, javaFlags } from './settings.ts';

/** How to start a broker. */
export interface KafkaOptions {
  /** A free port unless told. */
  port?: number;
  /** Where its data stays; a temporary folder unless told, which goes with `stop`. */
  folder?: string;
  /** Another version than the declared one. */
  version?: string;
  log?(line: string): void;
}

/** A running broker. */
export interface Kafka {
  brokers: string[];
  /** Shuts it down cleanly. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): void;
  /** Starts it again on the same port and data, after stopping it if it still runs. */
  restart(): Promise<void>;
  /** Resolves when the broker's process has ended, whoever ended it. */
  ended(): Promise<void>;
}

/**
 * Starts a real Apache Kafka broker on the loopback address and resolves once it answers. The program is fetched once into
 * `$ASHLAR_HOME/kafka`. Throws an `Unmet` when the machine lacks what it takes or the port is taken.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const log = options.log ?? (() => {});
  await requireJava();
  const library = await provideLibrary(kafkaHome, options.version ?? (await readVersion()), log);
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'ashlar-kafka-')));
  const port = options.port ?? (await findFreePort());
  const broker: Broker = { library, folder, port, controllerPort: await findFreePort() };
  await prepare(broker);
  let child = await launch(broker);
  return {
    brokers: [`127.0.0.1:${port}`],
    async stop() {
      await end(child);
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
    kill: () => void child.kill('SIGKILL'),
    async restart() {
      await end(child);
      child = await launch(broker);
    },
    async ended() {
      if (isRunning(child)) await once(child, 'exit');
    },
  };
}

/** Where the program, and the data of `pnpm kafka`, are kept. */
export const kafkaHome = join(
  resolve(fileURLToPath(new URL('../../..', import.meta.url)), process.env.ASHLAR_HOME ?? '.ashlar'),
  'kafka',
);

interface Broker {
  library: string;
  folder: string;
  port: number;
  controllerPort: number;
}

const run = promisify(execFile);
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

/** Writes the settings, and formats the data folder the first time. */
async function prepare({ library, folder, port, controllerPort }: Broker): Promise<void> {
  const dataFolder = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  await mkdir(folder, { recursive: true });
  await writeFile(settings, brokerSettings({ port, controllerPort, dataFolder }));
  const formatted = await access(join(dataFolder, 'meta.properties')).then(
    () => true,
    () => false,
  );
  if (formatted) return;
  // An id that starts with a hyphen would be read as an option.
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings];
  await run(java, ['-XX:TieredStopAtLevel=1', '-cp', join(library, '*'), ...tool]);
}

async function launch({ library, folder, port, controllerPort }: Broker): Promise<ChildProcess> {
  await requirePort(port);
  await requirePort(controllerPort);
  const logFile = join(folder, 'broker.log');
  const output = createWriteStream(logFile);
  const settings = join(folder, 'server.properties');
  const child = spawn(java, [...javaFlags, '-cp', join(library, '*'), 'kafka.Kafka', settings], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  child.once('exit', () => output.end());
  try {
    await untilAnswers(child, port, logFile);
  } catch (error) {
    await end(child);
    throw error;
  }
  return child;
}

async function untilAnswers(child: ChildProcess, port: number, logFile: string): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    if (!isRunning(child)) {
      const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n');
      const reason = lines.findLast((line) => /ERROR|Exception/.test(line)) ?? lines.at(-1);
      throw new Unmet(`Kafka ended while starting; ${logFile} has more: ${reason ?? ''}`);
    }
    if (await answers(port)) return;
    await sleep(100);
  }
  throw new Unmet(`Kafka did not answer within ${startTimeoutMs / 1000} s; see ${logFile}.`);
}

async function answers(port: number): Promise<boolean> {
  const client = new Client({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 2000,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exit;
  clearTimeout(force);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
