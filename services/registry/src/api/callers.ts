import { type Authenticate, type Caller, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/entities.ts';

/**
 * Reads the key that gateways share with the components. A request that a gateway passes on carries it too, whoever sent it, so it counts only where nothing was
 * passed on.
 */
export const gatewayItself: Authenticate = async (request) => {
  const passedOn = request.raw.headers['x-forwarded-host'] !== undefined;
  if (!request.fromGateway || passedOn) return undefined;
  return { kind: 'api-key', subject: 'gateway', department: '*', scopes: ['registry:routing'] };
};

/** The department whose things the caller may see; `*` is everything. */
export function visibleTo(request: FastifyRequest): string {
  return callerOf(request).department;
}

/** Lets only operators of the whole platform on. Throws the problem. */
export function requireOperator(request: FastifyRequest): void {
  if (callerOf(request).department === '*') return;
  throw new Problem(403, 'forbidden', 'Only an operator of the whole platform may do this');
}

/** Lets operators on, and a department where it is its own. Throws the problem. */
export function requireOwn(request: FastifyRequest, department: string): void {
  const own = callerOf(request).department;
  if (own === '*' || own === department) return;
  throw new Problem(403, 'forbidden', 'The token is for another department');
}

/** Who makes a change, for the audit. */
export function actorOf(request: FastifyRequest): Actor {
  const { subject, department } = callerOf(request);
  return { subject, department, request_id: request.id, traceparent: request.traceparent };
}

function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('The operation was called without a credential');
  return request.caller;
}
