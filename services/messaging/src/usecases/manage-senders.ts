import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { MessagingService, Sender, SenderType } from '../domain/entities.ts';
import { deleteSender, insertSender, readSender } from '../store/senders.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';

/** Adds a sender to a service. As the default it takes the place of the one before. */
export function createSender(
  deps: Deps,
  input: {
    service: MessagingService;
    type: SenderType;
    value: string;
    isDefault: boolean;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<Sender> | 'key_reused'> {
  const { service, type, value, isDefault } = input;
  const sender = { id: randomUUID(), serviceId: service.id, type, value, isDefault, createdAt: deps.now() };
  return createOnce<Sender>(deps, input.once, {
    async make(once) {
      const change = { at: sender.createdAt, traceparent: input.traceparent, once };
      return (await insertSender(deps.db, sender, change)) ? sender : undefined;
    },
    read: (id) => readSender(deps.db, id),
    aggregate: service.id,
  });
}

/** Deletes a sender: no message may name it any more. False when the department has no such sender. */
export async function removeSender(
  deps: Deps,
  input: ServiceAsk & { senderId: string; traceparent?: string | undefined },
): Promise<boolean> {
  if (!(await findMessagingService(deps, input))) return false;
  const { id: serviceId, senderId: id, traceparent } = input;
  const found = await deleteSender(deps.db, { id, serviceId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}
