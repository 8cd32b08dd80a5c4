import type { Message, NewNotification, Notification } from '../domain/entities.ts';
import { earliestDelivery } from '../domain/letter.ts';
import { shownStatus } from '../domain/notification.ts';
import { standardTime } from '../domain/standard-time.ts';

/** What the standard answers to a message that it accepted. `publicUrl` is where the caller sees this component. */
export function acceptedView(notification: NewNotification, publicUrl: string): Record<string, unknown> {
  const { id, type, message } = notification;
  const common = {
    id,
    reference: message.reference,
    uri: `${publicUrl}/v2/notifications/${id}`,
    template: templateLink(notification, publicUrl),
    scheduled_for: null,
  };
  if (type === 'letter')
    return { ...common, content: { body: message.body, subject: message.subject ?? '' } };
  if (type === 'sms') return { ...common, content: { body: message.body, from_number: message.from } };
  return { ...common, content: emailContent(message), sanitised_content: message.sanitised };
}

/** A notification as the standard shows it. */
export function notificationView(notification: Notification, publicUrl: string): Record<string, unknown> {
  const { id, type, status, message, createdAt, sentAt, completedAt } = notification;
  return {
    id,
    reference: message.reference,
    email_address: type === 'email' ? message.recipient : null,
    phone_number: type === 'sms' ? message.recipient : null,
    ...addressView(message),
    type,
    status: shownStatus(type, status),
    template: templateLink(notification, publicUrl),
    body: message.body,
    subject: message.subject,
    created_at: standardTime(createdAt),
    created_by_name: null,
    sent_at: sentAt && standardTime(sentAt),
    completed_at: completedAt && standardTime(completedAt),
    scheduled_for: null,
    postage: notification.postage,
    ...(type === 'letter' && {
      estimated_delivery: standardTime(earliestDelivery(createdAt, notification.postage ?? 'second')),
    }),
    one_click_unsubscribe_url: message.unsubscribeUrl,
    ...cost(notification),
  };
}

/** One page of notifications. `query` are the filters as they were asked, to be asked again. */
export function pageView(
  notifications: readonly Notification[],
  publicUrl: string,
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const last = notifications.at(-1);
  return {
    notifications: notifications.map((notification) => notificationView(notification, publicUrl)),
    links: linksTo(`${publicUrl}/v2/notifications`, query, last?.id),
  };
}

/** The links of a page of a list: to itself, and to the next while it is not empty. `last` is the id of the last thing on it. */
export function linksTo(
  url: string,
  query: Readonly<Record<string, unknown>>,
  last: string | undefined,
): { current: string; next?: string } {
  return {
    current: listUrl(url, query),
    ...(last && { next: listUrl(url, { ...query, older_than: last }) }),
  };
}

function addressView({ letter }: Message): Record<string, string | null> {
  const names = ['line_1', 'line_2', 'line_3', 'line_4', 'line_5', 'line_6', 'postcode'];
  return Object.fromEntries(names.map((name, at) => [name, letter?.address[at] ?? null]));
}

function emailContent({ from, body, subject, unsubscribeUrl }: Message) {
  return { from_email: from, body, subject: subject ?? '', one_click_unsubscribe_url: unsubscribeUrl };
}

function templateLink({ serviceId, templateId, templateVersion }: NewNotification, publicUrl: string) {
  return {
    id: templateId,
    version: templateVersion,
    uri: `${publicUrl}/services/${serviceId}/templates/${templateId}`,
  };
}

/** Nothing is charged for here: e-mail costs nothing in the standard either, and text messages and letters have a rate of nought. */
function cost({ type, status, fragments, pages, postage }: Notification) {
  if (type === 'email') return { cost_details: {}, cost_in_pounds: 0, is_cost_data_ready: true };
  if (type === 'letter') {
    const isMade = pages !== null;
    const sheets = isMade ? Math.ceil(pages / 2) : null;
    return {
      cost_details: { billable_sheets_of_paper: sheets, postage },
      cost_in_pounds: isMade ? 0 : null,
      is_cost_data_ready: isMade,
    };
  }
  const ready = status !== 'created';
  return {
    cost_details: {
      billable_sms_fragments: fragments,
      international_rate_multiplier: 1,
      sms_rate: 0,
    },
    cost_in_pounds: ready ? 0 : null,
    is_cost_data_ready: ready,
  };
}

function listUrl(url: string, query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return `${url}${text && `?${text}`}`;
}
