import { departmentOf, keyReused, type Made, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientSettings, Fault, GivenSettings } from '../domain/client-settings.ts';
import type { Client } from '../domain/entities.ts';
import { createClient } from '../usecases/create-client.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  changeClientSecret,
  endClient,
  findClient,
  findClients,
  updateClient,
} from '../usecases/manage-clients.ts';
import { badCursor, departmentAsking, pageAsk, requireOperator } from './callers.ts';

type ClientOperation =
  | 'createClient'
  | 'getClient'
  | 'listClients'
  | 'updateClient'
  | 'revokeClient'
  | 'changeClientSecret';

/** Administration of clients. */
export function clientHandlers(deps: Deps): Record<ClientOperation, Handler> {
  return {
    async createClient(request, reply) {
      const body = request.body as ClientBody;
      // Without PKCE a stolen code is worth more: not for a department to decide.
      if (body.require_pkce === false || asksMuch(body)) requireOperator(request.caller);
      const client = {
        department: departmentOf(request.caller, body.department),
        service: body.service,
        name: body.name,
        redirectUris: body.redirect_uris ?? [],
        postLogoutRedirectUris: body.post_logout_redirect_uris ?? [],
        scopes: body.scopes ?? [],
        settings: settingsIn(body),
      };
      const { traceparent } = request;
      const made = await createClient(deps, { client, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (!('thing' in made)) throw cannotBe(made);
      return sendWithSecret(reply, made);
    },

    async getClient(request) {
      const client = await findClient(deps, clientAsk(request));
      if (!client) throw noSuch('client');
      return clientView(client);
    },

    async listClients(request) {
      const page = await findClients(deps, { ...pageAsk(request), department: departmentAsking(request) });
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return { clients: things.map(clientView), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async updateClient(request) {
      const { redirect_uris, post_logout_redirect_uris, name, scopes, ...rest } =
        request.body as Partial<ClientBody>;
      if (rest.require_pkce === false || asksMuch(rest)) requireOperator(request.caller);
      const change = {
        ...(name !== undefined && { name }),
        ...(redirect_uris && { redirectUris: redirect_uris }),
        ...(post_logout_redirect_uris && { postLogoutRedirectUris: post_logout_redirect_uris }),
        ...(scopes && { scopes }),
        settings: settingsIn(rest),
      };
      const { traceparent } = request;
      const client = await updateClient(deps, { ...clientAsk(request), change, traceparent });
      if (client === 'unknown') throw noSuch('client');
      if (!('id' in client)) throw cannotBe(client);
      return clientView(client);
    },

    async revokeClient(request, reply) {
      const { traceparent } = request;
      if (!(await endClient(deps, { ...clientAsk(request), traceparent }))) throw noSuch('client');
      return reply.code(204).send();
    },

    async changeClientSecret(request, reply) {
      const { keep_previous_for_s: keepPreviousForS = 0 } = request.body as { keep_previous_for_s?: number };
      const { traceparent } = request;
      const ask = { ...clientAsk(request), keepPreviousForS, once: onceOf(request), traceparent };
      const made = await changeClientSecret(deps, ask);
      if (made === 'key_reused') throw keyReused();
      if (made === 'unknown') throw noSuch('client');
      if (made === 'no_secret') throw new Problem(409, 'conflict', 'The client has no secret');
      return sendWithSecret(reply, made);
    },
  };
}

/** Identities, a sector whose parties know a person by one name, codes without a nonce, and quotas are not for a department to allow itself. */
function asksMuch({ one_login: oneLogin, quotas }: GivenSettings): boolean {
  const {
    identity_verification: identity,
    sector_identifier: sector,
    permit_missing_nonce: noNonce,
  } = oneLogin ?? {};
  return identity === true || sector !== undefined || noNonce === true || quotas !== undefined;
}

interface ClientBody extends GivenSettings {
  readonly department?: string;
  readonly service: string;
  readonly name: string;
  readonly redirect_uris?: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[];
  readonly scopes?: readonly string[];
}

function cannotBe(errors: readonly Fault[]): Problem {
  return new Problem(422, 'invalid', 'The client cannot be like this', undefined, { errors });
}

/** The contract lets no other members in, but these are stored as they come. */
function settingsIn(body: GivenSettings): GivenSettings {
  return Object.fromEntries(
    settingNames.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])),
  );
}

const settingNames: readonly (keyof ClientSettings)[] = [
  'token_endpoint_auth_method',
  'grant_types',
  'require_pkce',
  'jwks',
  'jwks_uri',
  'id_token_signed_response_alg',
  'one_login',
  'require_signed_request_object',
  'require_pushed_authorization_requests',
  'dpop_bound_access_tokens',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
  'quotas',
];

function clientAsk(request: FastifyRequest): { id: string; department: string } {
  const { client_id: id } = request.params as { client_id: string };
  return { id, department: departmentAsking(request) };
}

function sendWithSecret(reply: FastifyReply, made: Made<Client & { secret?: string }>): FastifyReply {
  const { secret } = made.thing;
  if (made.replayed) return sendReplay(reply, { status: 201, body: clientView(made.thing) });
  const view = { ...clientView(made.thing), ...(secret && { client_secret: secret }) };
  return reply.code(201).header('cache-control', 'no-store').send(view);
}

function clientView(client: Client): Record<string, unknown> {
  return {
    client_id: client.id,
    department: client.department,
    service: client.service,
    name: client.name,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    scopes: client.scopes,
    ...client.settings,
    created_at: client.createdAt.toISOString(),
    ...(client.revokedAt && { revoked_at: client.revokedAt.toISOString() }),
    ...(client.previousSecretEndsAt && {
      previous_secret_ends_at: client.previousSecretEndsAt.toISOString(),
    }),
  };
}
