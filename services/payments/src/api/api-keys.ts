import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { ApiKey } from '../domain/entities.ts';
import { createApiKey } from '../usecases/create-api-key.ts';
import type { Deps } from '../usecases/deps.ts';
import { findGatewayAccount } from '../usecases/find-gateway-accounts.ts';
import { findApiKeys, revokeKey } from '../usecases/manage-api-keys.ts';
import { accountAsk } from './gateway-accounts.ts';

/** Administration of API keys. */
export function apiKeyHandlers(deps: Deps): Record<'createApiKey' | 'listApiKeys' | 'revokeApiKey', Handler> {
  return {
    async createApiKey(request, reply) {
      const account = await findGatewayAccount(deps, accountAsk(request));
      if (!account) throw noSuch('gateway account');
      const { description } = request.body as { description: string };
      const { traceparent } = request;
      const made = await createApiKey(deps, { account, description, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const { token } = made.thing;
      const view = { ...keyView(made.thing), ...(token && { token }) };
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      return reply.code(201).header('cache-control', 'no-store').send(view);
    },

    async listApiKeys(request) {
      const keys = await findApiKeys(deps, accountAsk(request));
      if (!keys) throw noSuch('gateway account');
      return { api_keys: keys.map(keyView) };
    },

    async revokeApiKey(request, reply) {
      const { api_key_id: keyId } = request.params as { api_key_id: string };
      const { traceparent } = request;
      if (!(await revokeKey(deps, { ...accountAsk(request), keyId, traceparent }))) throw noSuch('API key');
      return reply.code(204).send();
    },
  };
}

function keyView({ id, description, createdAt, revokedAt }: ApiKey): Record<string, unknown> {
  return {
    id,
    description,
    created_at: createdAt.toISOString(),
    ...(revokedAt && { revoked_at: revokedAt.toISOString() }),
  };
}
