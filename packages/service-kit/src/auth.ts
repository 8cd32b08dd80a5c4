import type { Operation } from '@ashlar/contracts';
import type { FastifyRequest } from 'fastify';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { boundToken, createProofCheck } from './dpop.ts';
import { FaultError } from './errors.ts';
import { type Clock, createKeySet } from './key-set.ts';
import type { Authenticate, Caller } from './types.ts';

/** The credential of an `Authorization: Bearer` header (RFC 6750 section 2.1), if there is one. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Reads OAuth 2.0 access tokens (RFC 9068): JWTs of the type `at+jwt`, verified against the issuer's key set, which is a URL, the path of a
 * file or (for the issuer itself) what finds a key. The claims `sub`, `scope` and `department` become the caller; a token without one of `sub`,
 * `exp` and `department` is worth nothing. One that is bound to a key comes as `Authorization: DPoP` with a proof (RFC 9449), and only so. `now` is the clock of the key set, in milliseconds. Throws the fault `unavailable` when the
 * keys cannot be had, which is only so before they were read once, or for a key that is not known yet.
 */
export function oauth(options: {
  issuer: string;
  audience: string;
  jwks: string | JWTVerifyGetKey;
  now?: Clock;
}): Authenticate {
  const { jwks, now } = options;
  const keys = typeof jwks === 'string' ? createKeySet(jwks, now) : jwks;
  const proves = createProofCheck();
  const rules = {
    issuer: options.issuer,
    audience: options.audience,
    algorithms,
    typ: 'at+jwt',
    requiredClaims: ['sub', 'exp'],
    clockTolerance: 5,
  };

  return async (request) => {
    const bound = boundToken(request);
    const token = bound ?? bearerToken(request);
    if (token === undefined || token.split('.').length !== 3) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, rules);
      // A token that is bound to a key is worth nothing without its proof, and one that is not has nothing to prove.
      if (
        bound === undefined
          ? payload.cnf !== undefined
          : !(await proves(request, bound, thumbprintOf(payload)))
      )
        return undefined;
      return callerOf(payload);
    } catch (error) {
      if (isBadToken(error)) return undefined;
      throw new FaultError('unavailable', { cause: error, retryAfterS: 1 });
    }
  };
}

/**
 * Makes the check of one operation's security requirement (OpenAPI: one alternative is enough, all schemes of it are needed).
 * Resolves to the caller, `undefined` where the operation is open; throws the faults `unauthorised` and `forbidden`.
 */
export function createAuthorisation(
  operation: Operation,
  security: Readonly<Record<string, Authenticate>>,
): (request: FastifyRequest) => Promise<Caller | undefined> {
  return async (request) => {
    let missing: readonly string[] | undefined;
    for (const alternative of operation.security) {
      if (alternative.length === 0) return undefined;
      const scopes = alternative.flatMap((requirement) => requirement.scopes);
      const caller = await authenticateAll(alternative, security, request);
      if (caller === undefined || isForeign(caller, request.entryDepartment)) continue;
      if (scopes.every((scope) => caller.scopes.includes(scope))) return caller;
      missing = scopes;
    }
    if (missing === undefined) {
      throw new FaultError('unauthorised', { headers: { 'www-authenticate': 'Bearer' } });
    }
    const challenge = `Bearer error="insufficient_scope", scope="${missing.join(' ')}"`;
    throw new FaultError('forbidden', { headers: { 'www-authenticate': challenge } });
  };
}

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

async function authenticateAll(
  alternative: Operation['security'][number],
  security: Readonly<Record<string, Authenticate>>,
  request: FastifyRequest,
): Promise<Caller | undefined> {
  let caller: Caller | undefined;
  for (const { scheme } of alternative) {
    caller = await security[scheme]?.(request);
    if (caller === undefined) return undefined;
  }
  return caller;
}

/** A key works only behind the entry points of its own department. */
function isForeign(caller: Caller, entryDepartment: string | undefined): boolean {
  return entryDepartment !== undefined && caller.department !== '*' && caller.department !== entryDepartment;
}

/** The key that a token is bound to (RFC 9449 section 6.1). */
function thumbprintOf({ cnf }: JWTPayload): string {
  const known = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined;
  return typeof known === 'string' ? known : '';
}

function callerOf(payload: JWTPayload): Caller | undefined {
  const { sub, scope, department } = payload;
  if (typeof sub !== 'string' || typeof department !== 'string' || department === '') return undefined;
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
  return { kind: 'oauth', subject: sub, department, scopes };
}

function isBadToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
}
