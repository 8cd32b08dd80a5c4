import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Channel } from '../domain/entities.ts';
import { filters } from '../domain/notification.ts';
import type { Deps } from '../usecases/deps.ts';
import { findNotifications, getNotification } from '../usecases/find-notifications.ts';
import type { createSend } from '../usecases/send-notification.ts';
import { holderOf } from './callers.ts';
import { dailyLimitExceeded, noResult, notifyFailure, schemaFailure } from './errors.ts';
import { readMessage } from './message-body.ts';
import { acceptedView, notificationView, pageView } from './notification-view.ts';
import { firstOf, isUuid, oneOfRule, type Shape, shapeErrors, textRule, uuidRule } from './schema-rules.ts';

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
    return async (request, reply) => {
      const read = readMessage(request, type, request.body);
      if ('errors' in read) throw schemaFailure(read.errors);
      return answer(request, reply, await send({ ...read, scheduledFor: null, lane: undefined }));
    };
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
