import { bearerToken, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RegistrationProblem } from '../domain/registration.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  endRegistration,
  findRegistration,
  type Registered,
  registerClient,
  replaceRegistration,
} from '../usecases/register-client.ts';

type RegistrationOperation =
  | 'registerClient'
  | 'getRegistration'
  | 'replaceRegistration'
  | 'deleteRegistration';

/** Clients that register themselves (RFC 7591), and what they do with their registration (RFC 7592). */
export function registrationHandlers(deps: Deps, issuer: string): Record<RegistrationOperation, Handler> {
  const answer = (
    reply: FastifyReply,
    outcome: Registered | RegistrationProblem | 'unauthorised',
    status: number,
  ) => {
    reply.header('cache-control', 'no-store');
    if (outcome === 'unauthorised') return unauthorised(reply);
    if ('error' in outcome) return reply.code(400).send(outcome);
    return reply.code(status).send(viewOf(outcome, issuer));
  };
  return {
    async registerClient(request, reply) {
      const { body: metadata, traceparent } = request;
      return answer(
        reply,
        await registerClient(deps, { token: tokenOf(request), metadata, traceparent }),
        201,
      );
    },
    getRegistration: async (request, reply) =>
      answer(reply, await findRegistration(deps, askOf(request)), 200),
    async replaceRegistration(request, reply) {
      const { body: metadata, traceparent } = request;
      const ask = askOf(request);
      if ((metadata as { client_id?: unknown } | null)?.client_id !== ask.id) {
        const error_description = 'client_id is not that of the registration';
        return answer(reply, { error: 'invalid_client_metadata', error_description }, 200);
      }
      return answer(reply, await replaceRegistration(deps, { ...ask, metadata, traceparent }), 200);
    },
    async deleteRegistration(request, reply) {
      const { traceparent } = request;
      const outcome = await endRegistration(deps, { ...askOf(request), traceparent });
      return outcome === 'ended' ? reply.code(204).send() : unauthorised(reply);
    },
  };
}

function unauthorised(reply: FastifyReply): FastifyReply {
  const body = { error: 'invalid_token', error_description: 'the token is not known, or used up' };
  return reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').send(body);
}

function tokenOf(request: FastifyRequest): string {
  return bearerToken(request) ?? '';
}

function askOf(request: FastifyRequest): { id: string; token: string } {
  const { client_id: id } = request.params as { client_id: string };
  return { id, token: tokenOf(request) };
}

/** RFC 7591 section 3.2.1. A secret is told when it is made, and never again. */
function viewOf({ client, secret, token }: Registered, issuer: string): Record<string, unknown> {
  const { require_pkce: _ours, ...settings } = client.settings;
  return {
    client_id: client.id,
    client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_access_token: token,
    registration_client_uri: `${issuer}/register/${client.id}`,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    response_types: client.redirectUris.length > 0 ? ['code'] : [],
    ...(client.scopes.length > 0 && { scope: client.scopes.join(' ') }),
    ...settings,
  };
}
