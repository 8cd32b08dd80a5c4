import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply } from 'fastify';
import type { Deps } from '../usecases/deps.ts';
import { followRouting } from '../usecases/follow-routing.ts';
import { requireOperator } from './callers.ts';

/** The table that gateways follow, at once or by long poll. */
export function routingHandlers(deps: Pick<Deps, 'db' | 'routingChanges'>): Record<'getRouting', Handler> {
  return {
    async getRouting(request, reply) {
      // A table of all departments is for nobody who belongs to one.
      requireOperator(request);
      const { after, wait = 0 } = request.query as { after?: number; wait?: number };
      const signal = AbortSignal.any([closed(reply), request.server.draining]);
      const waitMs = Number(wait) * 1000;
      const routing = await followRouting(deps, { after, waitMs, signal });
      return routing ?? reply.code(204).send();
    },
  };
}

function closed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
