import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { MessagingService } from '../domain/entities.ts';
import {
  archiveService,
  insertService,
  listServices,
  readService,
  updateService,
} from '../store/services.ts';
import type { Deps } from './deps.ts';

/** A service, and the department that asks for it; `*` may see every department's. */
export interface ServiceAsk {
  readonly id: string;
  readonly department: string;
}

/** Creates a service that sends messages. */
export function createMessagingService(
  deps: Deps,
  input: {
    service: Omit<MessagingService, 'id' | 'createdAt'>;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<MessagingService> | 'key_reused'> {
  const service: MessagingService = { ...input.service, id: randomUUID(), createdAt: deps.now() };
  return createOnce(deps, input.once, {
    async make(once) {
      const change = { at: service.createdAt, traceparent: input.traceparent, once };
      return (await insertService(deps.db, deps.vault, service, change)) ? service : undefined;
    },
    read: (id) => readService(deps.db, deps.vault, id, '*'),
  });
}

/**
 * Changes a service's settings; `change` makes the new ones of those that it has, again for each other change that came in between. Answers the service
 * as it is then: undefined when the department has none such, `archived` when it is.
 */
export async function changeMessagingService(
  deps: Deps,
  input: ServiceAsk & { change(before: MessagingService): MessagingService; traceparent: string },
): Promise<MessagingService | undefined | 'archived'> {
  for (;;) {
    const before = await findMessagingService(deps, input);
    if (!before) return undefined;
    if (before.archivedAt) return 'archived';
    const service = input.change(before);
    const change = { at: deps.now(), traceparent: input.traceparent };
    if (await updateService(deps.db, deps.vault, service, change)) {
      deps.logged();
      return service;
    }
  }
}

/** Archives a service for good: its keys are refused within five seconds. */
export async function archiveMessagingService(
  deps: Deps,
  { id, traceparent }: { id: string; traceparent: string },
): Promise<void> {
  await archiveService(deps.db, id, { at: deps.now(), traceparent });
  deps.logged();
}

/** Finds a service of the department. */
export function findMessagingService(
  deps: Pick<Deps, 'db' | 'vault'>,
  { id, department }: ServiceAsk,
): Promise<MessagingService | undefined> {
  return readService(deps.db, deps.vault, id, department);
}

/** A department's services, oldest first. */
export function findMessagingServices(deps: Deps, department: string): Promise<MessagingService[]> {
  return listServices(deps.db, deps.vault, department);
}
