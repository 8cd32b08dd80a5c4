import type { Authenticate } from '@ashlar/service-kit';
import type { FastifyInstance } from 'fastify';
import type { Deps } from '../usecases/deps.ts';
import { makeProviderState } from '../usecases/make-provider-state.ts';
import { publisherOf } from './callers.ts';
import { notFound } from './errors.ts';

/**
 * Registers `POST /provider-states?state=…` of the test profile, which is in no contract: it empties the department of the publishing token that comes with
 * it, and makes a provider state of the publishing pact there. 204; 401 without a token, 404 when there is no such state.
 */
export function registerProviderStates(app: FastifyInstance, deps: Deps, authenticate: Authenticate): void {
  app.post('/provider-states', async (request, reply) => {
    const caller = await authenticate(request);
    if (!caller) return reply.code(401).send({ error: { code: 401, message: 'A valid token is needed' } });
    request.caller = caller;
    const { state } = request.query as { state?: unknown };
    const made = await makeProviderState(deps, publisherOf(request, undefined), String(state));
    if (!made) throw notFound('There is no such provider state');
    return reply.code(204).send();
  });
}
