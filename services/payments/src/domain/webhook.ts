import type { Payment } from './entities.ts';
import { totalAmount } from './money.ts';
import type { Status } from './payment.ts';

/** What a webhook can be told of (payments standard, webhooks; names as its code has them). */
export const webhookEventTypes = [
  'card_payment_started',
  'card_payment_succeeded',
  'card_payment_captured',
  'card_payment_refunded',
  'card_payment_failed',
  'card_payment_expired',
] as const;

/** The name of an event as a webhook's receiver reads it. */
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** What became of a message or an attempt, as the standard names it. */
export type DeliveryStatus = 'PENDING' | 'SUCCESSFUL' | 'FAILED' | 'WILL_NOT_SEND';

/** An address of a department that events of one account are sent to. */
export interface Webhook {
  readonly id: string;
  readonly gatewayAccountId: string;
  readonly live: boolean;
  readonly callbackUrl: string;
  readonly description: string;
  readonly status: 'active' | 'inactive';
  readonly subscriptions: readonly WebhookEventType[];
  readonly createdAt: Date;
  /** When its signing key was made. */
  readonly keyMadeAt: Date;
  /** Until when the key before it signs too; null when there is none. */
  readonly previousKeyUntil: Date | null;
}

/** A message as it is listed, without its body. */
export interface WebhookMessage {
  readonly id: string;
  readonly webhookId: string;
  readonly test: boolean;
  readonly resourceId: string;
  readonly eventType: WebhookEventType;
  readonly eventDate: Date;
  readonly status: DeliveryStatus;
  /** When it is sent next, or was to be sent last. */
  readonly sendAt: Date;
  readonly createdAt: Date;
}

/** One attempt to deliver a message. */
export interface WebhookAttempt {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly status: Exclude<DeliveryStatus, 'PENDING'>;
  /** Null when nothing was answered. */
  readonly statusCode: number | null;
  /** A few words of our own: never what the receiver wrote. */
  readonly result: string;
}

/** What of the change log a message is made of. */
export interface LoggedEvent {
  readonly type: string;
  readonly time: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Seconds after each failed attempt until the next one; then it is over (payments standard, webhooks: six attempts). */
const retryAfterS = [60, 300, 3600, 86_400, 172_800] as const;

/** Seconds until a message is tried again after its `tries`-th failure in a row; undefined when that was the last. */
export function retryDelay(tries: number): number | undefined {
  return retryAfterS[tries - 1];
}

/**
 * The webhook event of a row of the change log; undefined where the standard tells nothing. A confirmed payment that waits for its capture
 * has not succeeded yet: the request for the capture says so.
 */
export function webhookEventOf({ type, data }: LoggedEvent): WebhookEventType | undefined {
  const { status } = (data.state ?? {}) as { status?: unknown };
  if (type === 'payments.payment.confirmed.v1' && status !== 'success') return undefined;
  return eventTypes[type];
}

/**
 * A payment as reading it would have shown it right after an event, made from its row as it is now: what can only have come later is taken
 * away. Amounts that a refund's event names are as they were then.
 */
export function paymentAt(payment: Payment, event: LoggedEvent): Payment {
  // One that was taken elsewhere was never in another state.
  const isExternal = payment.authorisationMode === 'external';
  const status = (!isExternal && statusAfter[event.type]) || payment.status;
  const captured = status === 'CAPTURED';
  const available = event.data.refund_amount_available;
  const begun = event.type !== 'payments.payment.started.v1';
  return {
    ...payment,
    status,
    capturedAt: captured ? payment.capturedAt : null,
    fee: captured ? payment.fee : null,
    disputed: 0,
    refunded: typeof available === 'number' ? totalAmount(payment) - available : 0,
    card: begun ? payment.card : null,
    transactionId: begun ? payment.transactionId : null,
    canRetry: begun ? payment.canRetry : null,
    corporateSurcharge: begun ? payment.corporateSurcharge : null,
  };
}

/** The body of a message, in the standard's order. `resource` is the payment without its links. */
export function messageBody(message: {
  id: string;
  resourceId: string;
  eventType: WebhookEventType;
  eventDate: Date;
  resource: Record<string, unknown>;
}): string {
  return JSON.stringify({
    webhook_message_id: message.id,
    api_version: 1,
    created_date: message.eventDate.toISOString(),
    resource_id: message.resourceId,
    resource_type: 'payment',
    event_type: message.eventType,
    resource: message.resource,
  });
}

const eventTypes: Readonly<Record<string, WebhookEventType | undefined>> = {
  'payments.payment.started.v1': 'card_payment_started',
  'payments.payment.confirmed.v1': 'card_payment_succeeded',
  'payments.payment.capture_requested.v1': 'card_payment_succeeded',
  'payments.payment.captured.v1': 'card_payment_captured',
  'payments.payment.declined.v1': 'card_payment_failed',
  'payments.payment.failed.v1': 'card_payment_failed',
  'payments.payment.cancelled.v1': 'card_payment_failed',
  'payments.payment.expired.v1': 'card_payment_expired',
  'payments.refund.succeeded.v1': 'card_payment_refunded',
};

// What ends a payment is left out: its row shows the same state from then on.
const statusAfter: Readonly<Record<string, Status | undefined>> = {
  'payments.payment.started.v1': 'ENTERING CARD DETAILS',
  'payments.payment.confirmed.v1': 'CAPTURE APPROVED',
  'payments.payment.capture_requested.v1': 'CAPTURE APPROVED',
  'payments.payment.captured.v1': 'CAPTURED',
  'payments.refund.succeeded.v1': 'CAPTURED',
};
