import { openBus } from '@ashlar/events';
import { type MigrationSet, migrate, openPool, type Pool, pendingMigrations } from '@ashlar/postgres';
import { createLogger, runService } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';
import { busOf, type ComponentConfig } from './config.ts';
import type { Resources } from './resources.ts';

/** A component that is ready to listen; its relay and workers run. */
export interface ComponentApp {
  readonly app: FastifyInstance;
  /** Stops the workers, the feed and the relay; the resources stay the caller's. */
  close(): Promise<void>;
}

/** What makes one component out of the common process. */
export interface Component<Config extends ComponentConfig> {
  readonly migrations: readonly MigrationSet[];
  /** Throws one error that names every variable that is wrong. */
  readConfig(): Config;
  /** Builds the service on open resources and a migrated database. */
  buildApp(config: Config, resources: Resources): Promise<ComponentApp>;
}

/**
 * The process of a component: with `--migrate` it brings the database up to date and ends; otherwise it serves until it is told to stop.
 * What is wrong at the start is one line on stderr and exit code 1.
 */
export async function runComponent<Config extends ComponentConfig>(
  component: Component<Config>,
): Promise<void> {
  try {
    const config = component.readConfig();
    if (process.argv.includes('--migrate')) await migrateOnly(config, component.migrations);
    else await serve(config, component);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function migrateOnly(config: ComponentConfig, migrations: readonly MigrationSet[]): Promise<void> {
  const pool = open(config);
  const applied = await migrate(pool, migrations);
  await pool.end();
  process.stdout.write(
    applied.length > 0 ? `Applied ${applied.join(', ')}\n` : 'The database is up to date\n',
  );
}

async function serve<Config extends ComponentConfig>(
  config: Config,
  { migrations, buildApp }: Component<Config>,
): Promise<void> {
  const logger = createLogger({ name: config.name, level: config.logLevel });
  const pool = open(config, (error) => logger.warn({ err: error }, 'a database connection broke'));
  if (config.migrateOnStart) await migrate(pool, migrations);
  else await refuseUnmigrated(pool, migrations);
  const bus = openBus({ ...busOf(config), clientId: config.name, log: logger });
  const { app, close } = await buildApp(config, { pool, bus, logger });
  await runService({
    app,
    config,
    async close() {
      await close();
      await bus.close();
      await pool.end();
    },
  });
}

async function refuseUnmigrated(pool: Pool, migrations: readonly MigrationSet[]): Promise<void> {
  const pending = await pendingMigrations(pool, migrations);
  if (pending.length === 0) return;
  throw new Error(
    `The database lacks ${pending.join(', ')}: run with --migrate, or set MIGRATE_ON_START=true`,
  );
}

function open(config: ComponentConfig, onError: (error: Error) => void = () => {}): Pool {
  const { databaseUrl: url, databasePool: max, name: applicationName } = config;
  return openPool({ url, max, applicationName, onError });
}
