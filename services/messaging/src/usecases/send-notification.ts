import { createOnce } from '@ashlar/component';
import { v7 } from 'uuid';
import type { Counted, NewNotification, Notification, Template } from '../domain/entities.ts';
import { isSmokeTest } from '../domain/notification.ts';
import type { NewDocument } from '../store/documents.ts';
import { insertNotification, readNotification } from '../store/notifications.ts';
import {
  composeNotification,
  refuseChannel,
  refuseLength,
  refuseMessage,
  type SendNotification,
} from './compose-message.ts';
import type { Deps } from './deps.ts';
import { takeDocuments } from './take-documents.ts';

/** What came of it. `refused` is the standard's own text; `invalid` are all faults of a file's schema, `overLimit` is a daily limit. */
export type Sent =
  | { readonly notification: NewNotification; readonly replayed: boolean }
  | { readonly refused: string; readonly status?: 400 | 413 }
  | { readonly invalid: readonly string[] }
  | { readonly kind: Counted; readonly overLimit: number }
  | 'key_reused';

/**
 * Accepts a message: checks it in the standard's order and stores it with its event in one statement. The row is the worker's job. A smoke test's
 * recipient is answered alike, and nothing is stored.
 */
export function createSend(
  deps: Deps,
  templateOf: (serviceId: string, id: string) => Promise<Template | undefined>,
) {
  return async (input: SendNotification): Promise<Sent> => {
    const { service, key } = input.holder;
    const notAllowed = refuseChannel(input);
    if (notAllowed !== undefined) return { refused: notAllowed };
    const template = await templateOf(service.id, input.templateId);
    const refused = refuseMessage(input, template);
    if (refused !== undefined) return { refused };
    if (!template) return { refused: 'Template not found' };
    if (input.read.international) {
      const overLimit = await deps.daily.exceeded(service, key.type, 'international_sms');
      if (overLimit !== undefined) return { kind: 'international_sms', overLimit };
    }
    const id = v7();
    const taken = await takeDocuments(deps, {
      service,
      personalisation: input.personalisation,
      notificationId: id,
      recipient: input.read.to,
      publicUrl: input.publicUrl,
      isSmokeTest: isSmokeTest(input.read.to),
    });
    if ('refused' in taken || 'invalid' in taken) return taken;
    const linked = { ...input, personalisation: taken.personalisation };
    const notification = composeNotification(deps, id, linked, template);
    const tooLong = refuseLength(notification);
    if (tooLong !== undefined) return { refused: tooLong };
    if (isSmokeTest(input.read.to)) return { notification, replayed: false };
    return store(deps, input, notification, taken.documents);
  };
}

async function store(
  deps: Deps,
  input: SendNotification,
  notification: NewNotification,
  documents: readonly NewDocument[],
): Promise<Sent> {
  const { reference, traceparent } = input;
  const { id: serviceId } = input.holder.service;
  const referenceMac = reference === null ? null : deps.mac(serviceId, reference);
  const made = await createOnce<NewNotification | Notification>(deps, input.once, {
    async make(once) {
      if (once === undefined && documents.length === 0) {
        await deps.insertNotification({ notification, referenceMac, traceparent });
        return notification;
      }
      const also = { referenceMac, traceparent, once, documents };
      return (await insertNotification(deps.db, deps.vault, notification, also)) ? notification : undefined;
    },
    read: (id) => readNotification(deps.db, deps.vault, { id, serviceId }),
  });
  if (made === 'key_reused') return made;
  if (!made.replayed) {
    count(deps, input);
    deps.work();
  }
  return { notification: made.thing, replayed: made.replayed };
}

function count({ daily }: Deps, { holder: { service, key }, type, read }: SendNotification): void {
  daily.count(service.id, key.type, type);
  if (read.international) daily.count(service.id, key.type, 'international_sms');
}
