import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyReply } from 'fastify';
import { viewEntryPoints } from '../api/entry-points.ts';
import type { EntryPointTable } from '../domain/entry-points.ts';
import type { UpstreamStates } from '../usecases/watch-upstreams.ts';
import type { Catalogue } from './catalogue.ts';
import { render } from './render.ts';

/** What the pages show. */
export interface PageSources {
  catalogue: Catalogue;
  table(): EntryPointTable;
  states: UpstreamStates;
}

/** `index`: what is prescribed, what fulfils it, and where. */
export function showIndex({ catalogue, table, states }: PageSources): Handler {
  return async (request, reply) => {
    const entryPoints = await viewEntryPoints(table(), states, request);
    return page(reply, 'index.njk', { catalogue, entryPoints });
  };
}

/** `showContract`: a contract for people. */
export function showContract({ catalogue, table, states }: PageSources): Handler {
  return async (request, reply) => {
    const contract = findContract(catalogue, request.params);
    const entryPoints = await viewEntryPoints(table(), states, request);
    const bound = entryPoints.filter(({ component }) => component === contract.component);
    const events = catalogue.events.find(({ component }) => component === contract.component);
    return page(reply, 'contract.njk', { contract, bound, events });
  };
}

/** `getContract`: the same for programs, one OpenAPI document. */
export function getContract({ catalogue }: PageSources): Handler {
  return (request) => findContract(catalogue, request.params).document;
}

/** `showEvents`: the event catalogue. */
export function showEvents({ catalogue }: PageSources): Handler {
  return (_, reply) => page(reply, 'events.njk', { catalogue });
}

/** `showEventType`: one event type, as a page or as the JSON Schema of its data. */
export function showEventType({ catalogue }: PageSources): Handler {
  return (request, reply) => {
    const found = catalogue.eventType(parameter(request.params, 'type'));
    if (!found)
      throw new Problem(404, 'not_found', 'There is no such event type', 'The catalogue is at /events.');
    reply.header('vary', 'accept');
    if (!request.headers.accept?.includes('text/html')) {
      return reply
        .type('application/schema+json')
        .send(JSON.stringify({ $id: found.schemaId, ...found.schema }));
    }
    return page(reply, 'event-type.njk', { event: found, schema: JSON.stringify(found.schema, null, 2) });
  };
}

function findContract(catalogue: Catalogue, params: unknown) {
  const contract = catalogue.contract(parameter(params, 'component'));
  if (!contract)
    throw new Problem(404, 'not_found', 'There is no such contract', 'Those that exist are listed at /.');
  return contract;
}

function parameter(params: unknown, name: string): string {
  const value: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function page(reply: FastifyReply, view: string, context: object): FastifyReply {
  reply.header(
    'content-security-policy',
    "default-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  );
  return reply.type('text/html; charset=utf-8').send(render(view, context));
}
