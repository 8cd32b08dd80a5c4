import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { PreviewLink } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { endPreviewLink, findPreviewLinks, makePreviewLink } from '../usecases/preview-drafts.ts';
import { publisherOf } from './callers.ts';

type PreviewOperation = 'createPreviewLink' | 'listPreviewLinks' | 'revokePreviewLink';

const weekS = 7 * 24 * 60 * 60;

/** Links by which somebody without a credential reads one draft. */
export function previewLinkHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<PreviewOperation, Handler> {
  return {
    async createPreviewLink(request, reply) {
      const body = request.body as { base_path: string; auth_bypass_id?: string; expires_in_s?: number };
      const made = await makePreviewLink(deps, {
        publisher: publisherOf(request, siteDepartment),
        basePath: body.base_path,
        authBypassId: body.auth_bypass_id ?? null,
        expiresInS: body.expires_in_s ?? weekS,
        once: onceOf(request),
        traceparent: request.traceparent,
      });
      if (made === 'key_reused') throw keyReused();
      if (made === 'nothing_there') throw nothingThere();
      const { token } = made.thing;
      const view = {
        ...linkView(made.thing),
        ...(token && { token, url: urlOf(request, body.base_path, token) }),
      };
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      return reply.code(201).header('cache-control', 'no-store').send(view);
    },

    async listPreviewLinks(request) {
      const { base_path: basePath } = request.query as { base_path?: string };
      const { department } = publisherOf(request, siteDepartment);
      const found = await findPreviewLinks(deps, department, basePath);
      return { preview_links: found.map(linkView) };
    },

    async revokePreviewLink(request, reply) {
      const { id } = request.params as { id: string };
      const { department } = publisherOf(request, siteDepartment);
      const revoked = await endPreviewLink(deps, { id, department, traceparent: request.traceparent });
      if (!revoked) throw noSuch('preview link');
      return reply.code(204).send();
    },
  };
}

function nothingThere(): Problem {
  const errors = [{ pointer: '#/base_path', detail: 'has neither a draft nor a live page' }];
  return new Problem(422, 'invalid', 'There is nothing to preview', 'Write a draft at the path first.', {
    errors,
  });
}

function urlOf({ publicUrl }: FastifyRequest, basePath: string, token: string): string {
  return `${publicUrl}/draft/content${basePath}?token=${token}`;
}

function linkView({ id, basePath, authBypassId, createdAt, expiresAt, revokedAt }: PreviewLink) {
  return {
    id,
    base_path: basePath,
    ...(authBypassId !== null && { auth_bypass_id: authBypassId }),
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    ...(revokedAt && { revoked_at: revokedAt.toISOString() }),
  };
}
