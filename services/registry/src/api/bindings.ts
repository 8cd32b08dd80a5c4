import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { BindingName } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { mayBeBound } from '../usecases/manage-attestations.ts';
import { findBinding, findBindings, removeBinding, setBinding } from '../usecases/manage-bindings.ts';
import { actorOf, requireOwn, visibleTo } from './callers.ts';
import { epochConflict, invalid, notAttested, referredTo, swapsOnly } from './problems.ts';
import { pageAsk, pageBody } from './replies.ts';

type BindingOperation = 'listBindings' | 'getBinding' | 'setBinding' | 'removeBinding';

/** Bindings. A department sees its own and the defaults, and may change its own. */
export function bindingHandlers(deps: Deps): Record<BindingOperation, Handler> {
  return {
    async listBindings(request) {
      const page = await findBindings(deps, { ...pageAsk(request), department: visibleTo(request) });
      return pageBody('bindings', page);
    },

    async getBinding(request) {
      const found = await findBinding(deps, { ...bindingName(request), viewer: visibleTo(request) });
      if (!found) throw noSuch('binding');
      return found;
    },

    async setBinding(request) {
      const name = bindingName(request);
      requireOwn(request, name.department);
      const body = request.body as { implementation_id: string; expected_epoch: number };
      if (!(await mayBeBound(deps, body.implementation_id))) throw notAttested();
      const done = await setBinding(deps, {
        ...name,
        implementationId: body.implementation_id,
        expectedEpoch: body.expected_epoch,
        by: actorOf(request),
      });
      if (done === 'no_department') throw invalid('path:department', 'there is no such department');
      if (done === 'no_implementation') {
        throw invalid('#/implementation_id', `is no implementation of ${name.component}`);
      }
      if (typeof done === 'string') throw swapsOnly(done);
      if (!('component' in done)) throw epochConflict(done.epoch);
      return done;
    },

    async removeBinding(request, reply) {
      const name = bindingName(request);
      requireOwn(request, name.department);
      const { expected_epoch } = request.query as { expected_epoch: number };
      const expectedEpoch = Number(expected_epoch);
      const done = await removeBinding(deps, { ...name, expectedEpoch, by: actorOf(request) });
      if (done === 'missing') throw noSuch('binding');
      if (done === 'swap_in_progress' || done === 'fenced') throw swapsOnly(done);
      if (done !== 'removed') {
        throw 'epoch' in done ? epochConflict(done.epoch) : referredTo('binding', done.referredBy);
      }
      return reply.code(204).send();
    },
  };
}

function bindingName(request: FastifyRequest): BindingName {
  return request.params as BindingName;
}
