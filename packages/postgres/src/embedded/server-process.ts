import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { programEnvironment } from './cluster.ts';
import { EmbeddedPostgresError, explainOutput, type Place } from './failure.ts';
import { parentOf, starterSetting } from './postmaster.ts';

/** A server process that has been started. */
export interface ServerProcess {
  exited: Promise<void>;
  /** Resolves when a connection to `url` has worked; throws an `EmbeddedPostgresError` when the server has ended instead. */
  ready(url: string): Promise<void>;
  stop(): Promise<void>;
  kill(): void;
  /** The last lines it printed. */
  output(): string;
}

/** Starts the server on a data folder. Its socket is TCP only: the path of a Unix socket has a length limit that folders break. */
export function spawnServer(options: {
  place: Place;
  binaries: Binaries;
  account: Account;
  data: string;
  settings: Record<string, string>;
  log: ((line: string) => void) | undefined;
}): ServerProcess {
  const { place, account, binaries, data } = options;
  const settings = { ...defaults, ...options.settings, ...fixed, port: String(place.port) };
  const words = [...account.server, binaries.postgres, '-D', data, '-c', starterSetting(process.pid)];
  for (const [name, value] of Object.entries(settings)) words.push('-c', `${name}=${value}`);
  const [command = '', ...rest] = words;
  const child = spawn(command, rest, {
    // A session of its own: a Ctrl-C at the terminal goes to the whole group of the starter.
    detached: true,
    env: programEnvironment(binaries),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > 100) lines.shift();
    options.log?.(line);
  });
  child.on('error', (error) => lines.push(`error: ${error.message}`));
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const output = () => lines.join('\n');
  return {
    exited,
    output,
    ready: (url) =>
      untilConnected(url, place, async () => {
        if (hasEnded(child)) await exited.then(() => Promise.reject(explainOutput(output(), place)));
      }),
    stop: () => stop(child, exited),
    kill: () => killAll(child),
  };
}

const defaults = { max_connections: '200', log_checkpoints: 'off' };

const fixed = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
};

async function untilConnected(url: string, place: Place, requireAlive: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    await requireAlive();
    const error = await tryConnect(url);
    if (error === undefined) return;
    if (error instanceof DatabaseError && error.code === '28P01') {
      throw new EmbeddedPostgresError(
        'damaged_folder',
        `The superuser's password in ${place.folder} is not the server's; put the right one back, or remove the folder to start over.`,
      );
    }
    if (Date.now() > deadline) {
      const message = 'PostgreSQL did not accept connections within two minutes.';
      throw new EmbeddedPostgresError('failed', message, { cause: error });
    }
    await sleep(25);
  }
}

async function tryConnect(url: string): Promise<unknown> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  // Fast, then immediate shutdown (PostgreSQL documentation, "Shutting Down the Server"); what was committed survives each.
  for (const [signal, patienceMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (hasEnded(child)) break;
    child.kill(signal);
    const waiting = new AbortController();
    await Promise.race([exited, sleep(patienceMs, undefined, { signal: waiting.signal }).catch(() => {})]);
    waiting.abort();
  }
  killAll(child);
  await exited;
}

function killAll(child: ChildProcess): void {
  if (hasEnded(child) || child.pid === undefined) return;
  // Each backend is in a session of its own; a server that is gone no longer tells which they are.
  const backends = childrenOf(child.pid);
  child.kill('SIGKILL');
  for (const backend of backends) {
    try {
      process.kill(backend, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function childrenOf(parent: number): number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => parentOf(pid) === parent);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
