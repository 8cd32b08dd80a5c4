import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { Client } from '../domain/entities.ts';
import { createClient } from '../usecases/create-client.ts';
import type { Deps } from '../usecases/deps.ts';
import { findClient } from '../usecases/find-client.ts';

/** Administration of clients. */
export function clientHandlers(deps: Deps): Record<'createClient' | 'getClient', Handler> {
  return {
    async createClient(request, reply) {
      const body = request.body as ClientBody;
      const client = {
        department: departmentOf(request.caller, body.department),
        service: body.service,
        name: body.name,
        redirectUris: body.redirect_uris ?? [],
        postLogoutRedirectUris: body.post_logout_redirect_uris ?? [],
        scopes: body.scopes ?? [],
      };
      const { traceparent } = request;
      const made = await createClient(deps, { client, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (!('thing' in made)) {
        throw new Problem(422, 'invalid', 'An address is not allowed', undefined, { errors: made });
      }
      const { secret } = made.thing;
      const view = { ...clientView(made.thing), ...(secret && { client_secret: secret }) };
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async getClient(request) {
      const { client_id: id } = request.params as { client_id: string };
      const department = request.caller?.department === '*' ? '*' : departmentOf(request.caller, undefined);
      const client = await findClient(deps, { id, department });
      if (!client) throw noSuch('client');
      return clientView(client);
    },
  };
}

interface ClientBody {
  readonly department?: string;
  readonly service: string;
  readonly name: string;
  readonly redirect_uris?: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[];
  readonly scopes?: readonly string[];
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
    created_at: client.createdAt.toISOString(),
  };
}
