import { noSuch, onceOf } from '@ashlar/component';
import type { Handler, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { NewEntryPoint, Place, Timeouts } from '../domain/entities.ts';
import { checkPlace } from '../domain/places.ts';
import { isRefusal, type Refusal } from '../domain/refusals.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  changeEntryPoint,
  createEntryPoint,
  findEntryPoint,
  findEntryPoints,
  removeEntryPoint,
} from '../usecases/manage-entry-points.ts';
import { actorOf, requireOperator, visibleTo } from './callers.ts';
import { invalid, taken } from './problems.ts';
import { pageAsk, pageBody, sendMade } from './replies.ts';

type EntryPointOperation =
  | 'listEntryPoints'
  | 'createEntryPoint'
  | 'getEntryPoint'
  | 'changeEntryPoint'
  | 'removeEntryPoint';

/** Entry points. A department sees its own. */
export function entryPointHandlers(deps: Deps): Record<EntryPointOperation, Handler> {
  return {
    async listEntryPoints(request) {
      const page = await findEntryPoints(deps, { ...pageAsk(request), department: visibleTo(request) });
      return pageBody('entry_points', page);
    },

    async createEntryPoint(request, reply) {
      requireOperator(request);
      const entryPoint = request.body as Omit<NewEntryPoint, 'id'>;
      refuseBadPlace(entryPoint);
      const made = await createEntryPoint(deps, { entryPoint, once: onceOf(request), by: actorOf(request) });
      return sendMade(request, reply, made, { explain, path: ({ id }) => `entry-points/${id}` });
    },

    async getEntryPoint(request) {
      const found = await findEntryPoint(deps, { id: entryPointId(request), department: visibleTo(request) });
      if (!found) throw noSuch('entry point');
      return found;
    },

    async changeEntryPoint(request) {
      requireOperator(request);
      const { timeouts, ...place } = request.body as Place & { timeouts?: Timeouts };
      const moves = Object.keys(place).length > 0;
      if (moves) refuseBadPlace(place);
      const changed = await changeEntryPoint(deps, {
        id: entryPointId(request),
        place: moves ? place : undefined,
        timeouts,
        by: actorOf(request),
      });
      if (!changed) throw noSuch('entry point');
      if (isRefusal(changed)) throw explain(changed);
      return changed;
    },

    async removeEntryPoint(request, reply) {
      requireOperator(request);
      if (!(await removeEntryPoint(deps, { id: entryPointId(request), by: actorOf(request) }))) {
        throw noSuch('entry point');
      }
      return reply.code(204).send();
    },
  };
}

function refuseBadPlace(place: Place): void {
  const problem = checkPlace(place);
  if (problem) throw invalid(problem.pointer, problem.detail);
}

// The unique keys are named after their columns.
function explain(refusal: Refusal): Problem {
  if ('reference' in refusal) return invalid('#/department', 'there is no such department');
  return taken(refusal.taken.replace(/^entry_point_|_key$/g, ''));
}

function entryPointId(request: FastifyRequest): string {
  return (request.params as { id: string }).id;
}
