import { componentMigrations, handoverMigrations } from '@ashlar/component';

/** Everything that the service's database holds, in the order in which it is made. */
export const migrations = [
  handoverMigrations,
  ...componentMigrations('content', new URL('../migrations/', import.meta.url)),
];
