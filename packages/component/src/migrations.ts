import { eventsMigrations } from '@ashlar/events';
import { fenceMigrations, idempotencyMigrations, type MigrationSet } from '@ashlar/postgres';

/** Everything that a component's database holds, in the order in which it is made: idempotency records, the change log, the fence, then its own `folder`. */
export function componentMigrations(name: string, folder: URL): readonly MigrationSet[] {
  return [idempotencyMigrations, eventsMigrations, fenceMigrations, { name, folder }];
}
