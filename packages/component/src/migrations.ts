import { eventsMigrations } from '@ashlar/events';
import { idempotencyMigrations, type MigrationSet } from '@ashlar/postgres';

/** Everything that a component's database holds, in the order in which it is made: idempotency records, the change log, then its own `folder`. */
export function componentMigrations(name: string, folder: URL): readonly MigrationSet[] {
  return [idempotencyMigrations, eventsMigrations, { name, folder }];
}
