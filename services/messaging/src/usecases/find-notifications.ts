import type { KeyType, Notification } from '../domain/entities.ts';
import { statusesOf } from '../domain/notification.ts';
import { listNotifications, readNotification } from '../store/notifications.ts';
import type { Deps } from './deps.ts';

/** Reads a notification of a service, whichever of its keys it was sent with. */
export function getNotification(
  deps: Deps,
  ask: { id: string; serviceId: string },
): Promise<Notification | undefined> {
  return readNotification(deps.db, deps.vault, ask);
}

/** Which notifications a caller wants, in the standard's words. */
export interface ListAsk {
  readonly serviceId: string;
  readonly keyType: KeyType;
  readonly types: readonly string[];
  readonly statuses: readonly string[];
  readonly reference: string | undefined;
  readonly olderThan: string | undefined;
}

/** One page of a service's notifications, newest first. */
export function findNotifications(deps: Deps, ask: ListAsk): Promise<Notification[]> {
  const { serviceId, keyType, types, reference, olderThan } = ask;
  return listNotifications(deps.db, deps.vault, {
    serviceId,
    keyType,
    types,
    statuses: ask.statuses.flatMap((status) => statusesOf(status) ?? []),
    referenceMac: reference === undefined ? null : deps.mac(serviceId, reference),
    olderThan: olderThan ?? null,
  });
}
