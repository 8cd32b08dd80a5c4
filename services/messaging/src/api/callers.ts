import type { Authenticate, Caller, RateLimit } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Refused, TokenHolder } from '../usecases/check-token.ts';
import { notifyFailure } from './errors.ts';

/** A caller that came with a token of the standard, and whose it is. */
interface TokenCaller extends Caller {
  readonly holder: TokenHolder;
  readonly limits: { readonly keyType: string; readonly perMinute: number };
}

/**
 * Reads the standard's tokens. On its own operations a refusal is thrown in its own words; where an access token would do too, it is only no caller.
 */
export function tokenAuthentication(
  check: (token: string, at: Date) => Promise<TokenHolder | Refused>,
): Authenticate {
  return async (request) => {
    const at = new Date();
    const isStandard = request.operation?.standard === 'compat';
    const token = readToken(request, isStandard);
    if (token === undefined) return undefined;
    const found = await check(token, at);
    if (!('refused' in found)) return tokenCaller(found);
    if (isStandard) throw notifyFailure(403, 'AuthError', found.refused);
    return undefined;
  };
}

/** Whose token a request came with. Throws when it came with another credential. */
export function holderOf(request: FastifyRequest): TokenHolder {
  const caller = tokenCallerOf(request.caller);
  if (!caller) throw new Error('The operation was called without a token of a messaging service');
  return caller.holder;
}

/** Each service's own limit for each type of key. Access tokens are not limited. */
export const serviceLimits: RateLimit = {
  bucket(request) {
    const caller = tokenCallerOf(request.caller);
    if (!caller) return undefined;
    const { keyType, perMinute } = caller.limits;
    return { key: `${caller.account}:${keyType}`, perSecond: perMinute / 60 };
  },
};

function readToken(request: FastifyRequest, isStandard: boolean): string | undefined {
  const header = request.headers.authorization;
  if (header && /^bearer /i.test(header)) return header.slice(7);
  if (!isStandard) return undefined;
  throw notifyFailure(
    401,
    'AuthError',
    header
      ? 'Unauthorized: authentication bearer scheme must be used'
      : 'Unauthorized: authentication token must be provided',
  );
}

function tokenCaller(holder: TokenHolder): TokenCaller {
  const { service, key } = holder;
  return {
    kind: 'api-key',
    subject: key.id,
    department: service.department,
    scopes: [],
    account: service.id,
    holder,
    limits: { keyType: key.type, perMinute: service.rateLimit },
  };
}

function tokenCallerOf(caller: Caller | undefined): TokenCaller | undefined {
  return caller && 'holder' in caller ? (caller as TokenCaller) : undefined;
}
