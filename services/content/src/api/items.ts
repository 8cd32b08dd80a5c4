import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { maxAgeOf } from '../domain/freshness.ts';
import type { ItemMemory, ItemReading } from '../usecases/read-item.ts';
import type { PublishTimes } from '../usecases/read-publish-time.ts';
import { siteOf } from './callers.ts';

/** Whose site is read where no gateway says it, and how long answers may be kept, in seconds. */
export interface Site {
  readonly siteDepartment?: string | undefined;
  readonly defaultTtlS: number;
}

/** What the public reads; where `publishTimes` are known nothing is kept past them. */
export function itemHandlers(
  items: ItemMemory,
  { siteDepartment, defaultTtlS }: Site,
  publishTimes?: PublishTimes,
): Record<'readContentItem' | 'readContentItemByApi', Handler> {
  const cacheControl = (item: { maxCacheTime?: number | undefined }, secondsToPublish?: number) =>
    `max-age=${maxAgeOf(defaultTtlS, { maxCacheTime: item.maxCacheTime, secondsToPublish })}, public`;
  const answer = (prefix: string): Handler => {
    return async (request, reply) => {
      const department = siteOf(request, siteDepartment);
      const [found, secondsToPublish] =
        department === undefined
          ? []
          : await Promise.all([
              readAt(items, department, request),
              publishTimes?.secondsTo(department, pathOf(request)),
            ]);
      reply.header('access-control-allow-origin', '*');
      if (found === undefined || 'partOf' in found) {
        reply.header('cache-control', cacheControl({}, secondsToPublish));
        return found ? sendElsewhere(request, reply, prefix + found.partOf) : reply.code(404).send();
      }
      reply.header('cache-control', cacheControl(found, secondsToPublish));
      return sendItem(request, reply, found);
    };
  };
  return { readContentItem: answer('/content'), readContentItemByApi: answer('/api/content') };
}

/** What is at the path that a request asks for, as it is spelt or else as paths are usually escaped: a page may have `/caf%c3%a9` for its path. */
async function readAt(items: ItemMemory, department: string, request: FastifyRequest) {
  const [path, spelt] = [pathOf(request), speltPathOf(request)];
  if (spelt === path) return items.read(department, path);
  const found = await Promise.all([spelt, path].map((one) => items.read(department, one)));
  return found.find((one) => one && !('partOf' in one)) ?? found.find((one) => one !== undefined);
}

/** Sends an item, or 304 to a reader that has it. */
export function sendItem(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, body, etag }: ItemReading,
): FastifyReply {
  reply.header('etag', etag);
  if (status === 200 && isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** Leads to the item that a path is a part of. */
export function sendElsewhere(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  return reply
    .code(303)
    .header('location', request.publicUrl + path)
    .send();
}

/** The path on the site that a request's address ends with, escaped as paths of the standard are. */
export function pathOf(request: FastifyRequest): string {
  const { '*': rest = '' } = request.params as { '*'?: string };
  return `/${encodeURI(rest).replace(/[?#]/g, encodeURIComponent)}`;
}

/** The same path as it was sent. */
function speltPathOf(request: FastifyRequest): string {
  const [address = ''] = (request.raw.url ?? '').split('?');
  const before = (request.routeOptions.url ?? '').replace(/\/\*$/, '');
  return address.startsWith(`${before}/`) ? address.slice(before.length) : pathOf(request);
}

/** Whether a reader has what a tag names (RFC 9110 section 13.1.2): weak comparison, and a proxy that compresses adds `W/`. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((one) => {
    const tag = one.trim();
    return tag === '*' || tag === etag || tag === `W/${etag}`;
  });
}
