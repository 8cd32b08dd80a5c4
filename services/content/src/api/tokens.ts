import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { PublishingToken } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { createToken, findTokens, revokePublishingToken } from '../usecases/manage-tokens.ts';
import { applicationAsk, applicationOf } from './applications.ts';

type TokenOperation = 'createPublishingToken' | 'listPublishingTokens' | 'revokePublishingToken';

/** Administration of publishing tokens. */
export function tokenHandlers(deps: Deps): Record<TokenOperation, Handler> {
  return {
    async createPublishingToken(request, reply) {
      const application = await applicationOf(deps, request);
      const { description } = request.body as { description: string };
      const { traceparent } = request;
      const made = await createToken(deps, { application, description, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const { token } = made.thing;
      const view = { ...tokenView(made.thing), ...(token && { token }) };
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      return reply.code(201).header('cache-control', 'no-store').send(view);
    },

    async listPublishingTokens(request) {
      const tokens = await findTokens(deps, applicationAsk(request));
      if (!tokens) throw noSuch('publishing application');
      return { tokens: tokens.map(tokenView) };
    },

    async revokePublishingToken(request, reply) {
      const { token_id: tokenId } = request.params as { token_id: string };
      const { traceparent } = request;
      const revoked = await revokePublishingToken(deps, { ...applicationAsk(request), tokenId, traceparent });
      if (!revoked) throw noSuch('token');
      return reply.code(204).send();
    },
  };
}

function tokenView({ id, description, createdAt, revokedAt }: PublishingToken): Record<string, unknown> {
  return {
    id,
    description,
    created_at: createdAt.toISOString(),
    ...(revokedAt && { revoked_at: revokedAt.toISOString() }),
  };
}
