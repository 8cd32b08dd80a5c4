import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Channel, MessagingService } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  createMessagingService,
  findMessagingService,
  findMessagingServices,
  type ServiceAsk,
} from '../usecases/manage-services.ts';
import { readRecipient } from './phone-numbers.ts';

type ServiceOperation = 'createMessagingService' | 'listMessagingServices' | 'getMessagingService';

/** Administration of services that send messages. */
export function serviceHandlers(deps: Deps): Record<ServiceOperation, Handler> {
  return {
    async createMessagingService(request, reply) {
      const service = readService(deps, request);
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

interface ServiceBody {
  readonly department?: string;
  readonly service: string;
  readonly name: string;
  readonly email_from: string;
  readonly sms_sender?: string;
  readonly email_provider?: string;
  readonly sms_provider?: string;
  readonly international_sms?: boolean;
  readonly rate_limit?: number;
  readonly guest_list?: readonly string[];
}

function readService(deps: Deps, request: FastifyRequest): Omit<MessagingService, 'id' | 'createdAt'> {
  const body = request.body as ServiceBody;
  return {
    department: departmentOf(request.caller, body.department),
    service: body.service,
    name: body.name,
    emailFrom: body.email_from,
    smsSender: body.sms_sender ?? 'ASHLAR',
    emailProvider: providerNamed(deps, 'email', body.email_provider),
    smsProvider: providerNamed(deps, 'sms', body.sms_provider),
    internationalSms: body.international_sms ?? false,
    rateLimit: body.rate_limit ?? 3000,
    guestList: (body.guest_list ?? []).map(guest),
  };
}

function providerNamed(deps: Deps, channel: Channel, named = 'sandbox'): string {
  const ids = deps.providers.idsFor(channel);
  if (ids.includes(named)) return named;
  throw invalid(`#/${channel}_provider`, `is none of: ${ids.join(', ')}`);
}

function guest(text: string, at: number): string {
  const read = readRecipient(text);
  if ('problem' in read) throw invalid(`#/guest_list/${at}`, read.problem);
  return read.to;
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem(422, 'invalid', 'A value is not acceptable', undefined, {
    errors: [{ pointer, detail }],
  });
}

function serviceView(service: MessagingService): Record<string, unknown> {
  return {
    id: service.id,
    department: service.department,
    service: service.service,
    name: service.name,
    email_from: service.emailFrom,
    sms_sender: service.smsSender,
    email_provider: service.emailProvider,
    sms_provider: service.smsProvider,
    international_sms: service.internationalSms,
    rate_limit: service.rateLimit,
    created_at: service.createdAt.toISOString(),
  };
}
