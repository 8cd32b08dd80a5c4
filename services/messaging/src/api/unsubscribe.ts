import { noSuch } from '@ashlar/component';
import { Failure, type Handler } from '@ashlar/service-kit';
import type { UnsubscribeRequest } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { findUnsubscribeRequests, processUnsubscribeRequests, unsubscribe } from '../usecases/unsubscribe.ts';
import { serviceAsk } from './services.ts';

type UnsubscribeOperation = 'unsubscribe' | 'listUnsubscribeRequests' | 'processUnsubscribeRequests';

/** People who want no more mail, and what services do about it. */
export function unsubscribeHandlers(deps: Deps): Record<UnsubscribeOperation, Handler> {
  return {
    async unsubscribe(request) {
      const { notificationId, token } = request.params as { notificationId: string; token: string };
      if (await unsubscribe(deps, { notificationId, token, traceparent: request.traceparent })) {
        return { result: 'success', message: 'Unsubscribe successful' };
      }
      const message = { 'unsubscribe request': 'This is not a valid unsubscribe link.' };
      throw new Failure(404, { result: 'error', message });
    },

    async listUnsubscribeRequests(request) {
      const found = await findUnsubscribeRequests(deps, serviceAsk(request));
      if (!found) throw noSuch('messaging service');
      return { unsubscribe_requests: found.map(requestView) };
    },

    async processUnsubscribeRequests(request) {
      const { ids } = request.body as { ids: readonly string[] };
      const { traceparent } = request;
      const processed = await processUnsubscribeRequests(deps, { ...serviceAsk(request), ids, traceparent });
      if (processed === undefined) throw noSuch('messaging service');
      return { processed };
    },
  };
}

function requestView(request: UnsubscribeRequest): Record<string, unknown> {
  return {
    id: request.id,
    template_id: request.templateId,
    notification_id: request.notificationId,
    email_address: request.recipient,
    created_at: request.createdAt.toISOString(),
  };
}
