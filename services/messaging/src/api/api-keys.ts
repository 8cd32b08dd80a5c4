import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { ApiKey, KeyType } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { createApiKey, findApiKeys, revokeKey } from '../usecases/manage-api-keys.ts';
import { invalid } from './service-settings.ts';
import { serviceAsk, serviceOf } from './services.ts';

/** Administration of API keys. */
export function apiKeyHandlers(deps: Deps): Record<'createApiKey' | 'listApiKeys' | 'revokeApiKey', Handler> {
  return {
    async createApiKey(request, reply) {
      const service = await serviceOf(deps, request);
      const { name, type } = request.body as { name: string; type: KeyType };
      if (type === 'live' && service.trialMode) {
        throw invalid('#/type', 'cannot be live while the service is in trial mode');
      }
      const { traceparent } = request;
      const made = await createApiKey(deps, { service, name, type, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const { key } = made.thing;
      const view = { ...keyView(made.thing), ...(key && { key }) };
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      return reply.code(201).header('cache-control', 'no-store').send(view);
    },

    async listApiKeys(request) {
      const keys = await findApiKeys(deps, serviceAsk(request));
      if (!keys) throw noSuch('messaging service');
      return { api_keys: keys.map(keyView) };
    },

    async revokeApiKey(request, reply) {
      const { api_key_id: keyId } = request.params as { api_key_id: string };
      const { traceparent } = request;
      if (!(await revokeKey(deps, { ...serviceAsk(request), keyId, traceparent }))) throw noSuch('API key');
      return reply.code(204).send();
    },
  };
}

function keyView({ id, name, type, createdAt, revokedAt }: ApiKey): Record<string, unknown> {
  return {
    id,
    name,
    type,
    created_at: createdAt.toISOString(),
    ...(revokedAt && { revoked_at: revokedAt.toISOString() }),
  };
}
