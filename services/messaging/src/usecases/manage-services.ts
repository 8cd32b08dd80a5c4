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

/** Replaces a service's settings. False when it is archived. */
export async function changeMessagingService(
  deps: Deps,
  input: { service: MessagingService; traceparent: string },
): Promise<boolean> {
  const { service, traceparent } = input;
  const changed = await updateService(deps.db, deps.vault, service, { at: deps.now(), traceparent });
  if (changed) deps.logged();
  return changed;
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
