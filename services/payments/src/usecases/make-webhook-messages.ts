import type { Event } from '@ashlar/events';
import type { Payment } from '../domain/entities.ts';
import { randomBytesWanted, standardId } from '../domain/ids.ts';
import {
  type LoggedEvent,
  messageBody,
  paymentAt,
  type Webhook,
  type WebhookEventType,
  webhookEventOf,
} from '../domain/webhook.ts';
import { readPayments } from '../store/payments.ts';
import { type NewMessage, readCursor, skipToEnd, storeMessages } from '../store/webhook-messages.ts';
import { webhooksOf } from '../store/webhooks.ts';
import type { Deps } from './deps.ts';

const pageSize = 200;
const mostMessages = 1000;

/** Reads the events after a position; see `Changes` of @ashlar/events. */
export type ReadLog = (
  after: number,
  limit: number,
) => Promise<{ events: Event[]; position: number } | 'gone'>;

/**
 * Turns the next events of the change log into one message for each webhook that wants them. The messages and the cursor are stored in one
 * statement, so that each event becomes a message once, whatever dies when. Returns how many messages it made; `frozen` while a department of theirs
 * is being handed over.
 */
export async function makeMessages(deps: Deps, readLog: ReadLog): Promise<number | 'frozen'> {
  const cursor = await readCursor(deps.db);
  const page = await readLog(cursor, pageSize);
  if (page === 'gone') {
    const position = await skipToEnd(deps.db);
    deps.log.error({ cursor, position }, 'events were deleted before webhooks were told of them');
    return 0;
  }
  if (page.position === cursor) return 0;
  const { messages, position } = await messagesOf(deps, page);
  const stored = await storeMessages(deps.db, cursor, position, messages);
  if (stored === 'frozen') return stored;
  return stored === 'stored' ? messages.length : 0;
}

interface Told {
  readonly event: Event;
  readonly logged: LoggedEvent;
  readonly type: WebhookEventType;
}

/** The messages of a page of events, and the position up to which these are all. */
export async function messagesOf(
  deps: Deps,
  page: { events: Event[]; position: number },
): Promise<{ messages: NewMessage[]; position: number }> {
  const told = page.events.flatMap((event): Told[] => {
    const logged = { type: event.type, time: new Date(event.time), data: event.data };
    const type = webhookEventOf(logged);
    return type ? [{ event, logged, type }] : [];
  });
  if (told.length === 0) return { messages: [], position: page.position };
  const webhooks = await webhooksOf(deps.db, [
    ...new Set(told.map(({ event }) => String(event.data.gateway_account_id))),
  ]);
  const wanted = told.map((one) => ({ ...one, wanting: webhooks.filter((webhook) => wants(webhook, one)) }));
  const subjects = wanted.filter(({ wanting }) => wanting.length > 0).map(({ event }) => event.subject);
  const payments = new Map((await readPayments(deps.db, [...new Set(subjects)])).map((one) => [one.id, one]));
  const messages: NewMessage[] = [];
  for (const { wanting, ...one } of wanted) {
    const payment = payments.get(one.event.subject);
    if (payment) messages.push(...wanting.map((webhook) => messageFor(deps, webhook, one, payment)));
    // Many webhooks of one account: the rest of the page is read again.
    if (messages.length >= mostMessages) return { messages, position: one.event.position };
  }
  return { messages, position: page.position };
}

function wants(webhook: Webhook, { event, logged, type }: Told): boolean {
  return (
    webhook.gatewayAccountId === event.data.gateway_account_id &&
    webhook.subscriptions.includes(type) &&
    logged.time >= webhook.createdAt
  );
}

function messageFor(
  deps: Deps,
  webhook: Webhook,
  { event, logged, type }: Told,
  payment: Payment,
): NewMessage {
  const at = deps.now();
  const id = standardId(at, deps.random(randomBytesWanted));
  const resource = deps.showPayment(paymentAt(payment, logged));
  const message = { id, resourceId: payment.id, eventType: type, eventDate: logged.time };
  const { refund_id: refundId } = event.data;
  return {
    ...message,
    webhookId: webhook.id,
    test: false,
    eventId: event.id,
    sequence: event.sequence,
    refundId: typeof refundId === 'string' ? refundId : null,
    traceparent: event.traceparent ?? null,
    body: deps.webhooks.sealBody(messageBody({ ...message, resource })),
    createdAt: at,
  };
}
