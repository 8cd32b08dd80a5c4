import { v7 } from 'uuid';
import type { UnsubscribeRequest } from '../domain/entities.ts';
import { isSimulator } from '../domain/suppression.ts';
import { readDepartment } from '../store/services.ts';
import {
  insertUnsubscribeRequest,
  listUnsubscribeRequests,
  markUnsubscribeRequests,
} from '../store/unsubscribe-requests.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';
import { newSuppression } from './suppressions.ts';

/** What a link to unsubscribe says: sealed, so that nobody reads it on the way, and good without the notification, which is gone after a week. */
interface Wish {
  readonly notificationId: string;
  readonly serviceId: string;
  readonly templateId: string;
  readonly to: string;
  readonly at: string;
  /** Made with a test key: nobody got the e-mail. */
  readonly test?: boolean;
}

const validMs = 365 * 86_400_000;

/** The path that a mail program posts to for a person who wants no more mail (RFC 8058). It is good for a year. */
export function unsubscribePath(deps: Pick<Deps, 'links'>, wish: Wish): string {
  return `/unsubscribe/${wish.notificationId}/${deps.links.seal(wish)}`;
}

/** Stores a person's wish to get no more mail, and that the service's e-mails do not go to the address any more; a repeat changes nothing. False when the link is not one of ours, or too old. */
export async function unsubscribe(
  deps: Deps,
  { notificationId, token, traceparent }: { notificationId: string; token: string; traceparent: string },
): Promise<boolean> {
  const wish = await deps.links.open<Wish>(token, ({ serviceId }) => readDepartment(deps.db, serviceId));
  const createdAt = deps.now();
  if (wish?.notificationId !== notificationId.toLowerCase()) return false;
  if (createdAt.getTime() - Date.parse(wish.at) > validMs) return false;
  const { serviceId, templateId, to: recipient } = wish;
  const request = {
    id: v7(),
    serviceId,
    templateId,
    notificationId: wish.notificationId,
    recipient,
    createdAt,
  };
  const recipientMac = unsubscriberDigest(deps, serviceId, recipient);
  const isPretended = wish.test === true || isSimulator(recipient);
  const suppression = isPretended
    ? undefined
    : newSuppression(deps, {
        ...{ serviceId, recipient, notificationId: wish.notificationId },
        reason: 'unsubscribe',
      });
  await insertUnsubscribeRequest(deps.db, deps.vault, request, { recipientMac, traceparent, suppression });
  deps.logged();
  return true;
}

/** What a person's wish is found by: one who wishes twice is told apart from two. */
export function unsubscriberDigest({ mac }: Pick<Deps, 'mac'>, serviceId: string, recipient: string): Buffer {
  return mac(`unsubscribe.${serviceId}`, recipient);
}

/** The wishes that a service has not dealt with, oldest first; undefined when the department has no such service. */
export async function findUnsubscribeRequests(
  deps: Deps,
  ask: ServiceAsk,
): Promise<UnsubscribeRequest[] | undefined> {
  return (await findMessagingService(deps, ask)) && listUnsubscribeRequests(deps.db, deps.vault, ask.id);
}

/** Marks wishes as dealt with. Returns how many it marked; undefined when the department has no such service. */
export async function processUnsubscribeRequests(
  deps: Deps,
  ask: ServiceAsk & { ids: readonly string[]; traceparent: string },
): Promise<number | undefined> {
  if (!(await findMessagingService(deps, ask))) return undefined;
  const { id: serviceId, ids, traceparent } = ask;
  const marked = await markUnsubscribeRequests(deps.db, { serviceId, ids, at: deps.now(), traceparent });
  if (marked > 0) deps.logged();
  return marked;
}
