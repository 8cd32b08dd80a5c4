import type { DocumentName, ShownEdition } from '../domain/entities.ts';
import { readContentIds, readEdition } from '../store/editions.ts';
import type { Deps } from './deps.ts';

/** Finds an edition of a department's document. */
export function findEdition(
  deps: Pick<Deps, 'db'>,
  ask: DocumentName & { department: string; store: string | null; version: number | null },
): Promise<ShownEdition | undefined> {
  return readEdition(deps.db, ask.department, ask);
}

/** Finds the content id of what is at each path. */
export function findContentIds(
  deps: Pick<Deps, 'db'>,
  ask: { department: string } & Parameters<typeof readContentIds>[2],
): Promise<Record<string, string>> {
  return readContentIds(deps.db, ask.department, ask);
}
