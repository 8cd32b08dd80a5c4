import { type Entity, idempotencyPart, type TableEntity, tableEntity } from '@ashlar/component';
import type { Deps } from '../usecases/deps.ts';
import type { sealsOf } from './seals.ts';

/** What the descriptions of tables need. */
export interface Tools {
  readonly seals: ReturnType<typeof sealsOf>;
  readonly mac: Deps['mac'];
}

/** Whose a row is that belongs to a messaging service. */
export const ofService = 'root.service_id in (select id from messaging_service where department = $1)';

/** The Idempotency-Keys of what they made. */
export const byId = idempotencyPart('array[root.id::text]');

/** A table whose rows are counted by triggers (`handover_version`). */
export function counted(given: Omit<TableEntity, 'sequence' | 'name'>): Entity {
  return tableEntity({ name: given.table, sequence: 'handover_version', ...given });
}
