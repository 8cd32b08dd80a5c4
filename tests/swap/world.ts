import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServiceProcess, type ServiceProcess } from '@ashlar/local';
import { ensureDatabase, startEmbeddedPostgres } from '@ashlar/postgres';
import { createTokenIssuer, freePort, type TokenIssuer } from '@ashlar/testkit';

/** A real process that is started again when it ends, on loopback. */
export interface Part {
  readonly name: string;
  readonly url: string;
  readonly process: ServiceProcess;
}

/** A PostgreSQL server of its own. */
export interface Server {
  /** The superuser's URL of a database. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** What every part of one drill stands on. */
export interface Ground {
  /** Where everything is kept. */
  readonly home: string;
  readonly gatewayKey: string;
  readonly tokens: TokenIssuer;
  /** The server of the bus and the registry. */
  readonly server: Server;
  readonly busUrl: string;
  log(line: string): void;
  /** Starts a service of the workspace with these variables beside the common ones. */
  startPart(part: PartOptions): Promise<Part>;
  /** Starts a PostgreSQL server of its own with these databases. */
  startServer(name: string, databases: readonly string[]): Promise<Server>;
  /** Ends everything that was started, the last first, and removes the folder unless it is to be kept. */
  close(): Promise<void>;
}

/** A part to start. */
export interface PartOptions {
  readonly name: string;
  /** From the top of the workspace. */
  readonly folder: string;
  readonly entry?: string;
  readonly env: Readonly<Record<string, string>>;
  /** What answers 200 once it may be used; `/health/ready` unless told. */
  readonly ready?: string;
  readonly port?: number;
}

/** How to prepare the ground. */
export interface GroundOptions {
  /** A folder to keep; one that goes at the end unless told. */
  readonly home?: string | undefined;
  /** Whether databases wait for the disk. A killed process loses nothing without, only a machine without power does. */
  readonly fsync: boolean;
  log(line: string): void;
}

const workspace = fileURLToPath(new URL('../../', import.meta.url));

/** Prepares what every part needs: keys, an issuer of tokens, a server for bus and registry. */
export async function prepareGround({ home: kept, fsync, log }: GroundOptions): Promise<Ground> {
  const home = kept ?? (await mkdtemp(join(tmpdir(), 'ashlar-swap-')));
  await mkdir(join(home, 'logs'), { recursive: true });
  const undo: (() => Promise<void>)[] = kept ? [] : [() => rm(home, { recursive: true, force: true })];
  const close = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  const gatewayKey = randomBytes(32).toString('base64url');
  try {
    const tokens = await createTokenIssuer();
    undo.push(() => tokens.close());
    const startServer: Ground['startServer'] = async (name, databases) => {
      const server = await openServer(join(home, name), fsync, databases);
      undo.push(() => server.stop());
      return server;
    };
    const server = await startServer('postgres', ['bus', 'registry']);
    const startPart: Ground['startPart'] = async (options) => {
      const part = await openPart(options, { home, log });
      undo.push(() => part.process.stop());
      return part;
    };
    const busUrl = server.urlOf('bus');
    return { home, gatewayKey, tokens, server, busUrl, log, startPart, startServer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openServer(folder: string, fsync: boolean, databases: readonly string[]): Promise<Server> {
  const settings = { max_connections: '100', ...(!fsync && { fsync: 'off', full_page_writes: 'off' }) };
  const server = await startEmbeddedPostgres({ folder, port: await freePort(), settings });
  for (const name of databases)
    await ensureDatabase(server.url, { name, password: randomBytes(12).toString('hex') });
  return {
    urlOf(database) {
      const url = new URL(server.url);
      url.pathname = `/${database}`;
      return url.href;
    },
    stop: () => server.stop(),
  };
}

async function openPart(
  { name, folder, entry, env, ready = '/health/ready', port: wanted }: PartOptions,
  { home, log }: { readonly home: string; log(line: string): void },
): Promise<Part> {
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const process_ = createServiceProcess({
    name,
    folder: join(workspace, folder),
    ...(entry !== undefined && { entry }),
    readyUrl: `${url}${ready}`,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
      DRAIN_TIMEOUT_MS: '5000',
      // Two cores for all of it: a part that runs late is slow here, not overloaded.
      MAX_EVENT_LOOP_DELAY_MS: '60000',
      ...env,
    },
    logFile: join(home, 'logs', `${name}.log`),
    verbose: false,
    longestDelayMs: 500,
    log,
  });
  await process_.start();
  return { name, url, process: process_ };
}
