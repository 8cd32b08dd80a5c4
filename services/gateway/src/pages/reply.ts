import { Problem } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Catalogue, Component } from './catalogue.ts';

/** Sends a page that may load its own styles and nothing else. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  reply.header(
    'content-security-policy',
    "default-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  );
  return reply.type('text/html; charset=utf-8').send(html);
}

/** The component that the path names. Throws the contract's 404 when there is none. */
export function findComponent({ component }: Catalogue, request: FastifyRequest): Component {
  const found = component(parameter(request, 'component'));
  if (found) return found;
  throw new Problem(404, 'not_found', 'There is no such component', 'Those that exist are listed at /.');
}

/** A parameter of the path; empty when the path has none of that name. */
export function parameter({ params }: FastifyRequest, name: string): string {
  const value: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
