import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { PublishingApplication } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  type ApplicationAsk,
  createApplication,
  findApplication,
  findApplications,
} from '../usecases/manage-applications.ts';

type ApplicationOperation =
  | 'createPublishingApplication'
  | 'listPublishingApplications'
  | 'getPublishingApplication';

/** Administration of publishing applications. */
export function applicationHandlers(deps: Deps): Record<ApplicationOperation, Handler> {
  return {
    async createPublishingApplication(request, reply) {
      const body = request.body as { department?: string; service: string; name: string };
      const { service, name } = body;
      const application = { department: departmentOf(request.caller, body.department), service, name };
      const { traceparent } = request;
      const made = await createApplication(deps, { application, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const view = applicationView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async listPublishingApplications(request) {
      const found = await findApplications(deps, callerDepartment(request));
      return { publishing_applications: found.map(applicationView) };
    },

    async getPublishingApplication(request) {
      return applicationView(await applicationOf(deps, request));
    },
  };
}

/** The application that a path names, and the department of the administrator that asks. */
export function applicationAsk(request: FastifyRequest): ApplicationAsk {
  const { id } = request.params as { id: string };
  return { id, department: callerDepartment(request) };
}

/** Finds the application that a path names. Throws the problem that there is none. */
export async function applicationOf(deps: Deps, request: FastifyRequest): Promise<PublishingApplication> {
  const application = await findApplication(deps, applicationAsk(request));
  if (!application) throw noSuch('publishing application');
  return application;
}

function callerDepartment(request: FastifyRequest): string {
  return request.caller?.department === '*' ? '*' : departmentOf(request.caller, undefined);
}

function applicationView({ id, department, service, name, createdAt }: PublishingApplication) {
  return { id, department, service, name, created_at: createdAt.toISOString() };
}
