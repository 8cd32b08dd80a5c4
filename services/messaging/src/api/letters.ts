import { noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Postage } from '../domain/letter.ts';
import type { Deps } from '../usecases/deps.ts';
import { cancelServiceLetter, getLetterPdf } from '../usecases/print-letters.ts';
import type { LetterSending, SentLetter } from '../usecases/send-letter.ts';
import { holderOf } from './callers.ts';
import { noResult, notifyFailure, schemaFailure } from './errors.ts';
import { readLetter } from './message-body.ts';
import { acceptedView } from './notification-view.ts';
import { isObject, isUuid, precompiledShape, shapeErrors } from './schema-rules.ts';
import { serviceAsk } from './services.ts';

type LetterOperation = 'sendLetter' | 'getLetterPdf' | 'cancelLetter';

/** The standard's operations on letters, and their cancelling. */
export function letterHandlers(deps: Deps, sending: LetterSending): Record<LetterOperation, Handler> {
  return {
    async sendLetter(request, reply) {
      const isPrecompiled = isObject(request.body) && Object.hasOwn(request.body, 'content');
      const sent = isPrecompiled
        ? await sending.precompiled(readPrecompiled(request))
        : await sending.fromTemplate({ ...readTemplated(request), ...atOnce });
      return answer(request, reply, sent, isPrecompiled);
    },

    async getLetterPdf(request, reply) {
      const { notificationId: id } = request.params as { notificationId: string };
      if (!isUuid(id)) throw schemaFailure(['notification_id is not a valid UUID']);
      const found = await getLetterPdf(deps, { id, serviceId: holderOf(request).service.id });
      if (found === 'not_found') throw noResult();
      if (found === 'no_letter') throw notifyFailure(400, 'BadRequestError', 'Notification is not a letter');
      if (found === 'not_ready') {
        throw notifyFailure(400, 'PDFNotReadyError', 'PDF not available yet, try again later');
      }
      if ('failed' in found) {
        throw notifyFailure(400, 'BadRequestError', `PDF not available for letters in ${found.failed}`);
      }
      return reply.header('cache-control', 'no-store').type('application/pdf').send(found);
    },

    async cancelLetter(request, reply) {
      const { notification_id: notificationId } = request.params as { notification_id: string };
      const { traceparent } = request;
      const cancelled = await cancelServiceLetter(deps, {
        ...serviceAsk(request),
        notificationId,
        traceparent,
      });
      if (cancelled === undefined) throw noSuch('letter');
      if (!cancelled)
        throw new Problem(409, 'not_cancellable', 'The letter is printed already, or was cancelled');
      return reply.code(204).send();
    },
  };
}

function answer(request: FastifyRequest, reply: FastifyReply, sent: SentLetter, isPrecompiled: boolean) {
  if (sent === 'key_reused') {
    throw notifyFailure(409, 'BadRequestError', 'Idempotency-Key was used before with another request');
  }
  if ('refused' in sent) throw notifyFailure(sent.status, sent.error, sent.refused, sent.facts);
  const { notification, replayed } = sent;
  const { id, postage, message } = notification;
  const body = isPrecompiled
    ? { id, reference: message.reference, postage }
    : acceptedView(notification, request.publicUrl);
  return replayed ? sendReplay(reply, { status: 201, body }) : reply.code(201).send(body);
}

function askOf(request: FastifyRequest) {
  const { reference = null } = request.body as { reference?: string };
  return {
    holder: holderOf(request),
    reference,
    once: onceOf(request),
    traceparent: request.traceparent,
    ...atOnce,
  };
}

/** The standard plans no letters. */
const atOnce = { scheduledFor: null, lane: undefined };

function readTemplated(request: FastifyRequest) {
  const read = readLetter(request, request.body);
  if ('errors' in read) throw schemaFailure(read.errors);
  return read;
}

function readPrecompiled(request: FastifyRequest) {
  const errors = shapeErrors(request.body, precompiledShape);
  if (errors.length > 0) throw schemaFailure(errors);
  const { content, postage = 'second' } = request.body as { content: string; postage?: Postage };
  return { ...askOf(request), pdf: readBase64(content), postage };
}

/** Reads base64 (RFC 4648 section 4), white space within it allowed; undefined when it is none. */
function readBase64(text: string): Buffer | undefined {
  const bare = text.replace(/\s/g, '');
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare)
    ? Buffer.from(bare, 'base64')
    : undefined;
}
