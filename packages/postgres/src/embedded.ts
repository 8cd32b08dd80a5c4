import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, chooseAccount } from './embedded/account.ts';
import { type Binaries, findBinaries } from './embedded/binaries.ts';
import { type Cluster, dataFolder, openCluster } from './embedded/cluster.ts';
import { EmbeddedPostgresError, explainError, type Place, portTaken } from './embedded/failure.ts';
import { clearPrevious } from './embedded/postmaster.ts';
import { type ServerProcess, spawnServer } from './embedded/server-process.ts';

/** A running server of one's own. */
export interface EmbeddedPostgres {
  /** The superuser's URL of the database `postgres`. */
  url: string;
  port: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Ends connections and shuts down in order. Safe to repeat. */
  stop(): Promise<void>;
  /** SIGKILL to the server and to all its backends, as a power cut would do; for crash tests. */
  kill(): void;
}

/**
 * Starts a real PostgreSQL 18 that keeps its data in `folder` and listens on `port` of 127.0.0.1 only; on first use it makes the
 * data folder. `settings` are server settings, `log` hears the server's own lines. Resolves once a connection has worked. The
 * server has a process group of its own, so that Ctrl-C does not end it before its clients, and shuts down when this process
 * dies. Throws an `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  port: number;
  settings?: Record<string, string>;
  log?(line: string): void;
}): Promise<EmbeddedPostgres> {
  const { port, settings = {}, log } = options;
  try {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const place: Place = { folder: await realpath(options.folder), port };
    const binaries = await findBinaries(place.folder);
    const account = chooseAccount();
    await clearPrevious(dataFolder(place.folder));
    await requireFreePort(place);
    const cluster = await openCluster(place, binaries, account, settings.fsync !== 'off');
    const server = await startServer({ place, binaries, account, cluster, settings, log });
    return { url: urlOf(cluster, port), port, exited: server.exited, stop: server.stop, kill: server.kill };
  } catch (error) {
    throw explainError(error, { folder: options.folder, port });
  }
}

interface Start {
  place: Place;
  binaries: Binaries;
  account: Account;
  cluster: Cluster;
  settings: Record<string, string>;
  log: ((line: string) => void) | undefined;
}

async function startServer(start: Start): Promise<ServerProcess> {
  const url = urlOf(start.cluster, start.place.port);
  const deadline = Date.now() + 15_000;
  for (;;) {
    const server = spawnServer({ ...start, data: start.cluster.data });
    try {
      await server.ready(url);
      return server;
    } catch (error) {
      await server.stop();
      // Backends of a server that was killed let go of its memory a moment after it.
      if (!server.output().includes('pre-existing shared memory block') || Date.now() > deadline) throw error;
    }
    await sleep(100);
  }
}

function urlOf({ password }: Cluster, port: number): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

async function requireFreePort(place: Place): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const denied = error.code === 'EACCES';
      reject(
        denied ? new EmbeddedPostgresError('failed', `Port ${place.port} needs root.`) : portTaken(place),
      );
    });
    probe.listen({ port: place.port, host: '127.0.0.1' }, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}
