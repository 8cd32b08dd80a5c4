import { fencedOff } from '@ashlar/postgres';
import type { NewNotification } from '../../domain/entities.ts';
import { noticeTemplateId, noticeText } from '../../domain/secure-message/notice.ts';
import { defaultSender } from '../../domain/senders.ts';
import { fragments } from '../../domain/sms.ts';
import { insertNotification } from '../../store/notifications.ts';
import { readContents, readSecureMessage } from '../../store/secure-message/messages.ts';
import {
  deleteSecureMessages,
  dueForDelivery,
  dueNotices,
  dueToExpire,
  eraseContents,
  noticeHanded,
  postpone,
  postponeNotice,
  rewrapSome,
  type SettledNotice,
  settledNotices,
  type WaitingNotice,
} from '../../store/secure-message/work.ts';
import { readService } from '../../store/services.ts';
import { smsText } from '../compose-message.ts';
import type { SecureDeps } from './deps.ts';
import { recordEvent } from './record-event.ts';

const everybody = { department: '*' };

/**
 * Does what is due: delivers, hands notices on, attests how they ended, lets messages expire, wraps keys anew. Any number of processes may do it: what two of them take up is
 * stored by one. Answers whether there was anything.
 */
export async function workSecureMessages(deps: SecureDeps): Promise<boolean> {
  const { db, vault, now } = deps;
  const at = now();
  const delivered = await each(deps, await dueForDelivery(db, at), (id) => happen(deps, id, 'delivered'));
  const handed = await eachNotice(deps, await dueNotices(db, vault, at), (notice) => hand(deps, notice));
  const settled = await each(deps, await settledNotices(db, at), (notice) => settle(deps, notice));
  const expired = await each(deps, await dueToExpire(db, at), (id) => happen(deps, id, 'expired'));
  const rewrapped = await rewrapSome(db, deps.keyring);
  return delivered + handed + settled + expired + rewrapped > 0;
}

/** Deletes what is past its time: first what is in messages, later their evidence. */
export async function pruneSecureMessages({ db, now, times }: SecureDeps): Promise<void> {
  const before = (seconds: number) => new Date(now().getTime() - seconds * 1000);
  const most = 500;
  while ((await eraseContents(db, { before: before(times.keepContents), at: now(), most })) === most);
  while ((await deleteSecureMessages(db, before(times.keepEvidence), most)) === most);
}

async function happen(deps: SecureDeps, id: string, event: 'delivered' | 'expired'): Promise<void> {
  const message = await readSecureMessage(deps.db, id, everybody);
  if (message && (await recordEvent(deps, deps.db, message, { event }))) deps.logged();
}

/** Makes the notification of a notice, and stores with it that it was made: there is one, whenever a process ends. */
async function hand(deps: SecureDeps, notice: WaitingNotice): Promise<void> {
  const notification = await notificationOf(deps, notice);
  const isNew = await deps.together(async (db) => {
    if (!(await noticeHanded(db, notice))) return false;
    return insertNotification(db, deps.vault, notification, {
      referenceMac: null,
      traceparent: undefined,
      once: undefined,
    });
  });
  if (!isNew) return;
  deps.logged();
  deps.notify();
}

async function settle(deps: SecureDeps, notice: SettledNotice): Promise<void> {
  const { messageId, kind, channel, notificationId: notification_id, sent } = notice;
  const message = await readSecureMessage(deps.db, messageId, everybody);
  if (!message) return;
  const event = sent ? 'notice_sent' : 'notice_failed';
  const detail = { notice: { kind, channel, notification_id } };
  if (await recordEvent(deps, deps.db, message, { event, detail })) deps.logged();
}

async function notificationOf(deps: SecureDeps, notice: WaitingNotice): Promise<NewNotification> {
  const { messageId, kind, channel, recipient, to } = notice;
  const { db, vault, keyring, mailboxUrl } = deps;
  const message = await readSecureMessage(db, messageId, everybody);
  const service = message && (await readService(db, vault, message.serviceId, '*'));
  if (!service) throw new Error('The messaging service of a secure message is missing');
  const isPublic = message.confidentiality === 'public';
  const label = isPublic ? (await readContents(db, keyring, [messageId])).get(messageId)?.label : undefined;
  const { subject, body } = noticeText({ kind, channel, label, url: mailboxUrl });
  const isEmail = channel === 'email';
  const content = {
    recipient,
    to,
    from: isEmail ? service.emailFrom : (defaultSender(service, 'sms_sender')?.value ?? service.smsSender),
    subject: isEmail ? subject : null,
    body,
    reference: null,
    unsubscribeUrl: null,
    senderName: service.name,
    sanitised: {},
  };
  return {
    id: notice.notificationId,
    serviceId: service.id,
    department: service.department,
    service: service.service,
    type: channel,
    keyType: 'live',
    templateId: noticeTemplateId,
    templateVersion: 1,
    provider: isEmail ? service.emailProvider : service.smsProvider,
    fragments: isEmail ? null : fragments(smsText(content)),
    postage: null,
    pages: null,
    message: content,
    lane: 'normal',
    scheduledFor: null,
    createdAt: deps.now(),
  };
}

/** Works through messages; one that meets a fault is left for a while and holds up no other. */
async function each<Item extends string | { readonly messageId: string }>(
  deps: SecureDeps,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<number> {
  for (const item of items) {
    await work(item).catch(async (error: unknown) => {
      const id = typeof item === 'string' ? item : item.messageId;
      if (wentElsewhere(deps, error, id)) return;
      deps.log.warn({ err: error, messageUuid: id }, 'a secure message met a fault and is tried again');
      await postpone(deps.db, id, later(deps));
    });
  }
  return items.length;
}

async function eachNotice(
  deps: SecureDeps,
  notices: readonly WaitingNotice[],
  work: (notice: WaitingNotice) => Promise<void>,
): Promise<number> {
  for (const notice of notices) {
    await work(notice).catch(async (error: unknown) => {
      if (wentElsewhere(deps, error, notice.messageId)) return;
      deps.log.warn({ err: error, messageUuid: notice.messageId }, 'a notice met a fault and is tried again');
      await postponeNotice(deps.db, notice, later(deps));
    });
  }
  return notices.length;
}

function wentElsewhere({ log }: SecureDeps, error: unknown, messageUuid: string): boolean {
  if (!fencedOff(error)) return false;
  log.info({ messageUuid }, 'the department went elsewhere while a secure message was in hand');
  return true;
}

function later({ now, times }: SecureDeps): Date {
  return new Date(now().getTime() + times.retryAfter * 1000);
}
