import { migrate, openPool, type Pool, pendingMigrations } from '@ashlar/postgres';
import { createLogger, runService } from '@ashlar/service-kit';
import { type ReplicaConfig, readReplicaConfig } from './config.ts';
import { replicaMigrations } from './migrations.ts';
import { buildReplica } from './replica/app.ts';
import { createItemMemory } from './usecases/read-item.ts';
import { rebuildReplica } from './usecases/rebuild-replica.ts';
import { publisherOf } from './wiring.ts';

// A read replica: `--migrate` brings its database up to date and ends, `--rebuild` reads everything again, from a snapshot or (`--rebuild=replay`) from the log's
// beginning, and ends.
try {
  const config = readReplicaConfig();
  const asked = process.argv.find((one) => one.startsWith('--rebuild'));
  if (process.argv.includes('--migrate')) await migrateOnly(config);
  else if (asked) await rebuildOnly(config, asked === '--rebuild=replay');
  else await serve(config);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function serve(config: ReplicaConfig): Promise<void> {
  const logger = createLogger({ name: config.name, level: config.logLevel });
  const pool = open(config, (error) => logger.warn({ err: error }, 'a database connection broke'));
  await prepare(config, pool);
  const { app, close } = await buildReplica(config, { pool, publisher: publisherOf(config), logger });
  await runService({
    app,
    config,
    async close() {
      await close();
      await pool.end();
    },
  });
}

async function migrateOnly(config: ReplicaConfig): Promise<void> {
  const pool = open(config);
  const applied = await migrate(pool, replicaMigrations);
  await pool.end();
  process.stdout.write(
    applied.length > 0 ? `Applied ${applied.join(', ')}\n` : 'The database is up to date\n',
  );
}

async function rebuildOnly(config: ReplicaConfig, fromLog: boolean): Promise<void> {
  const pool = open(config);
  await prepare(config, pool);
  const { items, position } = await rebuildReplica(
    {
      db: pool,
      publisher: publisherOf(config),
      items: createItemMemory(pool, 0),
      log: createLogger({ name: config.name, level: 'error' }),
    },
    { fromLog },
  );
  await pool.end();
  process.stdout.write(`Rebuilt ${items} items up to position ${position}\n`);
}

async function prepare(config: ReplicaConfig, pool: Pool): Promise<void> {
  if (config.migrateOnStart) {
    await migrate(pool, replicaMigrations);
    return;
  }
  const pending = await pendingMigrations(pool, replicaMigrations);
  if (pending.length === 0) return;
  throw new Error(
    `The database lacks ${pending.join(', ')}: run with --migrate, or set MIGRATE_ON_START=true`,
  );
}

function open(config: ReplicaConfig, onError: (error: Error) => void = () => {}): Pool {
  const { databaseUrl: url, databasePool: max, name: applicationName } = config;
  return openPool({ url, max, applicationName, onError });
}
