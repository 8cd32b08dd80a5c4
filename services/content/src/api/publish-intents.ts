import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Route } from '../domain/entities.ts';
import { isTime } from '../domain/item.ts';
import { type PublishIntent, pathsOf } from '../domain/publish-intent.ts';
import { routesRefusal } from '../domain/put-draft.ts';
import type { Deps } from '../usecases/deps.ts';
import { announce, findIntent, withdrawIntent } from '../usecases/manage-intents.ts';
import { bodyOf, refuseUnstorable, textOf } from './bodies.ts';
import { publisherOf } from './callers.ts';
import { commandFailure, notFound, parameterFailure } from './errors.ts';
import { pathOf } from './items.ts';

/** Announcements of what is going to be published. */
export function intentHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<'putPublishIntent' | 'getPublishIntent' | 'deletePublishIntent', Handler> {
  const asked = (request: FastifyRequest) => {
    const { traceparent } = request;
    return { publisher: publisherOf(request, siteDepartment), basePath: pathOf(request), traceparent };
  };
  return {
    async putPublishIntent(request) {
      const ask = asked(request);
      const intent = readBody(request, ask.basePath);
      const refused = await announce(deps, intent, ask);
      if (refused) throw commandFailure(refused);
      return intent.content;
    },

    async getPublishIntent(request) {
      const { publisher, basePath } = asked(request);
      const intent = await findIntent(deps, publisher.department, basePath);
      if (!intent) throw notFound(`There is no publish intent for ${basePath}`);
      return { base_path: intent.basePath, ...intent.content };
    },

    async deletePublishIntent(request) {
      const refused = await withdrawIntent(deps, asked(request));
      if (refused) throw commandFailure(refused);
      return {};
    },
  };
}

/** The intent that a body announces. Throws when something is missing or of no use. */
function readBody(request: FastifyRequest, basePath: string): PublishIntent {
  const body = bodyOf(request);
  refuseUnstorable(body);
  if (Buffer.byteLength(basePath) > 512) throw parameterFailure('base_path', 'is too long');
  const required = (field: string) => {
    const text = textOf(body, field);
    if (!text) throw parameterFailure(field, 'is required');
    return text;
  };
  const publishing_app = required('publishing_app');
  required('rendering_app');
  const time = required('publish_time').toUpperCase();
  if (!withOffset.test(time) || !isTime(time) || !isDay(time.slice(0, 10))) {
    throw parameterFailure('publish_time', 'must be a time with its offset, as 2026-01-02T09:30:00Z');
  }
  const routes = routesOf(body.routes, basePath);
  return {
    basePath,
    publishTime: new Date(time),
    content: { ...body, publishing_app },
    ...pathsOf(basePath, routes),
  };
}

// RFC 3339, section 5.6; its letters may be small.
const withOffset = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Whether the calendar has such a day: the clock would take 30 February for 2 March. */
function isDay(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

const mostRoutes = 1000;

function routesOf(value: unknown, basePath: string): Route[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > mostRoutes || !value.every(isRoute)) {
    throw parameterFailure('routes', 'must be a list of path and type (exact or prefix), 1,000 at most');
  }
  const refused = routesRefusal({ base_path: basePath, routes: value });
  if (refused) throw commandFailure(refused);
  return value;
}

function isRoute(value: unknown): value is Route {
  if (typeof value !== 'object' || value === null) return false;
  const { path, type } = value as Record<string, unknown>;
  return typeof path === 'string' && (type === 'exact' || type === 'prefix');
}
