import type { Client } from '../domain/entities.ts';
import { readClient } from '../store/clients.ts';
import type { Deps } from './deps.ts';

/** The client of that id, for the administrator of a department; `*` is every department. */
export function findClient(deps: Deps, ask: { id: string; department: string }): Promise<Client | undefined> {
  return readClient(deps.db, ask.id, ask.department);
}
