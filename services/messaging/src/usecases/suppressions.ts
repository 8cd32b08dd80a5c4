import { v7 } from 'uuid';
import type { Notification } from '../domain/entities.ts';
import { isRealEmail, isSimulator, type Suppression, type SuppressionReason } from '../domain/suppression.ts';
import {
  deleteSuppression,
  findSuppressions,
  insertSuppression,
  listSuppressions,
  type NewSuppression,
} from '../store/suppressions.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';

/** An address as it is put on a service's list. */
export function newSuppression(
  deps: Pick<Deps, 'mac' | 'now'>,
  { serviceId, recipient, reason, notificationId }: Omit<Suppression, 'id' | 'since'>,
): NewSuppression {
  const recipientMac = suppressionDigest(deps, serviceId, recipient);
  return { id: v7(), serviceId, recipient, recipientMac, reason, notificationId, since: deps.now() };
}

/** What an e-mail that comes back for good puts on the list; undefined for one that says nothing of its address. */
export function bounceOf(
  deps: Pick<Deps, 'mac' | 'now'>,
  notification: Notification,
): NewSuppression | undefined {
  if (!isRealEmail(notification)) return undefined;
  const { id: notificationId, serviceId, message } = notification;
  return newSuppression(deps, { serviceId, recipient: message.to, reason: 'hard_bounce', notificationId });
}

/** The ids of those notifications whose address is on the list of their service. */
export async function findSuppressed(
  deps: Pick<Deps, 'db' | 'vault' | 'mac'>,
  notifications: readonly Notification[],
): Promise<ReadonlySet<string>> {
  const asked = notifications.filter(isRealEmail).map(({ id, serviceId, message }) => ({
    id,
    serviceId,
    recipientMac: suppressionDigest(deps, serviceId, message.to),
  }));
  if (asked.length === 0) return new Set();
  const found = await findSuppressions(deps.db, deps.vault, asked);
  const known = new Set(found.map(({ serviceId, recipientMac }) => keyOf(serviceId, recipientMac)));
  return new Set(
    asked.filter((one) => known.has(keyOf(one.serviceId, one.recipientMac))).map(({ id }) => id),
  );
}

/** One page of a service's list, newest first; undefined when the department has no such service. */
export async function findSuppressionPage(
  deps: Deps,
  ask: ServiceAsk & { before: string | null; limit: number },
): Promise<Suppression[] | undefined> {
  if (!(await findMessagingService(deps, ask))) return undefined;
  return listSuppressions(deps.db, deps.vault, { ...ask, serviceId: ask.id });
}

/** What a service's list has under an address: one or nothing. Undefined when the department has no such service. */
export async function searchSuppressions(
  deps: Deps,
  ask: ServiceAsk & { recipient: string },
): Promise<Suppression[] | undefined> {
  if (!(await findMessagingService(deps, ask))) return undefined;
  const recipientMac = suppressionDigest(deps, ask.id, ask.recipient);
  return findSuppressions(deps.db, deps.vault, [{ serviceId: ask.id, recipientMac }]);
}

/** Puts an address on a service's list; one that is there stays as it is. Undefined when the department has no such service, `simulator` for one of the standard's own. */
export async function suppress(
  deps: Deps,
  ask: ServiceAsk & { recipient: string; reason: SuppressionReason; traceparent: string },
): Promise<Suppression | undefined | 'simulator'> {
  if (!(await findMessagingService(deps, ask))) return undefined;
  const { id: serviceId, recipient, reason } = ask;
  if (isSimulator(recipient)) return 'simulator';
  const entry = newSuppression(deps, { serviceId, recipient, reason, notificationId: null });
  const found = await insertSuppression(deps.db, deps.vault, entry, ask.traceparent);
  // Somebody else has just added it: now it can be seen.
  if (!found) return suppress(deps, ask);
  deps.logged();
  return found;
}

/** Takes an address from a service's list. False when there is no such service or entry. */
export async function unsuppress(
  deps: Deps,
  ask: ServiceAsk & { suppressionId: string; traceparent: string },
): Promise<boolean> {
  if (!(await findMessagingService(deps, ask))) return false;
  const change = { at: deps.now(), traceparent: ask.traceparent };
  const gone = await deleteSuppression(deps.db, { id: ask.suppressionId, serviceId: ask.id, change });
  if (gone) deps.logged();
  return gone;
}

/** What an address on a service's list is found by. */
export function suppressionDigest({ mac }: Pick<Deps, 'mac'>, serviceId: string, recipient: string): Buffer {
  return mac(`suppression.${serviceId}`, recipient.toLowerCase());
}

function keyOf(serviceId: string, mac: Buffer): string {
  return `${serviceId}/${mac.toString('base64')}`;
}
