import { Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Once } from '../usecases/once.ts';

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
