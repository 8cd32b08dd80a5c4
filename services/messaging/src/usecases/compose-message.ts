import type { Once } from '@ashlar/component';
import { maySend } from '../domain/bounce-guard.ts';
import type { Channel, Message, NewNotification, Sender, SenderType, Template } from '../domain/entities.ts';
import type { Lane } from '../domain/lanes.ts';
import { isSmokeTest } from '../domain/notification.ts';
import { pretence } from '../domain/ports.ts';
import type { Recipient } from '../domain/recipients.ts';
import { defaultSender, namedSender } from '../domain/senders.ts';
import { fragments, longestSms, sanitiseSms, tidySms } from '../domain/sms.ts';
import { fill, oneLine, type Personalisation, plain, sanitise } from '../domain/template.ts';
import type { TokenHolder } from './check-token.ts';
import type { Deps } from './deps.ts';
import { refuseTemplate } from './refuse-template.ts';
import { unsubscribePath } from './unsubscribe.ts';

/** A message as a service asks for it, its schema checked. */
export interface SendNotification {
  readonly holder: TokenHolder;
  readonly type: Channel;
  /** As the caller wrote it, without white space, and as it was read. */
  readonly recipient: string;
  readonly read: Extract<Recipient, { to: string }>;
  readonly templateId: string;
  readonly personalisation: Personalisation;
  readonly sanitiseFor: readonly string[];
  readonly reference: string | null;
  readonly unsubscribeUrl: string | null;
  /** The id of a reply-to address or text message sender, and the name of the member that it came in. */
  readonly sender: { readonly member: string; readonly id: string } | undefined;
  /** When it is to be sent; null for at once. */
  readonly scheduledFor: Date | null;
  /** How urgent it is; as its template unless told. */
  readonly lane: Lane | undefined;
  /** The department's own id of the person, where the channel was chosen by what the person prefers. */
  readonly recipientId?: string;
  readonly once: Once | undefined;
  readonly traceparent: string;
  /** Where the caller sees this component: links in messages begin with it. */
  readonly publicUrl: string;
}

const channelNames: Readonly<Record<Channel, string>> = { email: 'emails', sms: 'text messages' };

const senderTypes: Readonly<Record<Channel, SenderType>> = { email: 'email_reply_to', sms: 'sms_sender' };

/** The most bytes of an e-mail. */
const longestEmail = 2_000_000;

/** Why a service may not send messages of this kind at all, in the standard's words; undefined when it may. */
export function refuseChannel({
  holder: { service },
  type,
}: Pick<SendNotification, 'holder' | 'type'>): string | undefined {
  return maySend(service, type) ? undefined : `Service is not allowed to send ${channelNames[type]}`;
}

/** The first thing that is wrong with a message, in the standard's order and words; undefined when nothing is. */
export function refuseMessage(input: SendNotification, template: Template | undefined): string | undefined {
  return (
    refuseTemplate(template, input.type, input.personalisation) ??
    refuseSender(input) ??
    refuseRecipient(input)
  );
}

/** Why a message may not come from what it names, in the standard's words; undefined when it may. */
export function refuseSender({
  type,
  holder: { service },
  sender,
}: Pick<SendNotification, 'type' | 'holder' | 'sender'>): string | undefined {
  return sender && !namedSender(service, senderTypes[type], sender.id)
    ? `${sender.member} ${sender.id} does not exist in database for service id ${service.id}`
    : undefined;
}

/** Whom a key may not send to, in its service's mode; a smoke test's recipient is everybody's. */
function refuseRecipient({ holder: { service, key }, read }: SendNotification): string | undefined {
  const isLimited = key.type === 'team' || (key.type === 'live' && service.trialMode);
  const isKnown = [...service.teamMembers, ...service.guestList].includes(read.to);
  if (isLimited && !isKnown && !isSmokeTest(read.to)) {
    return key.type === 'team'
      ? 'Can’t send to this recipient using a team-only API key'
      : 'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode';
  }
  if (read.international && !service.internationalSms) {
    return 'Cannot send to international mobile numbers';
  }
  return undefined;
}

