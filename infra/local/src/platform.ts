import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, ensureDatabase } from '@ashlar/postgres';
import { stringify } from 'yaml';
import { type EmbeddedControl, openDatabaseServer } from './databases.ts';
import { seedDemo } from './demo.ts';
import { awaitEntryPoints, seedRegistry } from './demo-registry.ts';
import { requireFreePorts, takenPort, type WantedPort } from './free-ports.ts';
import { emptyHome, lockHome, writePrivate } from './home.ts';
import { hasRegistry, type Layout, readLayout, serviceNamed } from './layout.ts';
import { requireKafka, requirePostgres } from './own-servers.ts';
import { readSecrets, type Secrets } from './secrets.ts';
import {
  type BusAddress,
  entryPointsFile,
  operatorClientId,
  serviceEnvironment,
} from './service-environment.ts';
import { createServiceProcess, type ServiceProcess } from './service-process.ts';
import { explain, StartError } from './start-error.ts';
import { keepOperator, mintToken, type TokenClaims } from './tokens.ts';

/** How to start a platform. */
export interface PlatformOptions {
  /** Where everything is kept; made when missing. */
  home: string;
  /** The gateway's port; the others follow from it. */
  port: number;
  /** PostgreSQL by default. */
  bus?: 'postgres' | 'kafka';
  /** Host and port each; needed for Kafka. */
  kafkaBrokers?: readonly string[];
  /** An admin URL of a server to use in place of the embedded one. */
  postgresUrl?: string;
  /** Path of a file that declares other services than infra/local/services.yaml does. */
  servicesFile?: string;
  /** Set for every service, last. */
  env?: Readonly<Record<string, string>>;
  /** Deletes all that an earlier run left in `home` first. */
  reset?: boolean;
  /** Shows every log line of the services, not only warnings. */
  verbose?: boolean;
  /** Gives the start up when it aborts. */
  signal?: AbortSignal;
  /** Hears progress and what matters of the services' logs, a line at a time. */
  log(line: string): void;
}

/** A platform that runs. */
export interface Platform {
  /** What demo.env holds. */
  env: Record<string, string>;
  /** The superuser's URL of the PostgreSQL in use. */
  adminUrl: string;
  /** The arguments of `openBus`, without a client id. */
  bus: BusAddress;
  /** The embedded server, for crash tests; undefined when another is used. */
  postgres: EmbeddedControl | undefined;
  /** A running service by name. `kill` resolves when the process has ended; the platform then starts it again. */
  service(name: string): { pid: number; kill(signal: NodeJS.Signals): Promise<void> };
  /** A service's own loopback root, past the gateway. */
  serviceUrl(name: string): string;
  /** An access token of identity for native and admin APIs, valid for ten minutes. */
  token(claims: TokenClaims): Promise<string>;
  /** Drains the gateway, then the components, then stops PostgreSQL. */
  stop(): Promise<void>;
}

