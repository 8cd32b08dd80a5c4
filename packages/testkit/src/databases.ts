import { randomBytes } from 'node:crypto';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@ashlar/postgres';
import { Client, escapeIdentifier } from 'pg';
import { freePort } from './ports.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** Makes an empty database on the run's server; `name` shows in its name. `drop` also ends connections that are still open. */
export async function createDatabase(name = 'test'): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = process.env.ASHLAR_TEST_POSTGRES_URL;
  if (!adminUrl) throw new Error('ASHLAR_TEST_POSTGRES_URL is not set; run the tests with pnpm test');
  const database = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}_${randomBytes(6).toString('hex')}`;
  await run(adminUrl, `create database ${escapeIdentifier(database)} template template0`);
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return {
    url: url.href,
    drop: () => run(adminUrl, `drop database if exists ${escapeIdentifier(database)} with (force)`),
  };
}

/**
 * Starts a server for one test to stop, kill and restart. `restart` starts it again on the same port and data, whether it has been
 * stopped, killed or neither; `stop` and `kill` act on the one started last.
 */
export async function startOwnPostgres(): Promise<
  EmbeddedPostgres & { restart(): Promise<EmbeddedPostgres> }
> {
  const folder = await makeTemporaryFolder('own-postgres');
  const port = await freePort();
  const start = () => startEmbeddedPostgres({ folder, port, settings: testSettings });
  let current = await start();
  return {
    url: current.url,
    port,
    get exited() {
      return current.exited;
    },
    stop: () => current.stop(),
    kill: () => current.kill(),
    async restart() {
      await current.stop();
      current = await start();
      return current;
    },
  };
}

/** A killed process loses nothing without fsync, only a machine without power does. */
export const testSettings: Record<string, string> = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
};

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'ashlar-testkit' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
