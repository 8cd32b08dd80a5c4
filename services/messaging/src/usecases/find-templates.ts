import { createBriefMemory } from '@ashlar/component';
import type { Template } from '../domain/entities.ts';
import { listTemplates, readTemplate } from '../store/templates.ts';
import type { Deps } from './deps.ts';

/** Reads a template of a service, in one version or in its current one. */
export function getTemplate(
  deps: Pick<Deps, 'db'>,
  ask: { id: string; serviceId: string; version?: number | undefined },
): Promise<Template | undefined> {
  return readTemplate(deps.db, ask);
}

/** A service's templates, newest first; of one kind if it is given. */
export function findTemplates(deps: Pick<Deps, 'db'>, serviceId: string, type?: string): Promise<Template[]> {
  return listTemplates(deps.db, serviceId, type);
}

/** Makes the look-up of templates that are sent from: each is remembered for three seconds. */
export function createTemplateMemory(deps: Pick<Deps, 'db'>) {
  const templates = createBriefMemory(
    (key) => {
      const [serviceId = '', id = ''] = key.split('/');
      return readTemplate(deps.db, { id, serviceId });
    },
    { trustedMs: 3000, mostKept: 10_000 },
  );
  return (serviceId: string, id: string): Promise<Template | undefined> =>
    templates.recall(`${serviceId}/${id}`);
}
