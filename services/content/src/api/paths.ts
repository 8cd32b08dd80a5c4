import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { isRefusal } from '../domain/change.ts';
import { timestamp } from '../domain/item.ts';
import type { Deps } from '../usecases/deps.ts';
import { release, reserve } from '../usecases/manage-paths.ts';
import { bodyOf, isTrue, refuseUnstorable, textOf } from './bodies.ts';
import { publisherOf } from './callers.ts';
import { commandFailure, parameterFailure } from './errors.ts';
import { pathOf } from './items.ts';

/** Reservations of paths. */
export function pathHandlers(
  deps: Deps,
  siteDepartment: string | undefined,
): Record<'reservePath' | 'releasePath', Handler> {
  const asked = (request: FastifyRequest) => {
    const body = bodyOf(request);
    refuseUnstorable(body);
    const publishingApp = textOf(body, 'publishing_app');
    if (!publishingApp) throw parameterFailure('publishing_app', 'is required');
    const { traceparent } = request;
    const ask = { publisher: publisherOf(request, siteDepartment), basePath: pathOf(request), publishingApp };
    return { ...ask, traceparent, override: isTrue(body.override_existing) };
  };
  return {
    async reservePath(request) {
      const ask = asked(request);
      if (Buffer.byteLength(ask.basePath) > 512) throw parameterFailure('base_path', 'is too long');
      const made = await reserve(deps, ask);
      if (isRefusal(made)) throw commandFailure(made);
      return {
        base_path: made.basePath,
        publishing_app: made.publishingApp,
        created_at: timestamp(made.createdAt),
        updated_at: timestamp(made.updatedAt),
      };
    },

    async releasePath(request) {
      const refused = await release(deps, asked(request));
      if (refused) throw commandFailure(refused);
      return {};
    },
  };
}
