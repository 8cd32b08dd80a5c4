import type { MigrationSet } from '@ashlar/postgres';

/** The tables of the change log, its relay and the inbox: every component's database has them. */
export const eventsMigrations: MigrationSet = {
  name: 'events',
  folder: new URL('../migrations/', import.meta.url),
};
