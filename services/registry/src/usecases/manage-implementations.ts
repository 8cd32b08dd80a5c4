import { createOnce } from '@ashlar/component';
import { v7 as uuidv7 } from 'uuid';
import type { Implementation, ImplementationChange, NewImplementation } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { readMade } from '../store/audit.ts';
import {
  deleteImplementation,
  insertImplementation,
  listImplementations,
  readImplementation,
  readImplementationReferrers,
  updateImplementation,
} from '../store/implementations.ts';
import type { ChangeAsk, Creating, CreationAsk, Removal } from './ask.ts';
import type { Deps } from './deps.ts';

/** Registers an implementation; its address has been checked. */
export function registerImplementation(
  deps: Deps,
  { implementation, once, by }: CreationAsk & { implementation: Omit<NewImplementation, 'id'> },
): Promise<Creating<Implementation>> {
  const made = { ...implementation, id: uuidv7() };
  return createOnce<Implementation | Refusal>(deps, once, {
    make: (key) => insertImplementation(deps.db, made, { once: key, at: deps.now(), by }),
    read: (aggregate) => readMade(deps.db, aggregate),
  });
}

/** Changes what is given of an implementation. Undefined when there is no such implementation. */
export async function changeImplementation(
  deps: Deps,
  { by, id, change }: ChangeAsk & { id: string; change: ImplementationChange },
): Promise<Implementation | undefined> {
  const changed = await updateImplementation(deps.db, { id, change }, { at: deps.now(), by });
  if (changed) deps.logged();
  return changed ?? readImplementation(deps.db, id);
}

/** Removes an implementation that is not bound, and that no swap needs. */
export async function removeImplementation(
  deps: Deps,
  { id, by }: ChangeAsk & { id: string },
): Promise<Removal> {
  const done = await deleteImplementation(deps.db, id, { at: deps.now(), by });
  if (done !== true) {
    const referredBy = await readImplementationReferrers(deps.db, id);
    return done === false && referredBy.length === 0 ? 'missing' : { referredBy };
  }
  deps.logged();
  return 'removed';
}

/** Finds an implementation. */
export function findImplementation(deps: Pick<Deps, 'db'>, id: string): Promise<Implementation | undefined> {
  return readImplementation(deps.db, id);
}

/** Implementations, oldest first. */
export function findImplementations(
  deps: Pick<Deps, 'db'>,
  ask: Omit<PageAsk, 'department'>,
): Promise<Page<Implementation>> {
  return listImplementations(deps.db, ask);
}
