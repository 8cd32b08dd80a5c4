import { randomBytes } from 'node:crypto';
import { targetFault } from '@ashlar/component';
import type { CallbackType, ServiceCallback } from '../domain/callback.ts';
import {
  deleteCallback,
  listCallbackMessages,
  listCallbacks,
  putCallback,
  replayMessage,
} from '../store/callbacks.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';

/** Sets where a service wants to hear of something. The key that signs is made for the first time, or anew when that is asked for, and told only then. */
export async function setCallback(
  deps: Deps,
  ask: {
    serviceId: string;
    type: CallbackType;
    url: string;
    bearerToken: string;
    newSecret: boolean;
    traceparent: string;
  },
): Promise<{ callback: ServiceCallback; isSecretNew: boolean } | { fault: string }> {
  const { serviceId, type, url, bearerToken, newSecret, traceparent } = ask;
  const fault = targetFault(url, deps.callbacks.rules);
  if (fault !== undefined) return { fault };
  const before = (await findCallbacks(deps, serviceId)).find((one) => one.type === type);
  const at = deps.now();
  const kept = newSecret ? undefined : before?.secret;
  const secret = kept ?? randomBytes(32).toString('base64');
  const callback = { serviceId, type, url, bearerToken, secret, createdAt: before?.createdAt ?? at };
  await putCallback(deps.db, deps.vault, callback, { at, traceparent });
  deps.logged();
  return { callback, isSecretNew: kept === undefined };
}

/** The callbacks of a service. */
export function findCallbacks(deps: Deps, serviceId: string): Promise<ServiceCallback[]> {
  return listCallbacks(deps.db, deps.vault, serviceId);
}

/** Deletes a callback. False when the service has none of this type. */
export async function removeCallback(
  deps: Deps,
  ask: { serviceId: string; type: CallbackType; traceparent: string },
): Promise<boolean> {
  const found = await deleteCallback(deps.db, { ...ask, at: deps.now() });
  if (found) deps.logged();
  return found;
}

/** The newest messages to a service, with their attempts; undefined when the department has no such service. */
export async function findCallbackMessages(deps: Deps, ask: ServiceAsk & { status: string | undefined }) {
  if (!(await findMessagingService(deps, ask))) return undefined;
  return listCallbackMessages(deps.db, { serviceId: ask.id, status: ask.status ?? null });
}

/** Sends a message that has ended again. Undefined when there is none such; false while it is still being sent. */
export async function replayCallbackMessage(
  deps: Deps,
  ask: ServiceAsk & { messageId: string; traceparent: string },
): Promise<boolean | undefined> {
  if (!(await findMessagingService(deps, ask))) return undefined;
  const { messageId, id: serviceId, traceparent } = ask;
  const replayed = await replayMessage(deps.db, { id: messageId, serviceId, at: deps.now(), traceparent });
  if (replayed) {
    deps.logged();
    deps.callbacks.wake();
  }
  return replayed;
}
