import { type Caller, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Once } from './creation.ts';

/** There is none, or none that the caller may know of. */
export function noSuch(thing: string): Problem {
  return new Problem(404, 'not_found', `There is no such ${thing}`);
}

/** An Idempotency-Key came with another request before. */
export function keyReused(): Problem {
  return new Problem(
    422,
    'idempotency_key_reused',
    'The Idempotency-Key was used before',
    'The same key came with another request. Send a new key with a new request.',
  );
}

/** The Idempotency-Key of a request, for its caller and operation; undefined when it has none. */
export function onceOf(request: FastifyRequest): Once | undefined {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  const { caller, operation, params, body } = request;
  const scope = `${operation?.operationId}:${caller?.department}:${caller?.subject}`;
  return { scope, key, body: { params, body } };
}

/** Which department an administrator acts for. An operator of all departments names one. Throws the problem when none or another one is named. */
export function departmentOf(caller: Caller | undefined, named: string | undefined): string {
  if (!caller) throw new Error('The operation was called without a token');
  if (caller.department === '*') {
    if (named) return named;
    const errors = [{ pointer: '#/department', detail: 'is required of an operator of all departments' }];
    throw new Problem(422, 'invalid', 'The department is missing', undefined, { errors });
  }
  if (named && named !== caller.department) {
    throw new Problem(403, 'forbidden', 'The token is for another department');
  }
  return caller.department;
}
