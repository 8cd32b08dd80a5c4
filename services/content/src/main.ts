import { openBus } from '@ashlar/events';
import { migrate, openPool, pendingMigrations } from '@ashlar/postgres';
import { createLogger, runService } from '@ashlar/service-kit';
import { buildApp } from './app.ts';
import { busOf, type ContentConfig, readContentConfig } from './config.ts';
import { migrations } from './migrations.ts';

try {
  const config = readContentConfig();
  if (process.argv.includes('--migrate')) await migrateOnly(config);
  else await serve(config);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function migrateOnly(config: ContentConfig): Promise<void> {
  const pool = open(config);
  const applied = await migrate(pool, migrations);
  await pool.end();
  process.stdout.write(
    applied.length > 0 ? `Applied ${applied.join(', ')}\n` : 'The database is up to date\n',
  );
}

async function serve(config: ContentConfig): Promise<void> {
  const logger = createLogger({ name: config.name, level: config.logLevel });
  const pool = open(config, (error) => logger.warn({ err: error }, 'a database connection broke'));
  if (config.migrateOnStart) await migrate(pool, migrations);
  else await refuseUnmigrated(pool);
  const bus = openBus({ ...busOf(config), clientId: config.name, log: logger });
  const content = await buildApp(config, { pool, bus, logger });
  await runService({
    app: content.app,
    config,
    async close() {
      await content.close();
      await bus.close();
      await pool.end();
    },
  });
}

async function refuseUnmigrated(pool: ReturnType<typeof open>): Promise<void> {
  const pending = await pendingMigrations(pool, migrations);
  if (pending.length === 0) return;
  throw new Error(
    `The database lacks ${pending.join(', ')}: run with --migrate, or set MIGRATE_ON_START=true`,
  );
}

function open(config: ContentConfig, onError: (error: Error) => void = () => {}) {
  const { databaseUrl: url, databasePool: max, name: applicationName } = config;
  return openPool({ url, max, applicationName, onError });
}
