import { createOnce } from '@ashlar/component';
import { v7 as uuidv7 } from 'uuid';
import type { NewService, Service, ServiceName } from '../domain/entities.ts';
import type { Page, PageAsk } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { readMade } from '../store/audit.ts';
import { deleteService, insertService, listServices, readService, updateService } from '../store/services.ts';
import type { ChangeAsk, Creating, CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';

/** Adds a service to a department. */
export function createService(
  deps: Deps,
  { service, once, by }: CreationAsk & { service: NewService },
): Promise<Creating<Service>> {
  return createOnce<Service | Refusal>(deps, once, {
    make: (key) => insertService(deps.db, service, uuidv7(), { once: key, at: deps.now(), by }),
    read: (aggregate) => readMade(deps.db, aggregate),
  });
}

/** Gives a service another name. Undefined when there is no such service. */
export async function changeService(
  deps: Deps,
  { by, ...change }: ChangeAsk & ServiceName & Pick<Service, 'name'>,
): Promise<Service | undefined> {
  const changed = await updateService(deps.db, change, { at: deps.now(), by });
  if (changed) deps.logged();
  return changed ?? readService(deps.db, change);
}

/** Removes a service. False when there is no such service. */
export async function removeService(deps: Deps, { by, ...name }: ChangeAsk & ServiceName): Promise<boolean> {
  const removed = await deleteService(deps.db, name, { at: deps.now(), by });
  if (removed) deps.logged();
  return removed;
}

/** Finds a service. */
export function findService(deps: Pick<Deps, 'db'>, name: ServiceName): Promise<Service | undefined> {
  return readService(deps.db, name);
}

/** A department's services by id. */
export function findServices(deps: Pick<Deps, 'db'>, ask: PageAsk): Promise<Page<Service>> {
  return listServices(deps.db, ask);
}
