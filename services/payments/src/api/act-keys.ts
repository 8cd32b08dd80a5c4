import type { FastifyReply, FastifyRequest } from 'fastify';
import { type PayError, payFailure } from './errors.ts';
import { idempotencyKeyOf, idempotencyKeyRule } from './rule.ts';

/** An Idempotency-Key came with another request before. */
export const keyReusedElsewhere: PayError = {
  status: 409,
  code: 'P0191',
  description:
    'The `Idempotency-Key` you sent in the request header has already been used for another request.',
};

/** The Idempotency-Key of a request without a body. Throws the standard's error when it has the wrong form. */
export function rightKeyOf(request: FastifyRequest): string | undefined {
  const idempotencyKey = idempotencyKeyOf(request);
  const error = idempotencyKeyRule({}, { idempotencyKey });
  if (error) throw payFailure(error);
  return idempotencyKey;
}

/** Answers that the same request did it before. */
export function sendDoneBefore(reply: FastifyReply): FastifyReply {
  return reply.code(204).header('idempotent-replayed', 'true').send();
}