/**
 * Starts the whole platform and resolves when every service is ready and the demo departments can call it. Whatever goes wrong undoes
 * the start; what a person can put right is a `StartError` with one sentence.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const undo: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    return await start(options, undo, stop);
  } catch (error) {
    await stop();
    throw options.signal?.aborted ? new StartError('Stopped.') : explain(error, options.home);
  }
}

async function start(
  options: PlatformOptions,
  undo: (() => void | Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Platform> {
  const { home, log } = options;
  const layout = readLayout(options.port, options.servicesFile);
  undo.push(lockHome(home));
  await requireFreePorts(wantedPorts(layout, options.port), options.port);
  if (options.bus === 'kafka') await requireKafka(options.kafkaBrokers ?? []);
  if (options.postgresUrl !== undefined) await requirePostgres(options.postgresUrl);
  // Only now: a start that cannot succeed must not cost any data.
  if (options.reset) await emptyHome(home);
  const secrets = await prepareHome(options, layout);

  log(options.postgresUrl ? 'PostgreSQL: using the server of ASHLAR_POSTGRES_URL' : 'PostgreSQL: starting');
  const server = await openServer(options, layout);
  undo.push(() => server.stop());
  options.signal?.throwIfAborted();
  const databaseUrls = await prepareDatabases(server.adminUrl, secrets);
  const bus = busAddress(options, databaseUrls);
  log(bus.kind === 'kafka' ? `Bus: Kafka at ${bus.brokers.join(', ')}` : 'Bus: PostgreSQL');

  const around = { home, layout, secrets, databaseUrls, bus, extra: options.env ?? {} };
  const processes = createProcesses(options, layout, (service) => serviceEnvironment(service, around));
  await startProcesses(processes, options, undo);
  if (hasRegistry(layout)) await seedRegistry(home, layout);
  await awaitEntryPoints(layout, options.signal);
  const env = await seedDemo(home, layout, secrets);
  return {
    env,
    adminUrl: server.adminUrl,
    bus,
    postgres: server.embedded,
    service: (name) => processNamed(processes, name),
    serviceUrl: (name) => serviceNamed(layout, name).url,
    token: (claims) => mintToken(home, claims),
    stop,
  };
}

function wantedPorts(layout: Layout, gatewayPort: number): WantedPort[] {
  return [
    { port: gatewayPort, purpose: 'the gateway' },
    ...layout.entryPoints.map(({ port, component, department }) => ({
      port,
      purpose: `${component} for ${department}`,
    })),
    ...layout.services.flatMap(({ name, port }) =>
      port === gatewayPort ? [] : [{ port, purpose: `the ${name} service` }],
    ),
    { port: layout.mailPort, purpose: 'mail for the mailbox' },
  ];
}

async function prepareHome({ home, log }: PlatformOptions, layout: Layout): Promise<Secrets> {
  await mkdir(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const { secrets, made } = await readSecrets(home, {
    services: layout.services.map(({ name }) => name),
    databases: [...layout.services.flatMap(({ database }) => database ?? []), 'bus'],
  });
  if (made)
    log(
      `SANDBOX KEYS were made in ${home}. They are for this machine only: never use them where real people pay.`,
    );
  await keepOperator(home, {
    root: serviceNamed(layout, 'identity').url,
    id: operatorClientId,
    secret: secrets.operatorClientSecret,
  });
  if (hasRegistry(layout)) return secrets;
  const entryPoints = layout.entryPoints.map(({ component, department, port }) => ({
    component,
    department,
    upstream: serviceNamed(layout, component).url,
    port,
  }));
  await writePrivate(entryPointsFile(home), `# Written anew at each start.\n${stringify({ entryPoints })}`);
  return secrets;
}

async function openServer({ home, port, postgresUrl, log }: PlatformOptions, layout: Layout) {
  try {
    return await openDatabaseServer({ home, port: layout.postgresPort, url: postgresUrl, log });
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
    if (error.code === 'port_taken')
      throw takenPort({ port: layout.postgresPort, purpose: 'PostgreSQL' }, port);
    throw new StartError(error.message, { cause: error });
  }
}

async function prepareDatabases(adminUrl: string, secrets: Secrets): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  for (const [name, password] of Object.entries(secrets.databasePasswords)) {
    try {
      urls[name] = await ensureDatabase(adminUrl, { name, password });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StartError(`The database ${name} could not be prepared: ${reason}`, { cause });
    }
  }
  return urls;
}

function busAddress(
  { bus, kafkaBrokers = [] }: PlatformOptions,
  databaseUrls: Record<string, string>,
): BusAddress {
  return bus === 'kafka'
    ? { kind: 'kafka', brokers: [...kafkaBrokers] }
    : { kind: 'postgres', url: databaseUrls.bus ?? '' };
}

type Processes = ReadonlyMap<string, ServiceProcess>;

function createProcesses(
  { home, log, verbose = false }: PlatformOptions,
  layout: Layout,
  environment: (service: Layout['services'][number]) => NodeJS.ProcessEnv,
): Processes {
  return new Map(
    layout.services.map((service) => {
      const { name, folder, url } = service;
      const logFile = join(home, 'logs', `${name}.log`);
      // The gateway is ready once it listens; asking it for more would only ask about services that are still starting.
      const readyUrl = `${url}/health/${name === 'gateway' ? 'live' : 'ready'}`;
      return [
        name,
        createServiceProcess({ name, folder, readyUrl, env: environment(service), logFile, verbose, log }),
      ];
    }),
  );
}

// All at once; the gateway is listed last, so that it is undone, and so drained, first.
async function startProcesses(
  processes: Processes,
  { log, signal }: PlatformOptions,
  undo: (() => void | Promise<void>)[],
): Promise<void> {
  const starts = [...processes].map(async ([name, running]) => {
    undo.push(() => running.stop());
    const began = performance.now();
    await running.start();
    log(`${name}: ready after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await Promise.race([Promise.all(starts), aborted]);
}

function processNamed(processes: Processes, name: string): ServiceProcess {
  const running = processes.get(name);
  if (!running) throw new Error(`There is no service ${name}`);
  return running;
}
