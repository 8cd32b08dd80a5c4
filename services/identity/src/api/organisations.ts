import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Organisation, StaffMember } from '../domain/mandates.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  createOrganisation,
  findOrganisation,
  findOrganisations,
  findStaff,
  putStaffMember,
  removeStaffMember,
  updateOrganisation,
} from '../usecases/organisations.ts';
import { badCursor, departmentAsking, pageAsk } from './callers.ts';

type OrganisationOperation =
  | 'createOrganisation'
  | 'getOrganisation'
  | 'listOrganisations'
  | 'updateOrganisation'
  | 'listStaff'
  | 'putStaffMember'
  | 'removeStaffMember';

/** Administration of the organisations that people act for, and of a department's staff. */
export function organisationHandlers(deps: Deps): Record<OrganisationOperation, Handler> {
  return {
    async createOrganisation(request, reply) {
      const { department, name, kind } = request.body as Pick<Organisation, 'name' | 'kind'> & {
        department?: string;
      };
      const organisation = { department: departmentOf(request.caller, department), name, kind };
      const { traceparent } = request;
      const made = await createOrganisation(deps, { organisation, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const view = organisationView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async getOrganisation(request) {
      const organisation = await findOrganisation(deps, organisationAsk(request));
      if (!organisation) throw noSuch('organisation');
      return organisationView(organisation);
    },

    async listOrganisations(request) {
      const page = await findOrganisations(deps, {
        ...pageAsk(request),
        department: departmentAsking(request),
      });
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return { organisations: things.map(organisationView), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async updateOrganisation(request) {
      const { name, kind } = request.body as { name?: string; kind?: string };
      const { traceparent } = request;
      const change = { ...organisationAsk(request), name, kind, traceparent };
      const organisation = await updateOrganisation(deps, change);
      if (!organisation) throw noSuch('organisation');
      return organisationView(organisation);
    },

    async listStaff(request) {
      const page = await findStaff(deps, { ...pageAsk(request), department: departmentAsking(request) });
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return { staff: things.map(staffView), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async putStaffMember(request) {
      const { roles } = request.body as { roles: readonly string[] };
      const { traceparent } = request;
      const member = await putStaffMember(deps, { ...staffAsk(request), roles, traceparent });
      if (!member) throw noSuch('account');
      return staffView(member);
    },

    async removeStaffMember(request, reply) {
      const { traceparent } = request;
      await removeStaffMember(deps, { ...staffAsk(request), traceparent });
      return reply.code(204).send();
    },
  };
}

function organisationAsk(request: FastifyRequest): { id: string; department: string } {
  const { organisation_id: id } = request.params as { organisation_id: string };
  return { id, department: departmentAsking(request) };
}

function staffAsk(request: FastifyRequest): { accountId: string; department: string } {
  const { account_id: accountId } = request.params as { account_id: string };
  const { department } = request.query as { department?: string };
  return { accountId, department: departmentOf(request.caller, department) };
}

function organisationView({ id, department, name, kind, createdAt }: Organisation): Record<string, unknown> {
  return { id, department, name, kind, created_at: createdAt.toISOString() };
}

function staffView({ accountId, department, roles, since }: StaffMember): Record<string, unknown> {
  return { account_id: accountId, department, roles, since: since.toISOString() };
}