/** Why a message is too long, in the standard's words; undefined when it is not. */
export function refuseLength({ type, message }: NewNotification): string | undefined {
  const { subject, body } = message;
  if (type === 'sms') {
    return body.length > longestSms
      ? `Your message is too long. Text messages cannot be longer than ${longestSms} characters. Your message is ${body.length} characters long.`
      : undefined;
  }
  const bytes = Buffer.byteLength(body) + Buffer.byteLength(subject ?? '');
  return bytes > longestEmail
    ? `Your message is too long. Emails cannot be longer than ${longestEmail} bytes. Your message is ${bytes} bytes.`
    : undefined;
}

/** Makes a notification of a message that was checked; how long it may be is checked after. */
export function composeNotification(
  deps: Deps,
  id: string,
  input: SendNotification,
  template: Template,
): NewNotification {
  const { service, key } = input.holder;
  const { type } = input;
  const createdAt = deps.now();
  const message =
    type === 'email'
      ? { ...emailOf(input, template), ownUnsubscribeUrl: ownLink(deps, input, template, { id, createdAt }) }
      : smsOf(input, template);
  const ownProvider = type === 'email' ? service.emailProvider : service.smsProvider;
  return {
    id,
    serviceId: service.id,
    department: service.department,
    service: service.service,
    type,
    keyType: key.type,
    templateId: template.id,
    templateVersion: template.version,
    provider: key.type === 'test' ? pretence : ownProvider,
    postage: null,
    pages: null,
    fragments: type === 'sms' ? fragments(smsText(message)) : null,
    message,
    lane: input.lane ?? template.lane,
    scheduledFor: input.scheduledFor,
    createdAt,
  };
}

function ownLink(
  deps: Deps,
  { read, unsubscribeUrl, publicUrl, holder: { key } }: SendNotification,
  { id: templateId, serviceId, hasUnsubscribeLink }: Template,
  { id: notificationId, createdAt }: { id: string; createdAt: Date },
): string | null {
  if (!hasUnsubscribeLink || unsubscribeUrl !== null) return null;
  const wish = {
    ...{ notificationId, serviceId, templateId, to: read.to, at: createdAt.toISOString() },
    ...(key.type === 'test' && { test: true }),
  };
  return `${publicUrl}${unsubscribePath(deps, wish)}`;
}

/** A text message as a phone shows it: its sender's name comes first. */
export function smsText({ senderName, body }: Message): string {
  return `${sanitiseSms(senderName)}: ${body}`;
}

function emailOf(input: SendNotification, template: Template): Message {
  const sanitised = sanitise(input.personalisation, input.sanitiseFor);
  const disarmed = Object.entries(sanitised).map(([name, value]) => [name, value.sanitised]);
  const values = { ...input.personalisation, ...Object.fromEntries(disarmed) };
  const subject = fill(template.subject ?? '', input.personalisation, 'sentence');
  return {
    ...commonParts(input),
    from: input.holder.service.emailFrom,
    replyTo: senderOf(input)?.value ?? null,
    subject: oneLine(subject),
    body: fill(template.body, values, 'bullets'),
    sanitised,
  };
}

function smsOf(input: SendNotification, template: Template): Message {
  return {
    ...commonParts(input),
    from: senderOf(input)?.value ?? input.holder.service.smsSender,
    subject: null,
    body: smsBody(template.body, input.personalisation),
    sanitised: {},
  };
}

/** A text message's body with its values in place. */
export function smsBody(body: string, personalisation: Personalisation): string {
  return tidySms(sanitiseSms(fill(body, personalisation, 'sentence').replace(/\r\n?/g, '\n')));
}

function senderOf({ holder: { service }, type, sender }: SendNotification): Sender | undefined {
  const kind = senderTypes[type];
  return sender ? namedSender(service, kind, sender.id) : defaultSender(service, kind);
}

function commonParts(input: SendNotification) {
  const { recipient, read, reference, unsubscribeUrl, holder, recipientId } = input;
  const { name: senderName } = holder.service;
  return {
    ...(recipientId !== undefined && { recipientId }),
    recipient: plain(recipient),
    to: read.to,
    reference,
    unsubscribeUrl,
    senderName,
  };
}
