import type { FastifyReply } from 'fastify';

/** A reply as it was stored under an idempotency key. A `Buffer` or string is the JSON text itself. */
export interface StoredReply {
  status: number;
  body: unknown;
}

/** Sends a stored reply again and marks it with `Idempotent-Replayed: true`. */
export function sendReplay(reply: FastifyReply, stored: StoredReply): FastifyReply {
  return reply
    .code(stored.status)
    .header('idempotent-replayed', 'true')
    .type('application/json')
    .send(stored.body);
}
