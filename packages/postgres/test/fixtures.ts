import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDatabase } from '@ashlar/testkit';
import { Client } from 'pg';
import { type MigrationSet, openPool, type Pool, type PoolOptions } from '../src/index.ts';

/** An empty database and a pool on it; `end` closes and drops both. */
export async function openTestPool(options: Partial<PoolOptions> = {}) {
  const database = await createDatabase('postgres_package');
  const pool = openPool({ url: database.url, applicationName: 'postgres-test', ...options });
  const end = async () => {
    await pool.end();
    await database.drop();
  };
  return { url: database.url, pool, end };
}

/** Ends every other session on the pool's database, as a restarting server or an operator would. */
export async function terminateOthers(pool: Pool): Promise<void> {
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = current_database() and pid <> pg_backend_pid()`);
}

/** Runs one statement on a connection of its own, with pg's own types. */
export async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Makes an empty folder that goes with the run. */
export function makeFolder(name: string): Promise<string> {
  return mkdtemp(join(process.env.ASHLAR_TEST_FOLDER ?? tmpdir(), `${name}-`));
}

/** Writes a migration set of the given files. */
export async function makeSet(name: string, files: Record<string, string>): Promise<MigrationSet> {
  const set = { name, folder: pathToFileURL(await makeFolder('migrations')) };
  await addFiles(set, files);
  return set;
}

/** Adds files to a set, or changes them. */
export async function addFiles({ folder }: MigrationSet, files: Record<string, string>): Promise<void> {
  for (const [fileName, text] of Object.entries(files))
    await writeFile(new URL(`${folder}/${fileName}`), text);
}
