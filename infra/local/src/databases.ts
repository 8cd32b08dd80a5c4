import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@ashlar/postgres';

/** The PostgreSQL server that everything stands on. */
export interface DatabaseServer {
  /** The superuser's URL. */
  adminUrl: string;
  /** Only the embedded server can be handled. */
  embedded: EmbeddedControl | undefined;
  stop(): Promise<void>;
}

/** For crash tests: takes the embedded server away and brings it back. */
export interface EmbeddedControl {
  /** As a power cut would. It stays away until `restart`. */
  kill(): void;
  restart(): Promise<void>;
}

/** Uses the server at `url`, or starts the embedded one under `home` and starts it again when it dies by itself. */
export async function openDatabaseServer(options: {
  home: string;
  port: number;
  url: string | undefined;
  log(line: string): void;
}): Promise<DatabaseServer> {
  if (options.url !== undefined) return { adminUrl: options.url, embedded: undefined, stop: async () => {} };
  const start = () =>
    startEmbeddedPostgres({ folder: join(options.home, 'postgres'), port: options.port, settings });
  let server = await start();
  let wanted = true;

  const watch = (watched: EmbeddedPostgres) => {
    watched.exited.then(async () => {
      for (let delayMs = 250; wanted && watched === server; delayMs = Math.min(delayMs * 2, 15_000)) {
        options.log(`PostgreSQL ended; starting it again in ${delayMs / 1000} s`);
        await wait(delayMs);
        if (!wanted) return;
        try {
          server = await start();
          options.log('PostgreSQL is ready again');
          watch(server);
        } catch (error) {
          options.log(`PostgreSQL did not start: ${isNativeError(error) ? error.message : String(error)}`);
        }
      }
    });
  };
  watch(server);

  return {
    adminUrl: server.url,
    embedded: {
      kill() {
        wanted = false;
        server.kill();
      },
      async restart() {
        await server.stop();
        server = await start();
        wanted = true;
        watch(server);
      },
    },
    async stop() {
      wanted = false;
      await server.stop();
    },
  };
}

// Room for every service's pool, its relay and its listeners.
const settings = { max_connections: '200' };
