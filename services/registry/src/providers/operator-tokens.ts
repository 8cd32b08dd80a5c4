import type { Authenticate } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';

/** Makes what tells whose an access token is, if it is an operator's for the registry, and until when (seconds since 1970). `authenticate` verifies it. */
export function operatorTokens(
  authenticate: Authenticate,
): (token: string) => Promise<{ subject: string; until: number } | undefined> {
  return async (token) => {
    // A pasted token is worth what it is worth in a header.
    const asked = { headers: { authorization: `Bearer ${token}` } } as FastifyRequest;
    const caller = await authenticate(asked);
    if (caller?.department !== '*' || !caller.scopes.includes('registry:admin')) return undefined;
    return { subject: caller.subject, until: decodeJwt(token).exp ?? 0 };
  };
}
