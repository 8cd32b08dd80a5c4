import type { FastifyRequest } from 'fastify';

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Where a browser goes on in a sign-in or sign-out, which moves what is kept of it. */
const moving = /^\/(?:authorize|sign-in|logout|account)\b/;

/** Whether a request may change something: a browser's may, whatever its method. */
export function mayWrite({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean {
  return !reads.has(method) || moving.test(url);
}
