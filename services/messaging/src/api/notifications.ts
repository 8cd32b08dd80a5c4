import { onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Channel } from '../domain/entities.ts';
import { filters } from '../domain/notification.ts';
import { shownRecipient } from '../domain/recipients.ts';
import type { Deps } from '../usecases/deps.ts';
import { findNotifications, getNotification } from '../usecases/find-notifications.ts';
import type { createSend, SendNotification } from '../usecases/send-notification.ts';
import { holderOf } from './callers.ts';
import { dailyLimitExceeded, noResult, notifyFailure, schemaFailure } from './errors.ts';
import { acceptedView, notificationView, pageView } from './notification-view.ts';
import { readRecipient } from './phone-numbers.ts';
import {
  emailShape,
  firstOf,
  isObject,
  isUuid,
  oneOfRule,
  type Shape,
  shapeErrors,
  smsShape,
  textRule,
  uuidRule,
} from './schema-rules.ts';

type NotificationOperation = 'sendEmail' | 'sendSms' | 'getNotification' | 'listNotifications';

const listShape: Shape = {
  members: {
    reference: textRule(1000),
    status: oneOfRule(filters),
    template_type: oneOfRule(['sms', 'email', 'letter']),
    include_jobs: oneOfRule(['true', 'True']),
    older_than: uuidRule,
  },
  required: [],
};

/** The standard's operations on notifications. */
export function notificationHandlers(
  deps: Deps,
  send: ReturnType<typeof createSend>,
): Record<NotificationOperation, Handler> {
  const sending = (type: Channel): Handler => {
    return async (request, reply) => answer(request, reply, await send(readSend(request, type)));
  };
  return {
    sendEmail: sending('email'),
    sendSms: sending('sms'),

    async getNotification(request) {
      const { notificationId: id } = request.params as { notificationId: string };
      if (!isUuid(id)) throw schemaFailure(['notification_id is not a valid UUID']);
      const found = await getNotification(deps, { id, serviceId: holderOf(request).service.id });
      if (!found) throw noResult();
      return notificationView(found, request.publicUrl);
    },

    async listNotifications(request) {
      const query = firstOf(request.query, ['reference', 'older_than', 'include_jobs']);
      const errors = shapeErrors(query, listShape);
      if (errors.length > 0) throw schemaFailure(errors);
      const { service, key } = holderOf(request);
      const found = await findNotifications(deps, {
        serviceId: service.id,
        keyType: key.type,
        types: [query.template_type ?? []].flat(),
        statuses: [query.status ?? []].flat(),
        reference: query.reference,
        olderThan: query.older_than,
      });
      return pageView(found, request.publicUrl, query);
    },
  };
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  sent: Awaited<ReturnType<ReturnType<typeof createSend>>>,
) {
  if (sent === 'key_reused') {
    throw notifyFailure(409, 'BadRequestError', 'Idempotency-Key was used before with another request');
  }
  if ('overLimit' in sent) throw dailyLimitExceeded(sent.kind, sent.overLimit);
  if ('invalid' in sent) throw schemaFailure(sent.invalid);
  if ('refused' in sent) throw notifyFailure(sent.status ?? 400, 'BadRequestError', sent.refused);
  const body = acceptedView(sent.notification, request.publicUrl);
  return sent.replayed ? sendReplay(reply, { status: 201, body }) : reply.code(201).send(body);
}

interface SendBody {
  readonly template_id: string;
  readonly email_address?: string;
  readonly phone_number?: string;
  readonly personalisation?: Record<string, unknown>;
  readonly reference?: string;
  readonly sanitise_content_for?: readonly unknown[] | null;
  readonly one_click_unsubscribe_url?: string;
  readonly email_reply_to_id?: string;
  readonly sms_sender_id?: string;
}

function readSend(request: FastifyRequest, type: Channel): SendNotification {
  const errors = shapeErrors(request.body, type === 'email' ? emailShape : smsShape);
  if (errors.length > 0 || !isObject(request.body)) throw schemaFailure(errors);
  const body = request.body as unknown as SendBody;
  const typed = (type === 'email' ? body.email_address : body.phone_number) ?? '';
  const read = readRecipient(typed);
  if ('problem' in read)
    throw schemaFailure([`${type === 'email' ? 'email_address' : 'phone_number'} ${read.problem}`]);
  return {
    holder: holderOf(request),
    type,
    recipient: shownRecipient(typed),
    read,
    templateId: body.template_id.toLowerCase(),
    personalisation: body.personalisation ?? {},
    sanitiseFor: (body.sanitise_content_for ?? []).map(String),
    reference: body.reference ?? null,
    unsubscribeUrl: body.one_click_unsubscribe_url ?? null,
    sender: senderOf(body),
    once: onceOf(request),
    traceparent: request.traceparent,
    publicUrl: request.publicUrl,
  };
}

function senderOf(body: SendBody): SendNotification['sender'] {
  const { email_reply_to_id, sms_sender_id } = body;
  if (email_reply_to_id !== undefined) return { member: 'email_reply_to_id', id: email_reply_to_id };
  return sms_sender_id === undefined ? undefined : { member: 'sms_sender_id', id: sms_sender_id };
}
