import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ItemMemory } from '../usecases/read-item.ts';
import { siteOf } from './callers.ts';

/** What the public reads. */
export function itemHandlers(
  items: ItemMemory,
  siteDepartment: string | undefined,
): Record<'readContentItem' | 'readContentItemByApi', Handler> {
  const answer = (prefix: string): Handler => {
    return async (request, reply) => {
      const department = siteOf(request, siteDepartment);
      const path = pathOf(request);
      const found =
        department === undefined || path.includes('\0') ? undefined : await items.read(department, path);
      reply.headers(publicHeaders);
      if (!found) return reply.code(404).send();
      if ('partOf' in found) {
        return reply
          .code(303)
          .header('location', request.publicUrl + prefix + found.partOf)
          .send();
      }
      return sendJson(reply.code(found.status), found.body);
    };
  };
  return { readContentItem: answer('/content'), readContentItemByApi: answer('/api/content') };
}

/** The path on the site that a request's address ends with, escaped as paths of the standard are. */
export function pathOf(request: FastifyRequest): string {
  const { '*': rest = '' } = request.params as { '*'?: string };
  return `/${encodeURI(rest).replace(/[?#]/g, encodeURIComponent)}`;
}

const publicHeaders = { 'access-control-allow-origin': '*', 'cache-control': 'max-age=300, public' };

function sendJson(reply: FastifyReply, body: Buffer): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(body);
}
