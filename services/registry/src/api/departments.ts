import { noSuch, onceOf } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { NewDepartment } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  changeDepartment,
  createDepartment,
  findDepartment,
  findDepartments,
  removeDepartment,
} from '../usecases/manage-departments.ts';
import { actorOf, requireOperator, visibleTo } from './callers.ts';
import { referredTo, taken } from './problems.ts';
import { pageAsk, pageBody, sendMade } from './replies.ts';

type DepartmentOperation =
  | 'listDepartments'
  | 'createDepartment'
  | 'getDepartment'
  | 'changeDepartment'
  | 'removeDepartment';

/** Departments. A token of one sees that one. */
export function departmentHandlers(deps: Deps): Record<DepartmentOperation, Handler> {
  return {
    async listDepartments(request) {
      const page = await findDepartments(deps, { ...pageAsk(request), department: visibleTo(request) });
      return pageBody('departments', page);
    },

    async createDepartment(request, reply) {
      requireOperator(request);
      const department = request.body as NewDepartment;
      const made = await createDepartment(deps, { department, once: onceOf(request), by: actorOf(request) });
      return sendMade(request, reply, made, {
        explain: () => taken('id'),
        path: ({ id }) => `departments/${id}`,
      });
    },

    async getDepartment(request) {
      const found = await findDepartment(deps, { id: departmentId(request), department: visibleTo(request) });
      if (!found) throw noSuch('department');
      return found;
    },

    async changeDepartment(request) {
      requireOperator(request);
      const { name } = request.body as { name: string };
      const changed = await changeDepartment(deps, {
        id: departmentId(request),
        name,
        by: actorOf(request),
      });
      if (!changed) throw noSuch('department');
      return changed;
    },

    async removeDepartment(request, reply) {
      requireOperator(request);
      const removal = await removeDepartment(deps, { id: departmentId(request), by: actorOf(request) });
      if (removal === 'missing') throw noSuch('department');
      if (removal !== 'removed') throw referredTo('department', removal.referredBy);
      return reply.code(204).send();
    },
  };
}

function departmentId(request: FastifyRequest): string {
  return (request.params as { department: string }).department;
}
