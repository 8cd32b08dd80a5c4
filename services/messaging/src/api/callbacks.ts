import { noSuch } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { CallbackType, ServiceCallback } from '../domain/callback.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  findCallbackMessages,
  findCallbacks,
  removeCallback,
  replayCallbackMessage,
  setCallback,
} from '../usecases/manage-callbacks.ts';
import { invalid } from './service-settings.ts';
import { serviceAsk, serviceOf } from './services.ts';

type CallbackOperation =
  | 'listCallbacks'
  | 'putCallback'
  | 'deleteCallback'
  | 'listCallbackMessages'
  | 'replayCallbackMessage';

/** Administration of what services hear of their messages. */
export function callbackHandlers(deps: Deps): Record<CallbackOperation, Handler> {
  return {
    async listCallbacks(request) {
      const { id } = await serviceOf(deps, request);
      return { callbacks: (await findCallbacks(deps, id)).map(callbackView) };
    },

    async putCallback(request) {
      const { id: serviceId } = await serviceOf(deps, request);
      const { type } = request.params as { type: CallbackType };
      const { url, bearer_token, new_signing_secret = false } = request.body as CallbackBody;
      const set = await setCallback(deps, {
        serviceId,
        type,
        url,
        bearerToken: bearer_token,
        newSecret: new_signing_secret,
        traceparent: request.traceparent,
      });
      if ('fault' in set) throw invalid('#/url', set.fault);
      const secret = set.isSecretNew && { signing_secret: `whsec_${set.callback.secret}` };
      return { ...callbackView(set.callback), ...secret };
    },

    async deleteCallback(request, reply) {
      const { id: serviceId } = await serviceOf(deps, request);
      const { type } = request.params as { type: CallbackType };
      if (!(await removeCallback(deps, { serviceId, type, traceparent: request.traceparent }))) {
        throw noSuch('callback');
      }
      return reply.code(204).send();
    },

    async listCallbackMessages(request) {
      const { status } = request.query as { status?: string };
      const found = await findCallbackMessages(deps, { ...serviceAsk(request), status });
      if (!found) throw noSuch('messaging service');
      return { callback_messages: found.map(messageView) };
    },

    async replayCallbackMessage(request, reply) {
      const { message_id: messageId } = request.params as { message_id: string };
      const { traceparent } = request;
      const replayed = await replayCallbackMessage(deps, { ...serviceAsk(request), messageId, traceparent });
      if (replayed === undefined) throw noSuch('callback message');
      if (!replayed) throw new Problem(409, 'still_sending', 'The message is still being sent');
      return reply.code(202).send({ id: messageId, status: 'pending' });
    },
  };
}

interface CallbackBody {
  readonly url: string;
  readonly bearer_token: string;
  readonly new_signing_secret?: boolean;
}

function callbackView({ type, url, createdAt }: ServiceCallback): Record<string, unknown> {
  return { type, url, created_at: createdAt.toISOString() };
}

type Messages = NonNullable<Awaited<ReturnType<typeof findCallbackMessages>>>;

function messageView(message: Messages[number]): Record<string, unknown> {
  const { id, type, subjectId, status, tries, createdAt, endedAt, attempts } = message;
  return {
    id,
    type,
    subject_id: subjectId,
    status,
    tries,
    created_at: createdAt.toISOString(),
    ...(endedAt && { ended_at: endedAt.toISOString() }),
    attempts: attempts.map(({ startedAt, durationMs, statusCode, result }) => ({
      started_at: new Date(startedAt).toISOString(),
      duration_ms: durationMs,
      ...(statusCode !== null && { status_code: statusCode }),
      result,
    })),
  };
}
