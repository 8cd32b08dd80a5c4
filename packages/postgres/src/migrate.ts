import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import { type MigrationFile, type MigrationSet, readMigrations } from './migration-files.ts';

/**
 * Brings a database up to date, forward only, and returns what was applied as `set/0001-name`. One migrator works at a time (an
 * advisory lock); others wait and then find nothing to do. Each file runs in its own transaction with its row in
 * `schema_migration`; a file with `-- no transaction` on its second line runs statement by statement, so it must be safe to repeat.
 * Throws a `MigrationError` that names the file when an applied file has changed, a file comes before one that is applied, a newer
 * version has made a breaking change, or a statement fails.
 */
export async function migrate(pool: Pool, sets: readonly MigrationSet[]): Promise<string[]> {
  const files = await readMigrations(sets);
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await lock(client);
    await client.query(createTable);
    const pending = findPending(files, await readApplied(client));
    for (const file of pending) await apply(client, file);
    return pending.map(label);
  } finally {
    // Ends the session, and with it the lock and whatever a file may have set.
    client.release(true);
  }
}

/** What `migrate` would apply, without changing anything; throws as it does. */
export async function pendingMigrations(pool: Pool, sets: readonly MigrationSet[]): Promise<string[]> {
  const files = await readMigrations(sets);
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ present: boolean }>(
      "select to_regclass('schema_migration') is not null as present",
    );
    return findPending(files, rows[0]?.present ? await readApplied(client) : []).map(label);
  } finally {
    client.release();
  }
}

/** A migration that cannot be applied; the message names it, the cause is the database's own error. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

interface Applied {
  set: string;
  name: string;
  checksum: string;
  breaking: boolean;
}

const createTable = `create table if not exists schema_migration (
  set text not null,
  name text not null,
  checksum text not null,
  breaking boolean not null,
  applied_at timestamptz not null default now(),
  primary key (set, name)
)`;

// "ashlarmi" as a number; any other program that migrates must use the same.
const lockKey = '7022927284487580009';

async function lock(client: PoolClient): Promise<void> {
  // Asked for again and again: a statement that waits holds a snapshot, and CREATE INDEX CONCURRENTLY would wait for that in turn.
  for (;;) {
    const { rows } = await client.query<{ locked: boolean }>(
      `select pg_try_advisory_lock(${lockKey}) as locked`,
    );
    if (rows[0]?.locked) return;
    await sleep(100);
  }
}

async function readApplied(client: PoolClient): Promise<Applied[]> {
  const { rows } = await client.query<Applied>('select set, name, checksum, breaking from schema_migration');
  return rows;
}

function findPending(files: readonly MigrationFile[], applied: readonly Applied[]): MigrationFile[] {
  const ours = new Map(files.map((file) => [label(file), file]));
  const last = new Map<string, string>();
  for (const row of applied) {
    const file = ours.get(label(row));
    if (file && file.checksum !== row.checksum) {
      throw new MigrationError(`${label(row)} has been changed since it was applied; add a new file instead`);
    }
    // A newer version's compatible changes are made to be lived with; its breaking ones are not.
    if (!file && row.breaking && files.some(({ set }) => set === row.set)) {
      throw new MigrationError(
        `The database has had the breaking change ${label(row)} that this version does not know`,
      );
    }
    if (file && row.name > (last.get(row.set) ?? '')) last.set(row.set, row.name);
  }
  const done = new Set(applied.map(label));
  const pending = files.filter((file) => !done.has(label(file)));
  for (const file of pending) {
    const newest = last.get(file.set) ?? '';
    if (file.name < newest) {
      throw new MigrationError(`${label(file)} comes before ${file.set}/${newest}, which is already applied`);
    }
  }
  return pending;
}

async function apply(client: PoolClient, file: MigrationFile): Promise<void> {
  try {
    if (!file.transactional) {
      for (const statement of file.statements) await client.query(statement);
      await record(client, file);
      return;
    }
    await client.query('begin');
    // Traffic queues behind a change that waits for a table, so it gives up soon and can be tried again.
    await client.query("set local lock_timeout = '10s'");
    for (const statement of file.statements) await client.query(statement);
    await record(client, file);
    await client.query('commit');
  } catch (error) {
    const reason = types.isNativeError(error) ? error.message : String(error);
    throw new MigrationError(`${label(file)} failed: ${reason}`, { cause: error });
  }
}

async function record(client: PoolClient, file: MigrationFile): Promise<void> {
  await client.query('insert into schema_migration (set, name, checksum, breaking) values ($1, $2, $3, $4)', [
    file.set,
    file.name,
    file.checksum,
    file.breaking,
  ]);
}

function label({ set, name }: { set: string; name: string }): string {
  return `${set}/${name}`;
}
