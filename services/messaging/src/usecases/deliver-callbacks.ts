import { createHmac } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { Closing, isOwnMachine, targetFault, type WebhookDelivery } from '@ashlar/component';
import { fencedOff } from '@ashlar/postgres';
import {
  type CallbackAttempt,
  deliveryStatusBody,
  isWorthRetrying,
  receivedTextBody,
} from '../domain/callback.ts';
import {
  type DueCallback,
  deleteCallbackMessages,
  leaseCallbacks,
  recordCallbackAttempt,
} from '../store/callback-work.ts';
import { readNotification } from '../store/notifications.ts';
import { readReceivedText } from '../store/received-texts.ts';
import type { Deps } from './deps.ts';
import { createRoom } from './room.ts';

const mostAtOnce = 20;
const mostOfOne = 5;
const spareMs = 5000;
const batch = 1000;

/** Tells services what they want to hear: each turn takes what is due, as much as there is room for. */
export function createCallbackDelivery(deps: Deps) {
  const room = createRoom(mostAtOnce);
  return {
    /** Resolves once there is room for more, with how many it took. */
    async send(): Promise<number> {
      const now = deps.now();
      // Long enough for any attempt to end; then a message whose sender was killed is sent again.
      const until = new Date(now.getTime() + deps.callbacks.timeoutMs + spareMs);
      const due = await leaseCallbacks(deps.db, deps.vault, {
        now,
        until,
        limit: room.free(),
        each: mostOfOne,
      });
      for (const message of due) room.enter(deliverInHand(deps, message));
      await room.open(true);
      return due.length;
    },
    done: () => room.empty(),
  };
}

/** Deletes messages that ended long ago. */
export async function pruneCallbacks(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.times.keepNotifications * 1000);
  while ((await deleteCallbackMessages(deps.db, before, batch)) === batch);
}

/** A freeze of the department waits for a request that is under way; one that is not yet waits for its lease, or for the successor. */
async function deliverInHand(deps: Deps, message: DueCallback): Promise<void> {
  await deps
    .working(message.department, () => deliver(deps, message))
    .catch((error: unknown) => {
      if (!(error instanceof Closing)) throw error;
    });
}

async function deliver(deps: Deps, message: DueCallback): Promise<void> {
  const startedAt = deps.now();
  const began = performance.now();
  try {
    const verdict = await attempt(deps, message).catch(unknown(deps, message));
    const { retries, retryAfter } = deps.callbacks;
    const at = deps.now();
    const again = verdict.again && message.tries < retries;
    const made: CallbackAttempt = {
      startedAt,
      durationMs: Math.round(performance.now() - began),
      statusCode: verdict.statusCode,
      result: verdict.result,
    };
    await recordCallbackAttempt(deps.db, message, made, {
      status: verdict.isDelivered ? 'delivered' : again ? 'pending' : 'failed',
      nextAt: again ? new Date(at.getTime() + retryAfter * 1000) : null,
      at,
    });
  } catch (error) {
    if (fencedOff(error)) {
      deps.log.info(
        { callbackMessageId: message.id },
        'the department went elsewhere while a callback was in hand',
      );
      return;
    }
    // Its lease ends by itself, and it is sent again.
    deps.log.warn({ err: error, callbackMessageId: message.id }, 'an attempt of a callback was not stored');
  }
}

// A defect, or a notification that no key opens: it must not be tried for ever.
const unknown =
  (deps: Deps, { id: callbackMessageId }: DueCallback) =>
  (error: unknown): Verdict => {
    deps.log.error({ err: error, callbackMessageId }, 'a callback could not be written');
    return { ...final('Unknown error'), again: true };
  };

interface Verdict {
  readonly statusCode: number | null;
  readonly result: string;
  readonly isDelivered: boolean;
  readonly again: boolean;
}

async function attempt(deps: Deps, message: DueCallback): Promise<Verdict> {
  const { url, bearerToken, secret } = message.settings;
  const text = await bodyOf(deps, message);
  if (text === undefined) return final('What it tells of is not kept any more');
  if (targetFault(url, deps.callbacks.rules) !== undefined) return final('Violates security rules');
  const body = Buffer.from(text);
  return judge(
    await deps.callbacks.sender.send({
      url,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'ashlar-messaging',
        authorization: `Bearer ${bearerToken}`,
        ...signature(message.id, Math.floor(deps.now().getTime() / 1000), body, secret),
      },
      ownMachine: isOwnMachine(new URL(url).hostname),
    }),
  );
}

async function bodyOf(deps: Deps, { type, subjectId, serviceId }: DueCallback): Promise<string | undefined> {
  if (type === 'received_text') {
    const text = await readReceivedText(deps.db, deps.vault, subjectId);
    return text && receivedTextBody(text);
  }
  const notification = await readNotification(deps.db, deps.vault, { id: subjectId, serviceId });
  return notification && deliveryStatusBody(notification);
}

/** The headers of Standard Webhooks 1.0: HMAC-SHA-256 over id, time and body. Every try of a message has the same id. */
function signature(id: string, timestamp: number, body: Buffer, secret: string): Record<string, string> {
  const mac = createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${mac}`,
  };
}

function judge(delivery: WebhookDelivery): Verdict {
  switch (delivery.outcome) {
    case 'answered': {
      const { statusCode } = delivery;
      const isDelivered = statusCode >= 200 && statusCode < 300;
      const result = [statusCode, STATUS_CODES[statusCode]].filter(Boolean).join(' ');
      return { statusCode, result, isDelivered, again: !isDelivered && isWorthRetrying(statusCode) };
    }
    case 'blocked':
      return final('Violates security rules');
    case 'timeout':
      return { ...final('HTTP Timeout'), again: true };
    case 'unreachable':
      return { ...final(delivery.reason), again: true };
  }
}

function final(result: string): Verdict {
  return { statusCode: null, result, isDelivered: false, again: false };
}
