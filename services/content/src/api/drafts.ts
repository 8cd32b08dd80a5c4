import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DraftReader } from '../domain/draft-store.ts';
import { shortestAgeS } from '../domain/freshness.ts';
import type { Deps } from '../usecases/deps.ts';
import { readDraft } from '../usecases/read-draft.ts';
import { publisherOf } from './callers.ts';
import { pathOf, sendElsewhere, sendItem } from './items.ts';
import { previewOf } from './preview-callers.ts';

/** The draft store: the read side of what is not published yet. */
export function draftHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<'readDraftItem' | 'readDraftItemByApi', Handler> {
  const answer = (prefix: string): Handler => {
    return async (request, reply) => {
      const preview = previewOf(request);
      const { department } = publisherOf(request, siteDepartment);
      const path = pathOf(request);
      const reader = readerOf(request, preview?.authBypassId);
      const ask = { department, path, reader, only: preview?.basePath };
      const found = path.includes('\0') ? undefined : await readDraft(deps, ask);
      reply.header('cache-control', `max-age=${shortestAgeS}, private`).header('vary', varied);
      if (found === undefined) return reply.code(404).send();
      if (found === 'forbidden') return sendForbidden(reply);
      if (!('partOf' in found)) return sendItem(request, reply, found);
      return sendElsewhere(request, reply, prefix + found.partOf + queryOf(request));
    };
  };
  return {
    readDraftItem: answer('/draft/content'),
    readDraftItemByApi: answer('/draft/api/content'),
  };
}

const varied =
  'Authorization, X-Govuk-Authenticated-User, X-Govuk-Authenticated-User-Organisation, Govuk-Auth-Bypass-Id';

/** Whom the site reads for. Whoever comes by a preview link says nothing of it that counts: nobody has checked it. */
function readerOf(request: FastifyRequest, bypassId: string | null | undefined): DraftReader {
  if (bypassId !== undefined) {
    return { user: undefined, organisation: undefined, bypassId: bypassId ?? undefined };
  }
  return {
    user: headerOf(request, 'x-govuk-authenticated-user'),
    organisation: headerOf(request, 'x-govuk-authenticated-user-organisation'),
    bypassId: headerOf(request, 'govuk-auth-bypass-id'),
  };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The standard's answer where a limit keeps a reader out. */
function sendForbidden(reply: FastifyReply): FastifyReply {
  const message = 'You do not have permission to access this resource';
  return reply.code(403).send({ errors: { type: 'access_forbidden', code: '403', message } });
}

/** A preview link leads on with its own token. */
function queryOf(request: FastifyRequest): string {
  const { token } = request.query as { token?: unknown };
  return typeof token === 'string' ? `?token=${encodeURIComponent(token)}` : '';
}
