import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Fault } from '../domain/client-settings.ts';
import type { Upstream } from '../domain/upstream.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  createUpstream,
  findLinks,
  findUpstream,
  findUpstreams,
  type NewUpstream,
  takeOverLinks,
  type UpstreamChange,
  updateUpstream,
} from '../usecases/manage-upstreams.ts';
import { badCursor, pageAsk, requireOperator } from './callers.ts';

type UpstreamOperation =
  | 'createUpstream'
  | 'getUpstream'
  | 'listUpstreams'
  | 'updateUpstream'
  | 'listUpstreamLinks'
  | 'importUpstreamLinks';

/** Administration of upstream identity providers, and of who is linked to them. */
export function upstreamHandlers(deps: Deps): Record<UpstreamOperation, Handler> {
  const viewOf = (upstream: Upstream) => upstreamView(upstream, deps.upstreamReturns(upstream.id));
  return {
    async createUpstream(request, reply) {
      requireOperator(request.caller);
      const { traceparent } = request;
      const upstream = newUpstream(request.body as UpstreamBody);
      const made = await createUpstream(deps, { upstream, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (made === 'taken') throw new Problem(409, 'conflict', 'There is an upstream provider of this id');
      if (!('thing' in made)) throw cannotBe(made);
      const view = viewOf(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async getUpstream(request) {
      requireOperator(request.caller);
      const upstream = await findUpstream(deps, idOf(request));
      if (!upstream) throw noSuch('upstream provider');
      return viewOf(upstream);
    },

    async listUpstreams(request) {
      requireOperator(request.caller);
      const page = await findUpstreams(deps, pageAsk(request));
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return { upstreams: things.map(viewOf), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async updateUpstream(request) {
      requireOperator(request.caller);
      const change = changeIn(request.body as Partial<UpstreamBody>);
      const upstream = await updateUpstream(deps, {
        id: idOf(request),
        change,
        traceparent: request.traceparent,
      });
      if (upstream === 'unknown') throw noSuch('upstream provider');
      if (!('id' in upstream)) throw cannotBe(upstream);
      return viewOf(upstream);
    },

    async listUpstreamLinks(request) {
      requireOperator(request.caller);
      const page = await findLinks(deps, { ...pageAsk(request), id: idOf(request) });
      if (page === 'unknown') throw noSuch('upstream provider');
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      const links = things.map(({ id, subject, createdAt, lastUsedAt }) => ({
        account_id: id,
        subject,
        created_at: createdAt.toISOString(),
        ...(lastUsedAt && { last_used_at: lastUsedAt.toISOString() }),
      }));
      return { links, ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async importUpstreamLinks(request) {
      requireOperator(request.caller);
      const { links } = request.body as { links: readonly LinkBody[] };
      const outcomes = await takeOverLinks(deps, {
        id: idOf(request),
        links: links.map(({ subject, account_id: accountId = null, before }) => ({
          subject,
          accountId,
          before: before ? { upstreamId: before.upstream_id, subject: before.subject } : null,
        })),
        traceparent: request.traceparent,
      });
      if (outcomes === 'unknown') throw noSuch('upstream provider');
      const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
      return {
        linked: count('linked'),
        unchanged: count('unchanged'),
        refused: outcomes.flatMap((reason, index) =>
          ['linked', 'unchanged'].includes(reason) ? [] : [{ index, reason }],
        ),
      };
    },
  };
}

interface UpstreamBody {
  readonly id: string;
  readonly names: Upstream['names'];
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret?: string;
  readonly token_endpoint_auth_method?: Upstream['authMethod'];
  readonly token_endpoint_auth_signing_alg?: NewUpstream['signingAlg'];
  readonly scopes?: readonly string[];
  readonly levels?: Upstream['levels'];
  readonly admits_newcomers?: boolean;
  readonly trusts_email?: boolean;
  readonly state?: Upstream['state'];
}

interface LinkBody {
  readonly subject: string;
  readonly account_id?: string;
  readonly before?: { readonly upstream_id: string; readonly subject: string };
}

function newUpstream(body: UpstreamBody): NewUpstream {
  return {
    id: body.id,
    names: body.names,
    issuer: body.issuer,
    clientId: body.client_id,
    secret: body.client_secret,
    authMethod: body.token_endpoint_auth_method ?? 'client_secret_basic',
    signingAlg: body.token_endpoint_auth_signing_alg ?? 'ES256',
    scopes: body.scopes ?? ['email'],
    levels: body.levels ?? [],
    admitsNewcomers: body.admits_newcomers ?? false,
    trustsEmail: body.trusts_email ?? false,
    state: body.state ?? 'disabled',
  };
}

function changeIn(body: Partial<UpstreamBody>): UpstreamChange {
  return {
    ...(body.names && { names: body.names }),
    ...(body.client_id !== undefined && { clientId: body.client_id }),
    ...(body.client_secret !== undefined && { secret: body.client_secret }),
    ...(body.scopes && { scopes: body.scopes }),
    ...(body.levels && { levels: body.levels }),
    ...(body.admits_newcomers !== undefined && { admitsNewcomers: body.admits_newcomers }),
    ...(body.trusts_email !== undefined && { trustsEmail: body.trusts_email }),
    ...(body.state && { state: body.state }),
  };
}

function idOf({ params }: FastifyRequest): string {
  return (params as { upstream_id: string }).upstream_id;
}

function cannotBe(errors: readonly Fault[]): Problem {
  return new Problem(422, 'invalid', 'The upstream provider cannot be like this', undefined, { errors });
}

function upstreamView(upstream: Upstream, returns: readonly string[]): Record<string, unknown> {
  return {
    id: upstream.id,
    names: upstream.names,
    issuer: upstream.issuer,
    client_id: upstream.clientId,
    token_endpoint_auth_method: upstream.authMethod,
    ...(upstream.publicKey && { jwks: { keys: [upstream.publicKey] } }),
    scopes: upstream.scopes,
    levels: upstream.levels,
    admits_newcomers: upstream.admitsNewcomers,
    trusts_email: upstream.trustsEmail,
    state: upstream.state,
    redirect_uris: returns,
    created_at: upstream.createdAt.toISOString(),
  };
}
