import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { MessagingService } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  archiveMessagingService,
  changeMessagingService,
  createMessagingService,
  findMessagingService,
  findMessagingServices,
  type ServiceAsk,
} from '../usecases/manage-services.ts';
import {
  newSettings,
  readSettings,
  type ServiceBody,
  type SettingsBody,
  serviceView,
} from './service-settings.ts';

type ServiceOperation =
  | 'createMessagingService'
  | 'listMessagingServices'
  | 'getMessagingService'
  | 'updateMessagingService'
  | 'archiveMessagingService';

/** Administration of services that send messages. */
export function serviceHandlers(deps: Deps): Record<ServiceOperation, Handler> {
  return {
    async createMessagingService(request, reply) {
      const service = {
        department: departmentOf(request.caller, (request.body as ServiceBody).department),
        service: (request.body as ServiceBody).service,
        ...readSettings(deps, request.body as ServiceBody, newSettings(request.body as ServiceBody)),
        senders: [],
        emailState: 'normal' as const,
        emailStateSince: null,
        archivedAt: null,
        sequence: 1,
      };
      const { traceparent } = request;
      const made = await createMessagingService(deps, { service, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const view = serviceView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async listMessagingServices(request) {
      const found = await findMessagingServices(deps, callerDepartment(request));
      return { messaging_services: found.map(serviceView) };
    },

    async getMessagingService(request) {
      return serviceView(await serviceOf(deps, request));
    },

    async updateMessagingService(request) {
      const body = request.body as Partial<SettingsBody>;
      const changed = await changeMessagingService(deps, {
        ...serviceAsk(request),
        change: (before) => ({ ...before, ...readSettings(deps, body, before) }),
        traceparent: request.traceparent,
      });
      if (!changed) throw noSuch('messaging service');
      if (changed === 'archived') throw archived();
      return serviceView(changed);
    },

    async archiveMessagingService(request, reply) {
      const { id } = await serviceOf(deps, request);
      await archiveMessagingService(deps, { id, traceparent: request.traceparent });
      return reply.code(204).send();
    },
  };
}

/** The service that a path names, and the department of the administrator that asks. */
export function serviceAsk(request: FastifyRequest): ServiceAsk {
  const { id } = request.params as { id: string };
  return { id, department: callerDepartment(request) };
}

/** Finds the service that a path names. Throws the problem that there is none. */
export async function serviceOf(deps: Deps, request: FastifyRequest): Promise<MessagingService> {
  const service = await findMessagingService(deps, serviceAsk(request));
  if (!service) throw noSuch('messaging service');
  return service;
}

function callerDepartment(request: FastifyRequest): string {
  return request.caller?.department === '*' ? '*' : departmentOf(request.caller, undefined);
}

function archived(): Problem {
  return new Problem(409, 'archived', 'The messaging service is archived');
}
