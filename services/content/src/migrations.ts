import { componentMigrations, handoverMigrations } from '@ashlar/component';
import type { MigrationSet } from '@ashlar/postgres';

/** Everything that the service's database holds, in the order in which it is made. */
export const migrations = [
  handoverMigrations,
  ...componentMigrations('content', new URL('../migrations/', import.meta.url)),
];

/** Everything that a replica's database holds. */
export const replicaMigrations: readonly MigrationSet[] = [
  { name: 'content-replica', folder: new URL('../replica-migrations/', import.meta.url) },
];
