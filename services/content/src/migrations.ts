import { eventsMigrations } from '@ashlar/events';
import { idempotencyMigrations, type MigrationSet } from '@ashlar/postgres';

/** Everything that the service's database holds, in the order in which it is made. */
export const migrations: readonly MigrationSet[] = [
  idempotencyMigrations,
  eventsMigrations,
  { name: 'content', folder: new URL('../migrations/', import.meta.url) },
];
