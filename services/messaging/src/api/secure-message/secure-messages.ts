import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { SecureMessage } from '../../domain/secure-message/entities.ts';
import type { SecureDeps } from '../../usecases/secure-message/deps.ts';
import {
  evidenceKeys,
  findEvidence,
  findSecureFile,
  findSecureMessage,
  findSecureMessages,
  type OpenedMessage,
  type SecureMessageAsk,
} from '../../usecases/secure-message/read-secure-messages.ts';
import { sendSecureMessage } from '../../usecases/secure-message/send-secure-message.ts';
import { attachment } from './attachment.ts';
import { invalid, readSending } from './sending.ts';

type SecureOperation =
  | 'listSecureMessages'
  | 'sendSecureMessage'
  | 'getSecureMessage'
  | 'getSecureMessageFile'
  | 'getSecureMessageEvidence'
  | 'listEvidenceKeys';

interface ListQuery {
  readonly direction?: SecureMessage['direction'];
  readonly state?: SecureMessage['state'];
  readonly thread_uuid?: string;
  readonly before?: string;
  readonly limit: number;
}

/** Secure messages as departments send and read them. */
export function secureMessageHandlers(deps: SecureDeps): Record<SecureOperation, Handler> {
  return {
    async sendSecureMessage(request, reply) {
      const sent = await sendSecureMessage(deps, {
        ...readSending(request),
        department: callerDepartment(request),
        client: request.caller?.subject ?? '',
        once: onceOf(request),
        traceparent: request.traceparent,
      });
      if (sent === 'key_reused') throw keyReused();
      if (sent === 'no_such_service') {
        throw invalid([{ pointer: '#/messaging_service_id', detail: 'is no service of the department' }]);
      }
      if (sent === 'no_such_thread') {
        throw invalid([{ pointer: '#/reply_data', detail: 'is no message between these two' }]);
      }
      if ('refusals' in sent) throw invalid(sent.refusals);
      const view = entryView(sent.thing);
      return sent.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async listSecureMessages(request) {
      const query = request.query as ListQuery;
      const found = await findSecureMessages(deps, {
        department: callerDepartment(request),
        states: query.state ? [query.state] : null,
        direction: query.direction ?? null,
        threadId: query.thread_uuid ?? null,
        before: query.before ?? null,
        limit: query.limit + 1,
      });
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      const more = found.length > query.limit && last;
      return { secure_messages: page.map(entryView), ...(more && { next_before: last.id }) };
    },

    async getSecureMessage(request, reply) {
      const { message, content = null } = await messageOf(deps, request);
      return reply.header('cache-control', 'no-store').send({ ...entryView(message), content });
    },

    async getSecureMessageFile(request, reply) {
      const { number } = request.params as { number: number };
      const found = await findSecureFile(deps, await messageOf(deps, request), number);
      if (!found) throw noSuch('file');
      return reply.headers(attachment(found.file)).send(found.bytes);
    },

    async getSecureMessageEvidence(request) {
      const chain = await findEvidence(deps, askOf(request));
      if (!chain) throw noSuch('secure message');
      return chain;
    },

    async listEvidenceKeys() {
      return { keys: await evidenceKeys(deps) };
    },
  };
}

async function messageOf(deps: SecureDeps, request: FastifyRequest): Promise<OpenedMessage> {
  const found = await findSecureMessage(deps, askOf(request));
  if (!found) throw noSuch('secure message');
  return found;
}

function askOf(request: FastifyRequest): SecureMessageAsk {
  const { message_uuid: id } = request.params as { message_uuid: string };
  return { id, department: callerDepartment(request) };
}

function callerDepartment(request: FastifyRequest): string {
  return request.caller?.department === '*' ? '*' : departmentOf(request.caller, undefined);
}

function entryView(message: SecureMessage): Record<string, unknown> {
  const times = {
    delivered_at: message.deliveredAt,
    opened_at: message.openedAt,
    replied_at: message.repliedAt,
    expires_at: message.expiresAt,
    expired_at: message.expiredAt,
    erased_at: message.erasedAt,
  };
  return {
    message_uuid: message.id,
    thread_uuid: message.threadId,
    messaging_service_id: message.serviceId,
    department: message.department,
    direction: message.direction,
    state: message.state,
    confidentiality: message.confidentiality,
    required_assurance: message.requiredAssurance,
    reply: message.reply,
    content_sha256: message.contentSha256,
    created_at: message.createdAt.toISOString(),
    deliver_at: message.deliverAt.toISOString(),
    ...Object.fromEntries(
      Object.entries(times).flatMap(([name, at]) => (at === null ? [] : [[name, at.toISOString()]])),
    ),
  };
}
