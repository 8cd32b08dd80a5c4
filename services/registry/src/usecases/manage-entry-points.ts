import { createOnce } from '@ashlar/component';
import { v7 as uuidv7 } from 'uuid';
import type { EntryPoint, NewEntryPoint, Place, Timeouts } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { readMade } from '../store/audit.ts';
import {
  deleteEntryPoint,
  insertEntryPoint,
  listEntryPoints,
  readEntryPoint,
  updateEntryPoint,
} from '../store/entry-points.ts';
import type { ChangeAsk, Creating, CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';

/** Adds an entry point; its place has been checked. */
export function createEntryPoint(
  deps: Deps,
  { entryPoint, once, by }: CreationAsk & { entryPoint: Omit<NewEntryPoint, 'id'> },
): Promise<Creating<EntryPoint>> {
  const made = { ...entryPoint, id: uuidv7() };
  return createOnce<EntryPoint | Refusal>(deps, once, {
    make: (key) => insertEntryPoint(deps.db, made, { once: key, at: deps.now(), by }),
    read: (aggregate) => readMade(deps.db, aggregate),
  });
}

/** Changes the place or the timeouts of an entry point. Undefined when there is no such entry point. */
export async function changeEntryPoint(
  deps: Deps,
  { by, ...change }: ChangeAsk & { id: string; place?: Place | undefined; timeouts?: Timeouts | undefined },
): Promise<EntryPoint | Refusal | undefined> {
  const changed = await updateEntryPoint(deps.db, change, { at: deps.now(), by });
  if (changed) deps.logged();
  return changed ?? readEntryPoint(deps.db, change.id, '*');
}

/** Removes an entry point. False when there is no such entry point. */
export async function removeEntryPoint(deps: Deps, { id, by }: ChangeAsk & { id: string }): Promise<boolean> {
  const removed = await deleteEntryPoint(deps.db, id, { at: deps.now(), by });
  if (removed) deps.logged();
  return removed;
}

/** Finds an entry point that `department` may see; `*` sees all. */
export function findEntryPoint(
  deps: Pick<Deps, 'db'>,
  { id, department }: { id: string; department: string },
): Promise<EntryPoint | undefined> {
  return readEntryPoint(deps.db, id, department);
}

/** Entry points, oldest first; those of one department if it is not `*`. */
export function findEntryPoints(deps: Pick<Deps, 'db'>, ask: PageAsk): Promise<Page<EntryPoint>> {
  return listEntryPoints(deps.db, ask);
}
