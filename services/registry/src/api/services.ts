import { noSuch, onceOf } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { NewService, ServiceName } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { findDepartment } from '../usecases/manage-departments.ts';
import {
  changeService,
  createService,
  findService,
  findServices,
  removeService,
} from '../usecases/manage-services.ts';
import { actorOf, requireOperator, visibleTo } from './callers.ts';
import { taken } from './problems.ts';
import { pageAsk, pageBody, sendMade } from './replies.ts';

type ServiceOperation = 'listServices' | 'createService' | 'getService' | 'changeService' | 'removeService';

/** The services of departments. */
export function serviceHandlers(deps: Deps): Record<ServiceOperation, Handler> {
  const visibleDepartment = async (request: FastifyRequest) => {
    const { department } = serviceName(request);
    if (!(await findDepartment(deps, { id: department, department: visibleTo(request) })))
      throw noSuch('department');
    return department;
  };
  return {
    async listServices(request) {
      const department = await visibleDepartment(request);
      return pageBody('services', await findServices(deps, { ...pageAsk(request), department }));
    },

    async createService(request, reply) {
      requireOperator(request);
      const department = await visibleDepartment(request);
      const service = { ...(request.body as NewService), department };
      const made = await createService(deps, { service, once: onceOf(request), by: actorOf(request) });
      return sendMade(request, reply, made, {
        explain: (refusal) => ('taken' in refusal ? taken('id') : noSuch('department')),
        path: ({ id }) => `departments/${department}/services/${id}`,
      });
    },

    async getService(request) {
      await visibleDepartment(request);
      const found = await findService(deps, serviceName(request));
      if (!found) throw noSuch('service');
      return found;
    },

    async changeService(request) {
      requireOperator(request);
      const { name } = request.body as { name: string };
      const changed = await changeService(deps, { ...serviceName(request), name, by: actorOf(request) });
      if (!changed) throw noSuch('service');
      return changed;
    },

    async removeService(request, reply) {
      requireOperator(request);
      if (!(await removeService(deps, { ...serviceName(request), by: actorOf(request) }))) {
        throw noSuch('service');
      }
      return reply.code(204).send();
    },
  };
}

function serviceName(request: FastifyRequest): ServiceName {
  const { department, service: id } = request.params as { department: string; service: string };
  return { department, id };
}
