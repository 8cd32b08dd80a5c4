import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { Kind, Template } from '../domain/entities.ts';
import {
  archiveTemplate,
  type Draft,
  insertTemplate,
  insertTemplateVersion,
  readTemplate,
  readTemplateVersion,
} from '../store/templates.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';

interface Ask {
  readonly once?: Once | undefined;
  readonly traceparent?: string | undefined;
}

/** Creates a template of a service. */
export function createTemplate(
  deps: Deps,
  input: Ask & { draft: Omit<Draft, 'id'> & { type: Kind } },
): Promise<Made<Template> | 'key_reused'> {
  const draft = { ...input.draft, id: randomUUID() };
  const { serviceId } = draft;
  return createOnce(deps, input.once, {
    async make(once) {
      const stored = await insertTemplate(deps.db, draft, {
        at: deps.now(),
        traceparent: input.traceparent,
        once,
      });
      return stored ? readTemplate(deps.db, { id: draft.id, serviceId }) : undefined;
    },
    read: (id) => readTemplate(deps.db, { id, serviceId }),
    aggregate: serviceId,
  });
}

/** Adds a version to a template that is there. */
export function createTemplateVersion(
  deps: Deps,
  input: Ask & { draft: Draft },
): Promise<Made<Template> | 'key_reused'> {
  const versionId = randomUUID();
  return createOnce(deps, input.once, {
    async make(once) {
      const change = { at: deps.now(), traceparent: input.traceparent, once };
      const stored = await insertTemplateVersion(deps.db, versionId, input.draft, change);
      return stored ? readTemplateVersion(deps.db, versionId) : undefined;
    },
    read: (id) => readTemplateVersion(deps.db, id),
    aggregate: input.draft.serviceId,
  });
}

/** Deletes a template: nothing is sent from it any more. False when the department has no such template. */
export async function deleteTemplate(
  deps: Deps,
  input: ServiceAsk & { templateId: string; traceparent?: string | undefined },
): Promise<boolean> {
  if (!(await findMessagingService(deps, input))) return false;
  const { id: serviceId, templateId: id, traceparent } = input;
  const found = await archiveTemplate(deps.db, { id, serviceId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}
