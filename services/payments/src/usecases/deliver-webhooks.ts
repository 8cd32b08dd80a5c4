import { createHmac } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { isOwnMachine, targetFault, type WebhookDelivery } from '@ashlar/component';
import { childTraceparent } from '@ashlar/service-kit';
import { retryDelay } from '../domain/webhook.ts';
import { type AttemptEnd, type DueMessage, leaseMessages, recordAttempt } from '../store/webhook-work.ts';
import type { Deps } from './deps.ts';

/** Takes up to `free` due messages in hand; each runs on its own. Rejects only while the database is away. */
export async function leaseDue(deps: Deps, free: number): Promise<DueMessage[]> {
  const { parallel, parallelEach: each, timeoutMs } = deps.webhooks;
  const now = deps.now();
  // Long enough for any attempt to end; then a message whose sender was killed is sent again.
  const until = new Date(now.getTime() + timeoutMs + spareMs);
  return leaseMessages(deps.db, now, until, { free, each, troubled: Math.max(1, Math.floor(parallel / 2)) });
}

/** Sends one message once and stores what came of it. */
export async function deliver(deps: Deps, message: DueMessage): Promise<void> {
  const startedAt = deps.now();
  const began = performance.now();
  const verdict =
    refusal(deps, message) ?? (await attempt(deps, message).then(judge, unknown(deps, message)));
  const tries = message.tries + 1;
  const delay = verdict.attempt === 'FAILED' ? retryDelay(tries) : undefined;
  const end: AttemptEnd = {
    ...verdict,
    messageId: message.id,
    webhookId: message.webhookId,
    tries: message.tries,
    startedAt,
    durationMs: Math.round(performance.now() - began),
    message: delay === undefined ? verdict.attempt : 'PENDING',
    nextAt: delay === undefined ? null : new Date(deps.now().getTime() + delay * 1000),
  };
  await recordAttempt(deps.db, end);
  if (end.message === 'FAILED')
    deps.log.warn(
      { webhookId: message.webhookId, messageId: message.id },
      'a webhook message failed for good',
    );
}

type Verdict = Pick<AttemptEnd, 'attempt' | 'statusCode' | 'result'>;

const spareMs = 5000;
const unsafe = 'Violates security rules';

function refusal({ webhooks }: Deps, message: DueMessage): Verdict | undefined {
  const willNotSend = (result: string): Verdict => ({ attempt: 'WILL_NOT_SEND', statusCode: null, result });
  if (!message.active) return willNotSend('Webhook not active');
  const fault = targetFault(message.callbackUrl, { ...webhooks.rules, live: message.live });
  return fault === undefined ? undefined : willNotSend(unsafe);
}

async function attempt({ webhooks }: Deps, message: DueMessage): Promise<WebhookDelivery> {
  const body = webhooks.openBody(message.body);
  const sign = (key: Buffer) => createHmac('sha256', webhooks.openKey(key)).update(body).digest('hex');
  const current = sign(message.signingKey);
  const all = message.previousKey ? [current, sign(message.previousKey)] : [current];
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'ashlar-payments',
    'pay-signature': current,
    'ashlar-signature': all.join(', '),
    'ashlar-event-id': message.eventId,
    ...(message.sequence !== null && { 'ashlar-sequence': String(message.sequence) }),
    ...(message.refundId !== null && { 'ashlar-refund-id': message.refundId }),
    ...(message.test && { 'ashlar-test': 'true' }),
    ...(message.traceparent !== null && { traceparent: childTraceparent(message.traceparent) }),
  };
  const { hostname } = new URL(message.callbackUrl);
  return webhooks.sender.send({
    url: message.callbackUrl,
    headers,
    body,
    ownMachine: isOwnMachine(hostname),
  });
}

// A defect, or a body that no key opens: it must not be tried for ever.
const unknown =
  (deps: Deps, { id: messageId }: DueMessage) =>
  (error: unknown): Verdict => {
    deps.log.error({ err: error, messageId }, 'a webhook message could not be sent');
    return { attempt: 'FAILED', statusCode: null, result: 'Unknown error' };
  };

function judge(delivery: WebhookDelivery): Verdict {
  switch (delivery.outcome) {
    case 'answered': {
      const { statusCode } = delivery;
      const attempt = statusCode >= 200 && statusCode < 300 ? 'SUCCESSFUL' : 'FAILED';
      return {
        attempt,
        statusCode,
        result: [statusCode, STATUS_CODES[statusCode]].filter(Boolean).join(' '),
      };
    }
    case 'timeout':
      return { attempt: 'FAILED', statusCode: null, result: 'HTTP Timeout' };
    case 'blocked':
      return { attempt: 'FAILED', statusCode: null, result: unsafe };
    case 'unreachable':
      return { attempt: 'FAILED', statusCode: null, result: delivery.reason };
  }
}
