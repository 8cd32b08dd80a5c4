import {
  type Authenticate,
  bearerToken,
  type Caller,
  createKeySet,
  FaultError,
  Problem,
} from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { decodeJwt, errors, type JWK, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** An order of the registry. */
export interface Order {
  readonly role: 'primary' | 'frozen' | 'follower';
  readonly epoch: number;
  readonly number: number;
}

/** Reads what the registry signed for one component. */
export interface RegistryTokens {
  /** The security scheme `handover`: the use of a token is its caller's scope. */
  readonly authenticate: Authenticate;
  /** Reads an order for a department. Throws a problem: 401 when the registry did not sign it so, or not for this implementation, or it is over. */
  readOrder(text: string, department: string): Promise<Order>;
}

/** What of the registry a component knows. */
export interface RegistrySetup {
  readonly component: string;
  /** Its key set: URL or path of a file. Undefined where nothing can be handed over. */
  readonly jwks: string | undefined;
  /** Names of this implementation, one of which a token has to be for; undefined when it does not know its names. */
  readonly names: readonly string[] | undefined;
}

/** Makes the reader of tokens. Without a key set everything is answered 503 `no_registry`. */
export function createRegistryTokens({ component, jwks, names }: RegistrySetup): RegistryTokens {
  const keys = jwks === undefined ? undefined : createKeySet(jwks);
  const read = async (text: string, typ: string) => {
    if (!keys) throw noRegistry();
    const payload = await verify(text, typ, keys);
    return payload?.component === component ? payload : undefined;
  };
  const isOurs = (named: unknown) => {
    const given = Array.isArray(named) ? named : [named];
    return names === undefined || given.some((name) => names.includes(String(name)));
  };
  return {
    async authenticate(request): Promise<Caller | undefined> {
      if (!keys) throw noRegistry();
      const token = bearerToken(request);
      const claims = token === undefined ? undefined : await read(token, 'handover+jwt');
      if (!claims || !isOurs(claims.aud)) return undefined;
      const { sub, department, use } = claims;
      if (typeof sub !== 'string' || typeof department !== 'string') return undefined;
      if (use !== 'control' && use !== 'pull') return undefined;
      return { kind: 'oauth', subject: sub, department, scopes: [use] };
    },
    async readOrder(text, department) {
      const claims = await read(text, 'order+jwt');
      const { role, epoch, number } = claims ?? {};
      const known = role === 'primary' || role === 'frozen' || role === 'follower';
      const counted = Number.isSafeInteger(epoch) && Number.isSafeInteger(number);
      if (
        !claims ||
        !known ||
        !counted ||
        claims.department !== department ||
        !isOurs(claims.implementation)
      ) {
        throw new Problem(
          401,
          'bad_order',
          'The order is not one for this implementation',
          'It has to be signed by the registry, for this component, department and implementation, and not be over.',
        );
      }
      return { role, epoch: epoch as number, number: number as number };
    },
  };
}

/** The recipient's key of a pull token that was verified. Throws a problem when it names none. */
export function readerOf(request: FastifyRequest): JWK {
  const claims = decodeJwt<{ cnf?: { jwk?: JWK } }>(bearerToken(request) ?? '');
  const jwk = claims.cnf?.jwk;
  if (jwk?.kty !== 'EC' || jwk.crv !== 'P-256' || !jwk.x || !jwk.y) {
    throw new Problem(401, 'no_reader', 'The token does not name the key of its reader');
  }
  const { kty, crv, x, y, kid } = jwk;
  return { kty, crv, x, y, ...(kid !== undefined && { kid }) };
}

/** Throws a problem when a token is for another department than the path. */
export function refuseOther(request: FastifyRequest, department: string): void {
  if (request.caller?.department === department) return;
  throw new Problem(403, 'forbidden', 'The token is for another department');
}

async function verify(
  text: string,
  typ: string,
  keys: JWTVerifyGetKey,
): Promise<Record<string, unknown> | undefined> {
  const rules = {
    issuer: 'registry',
    algorithms: ['ES256'],
    typ,
    requiredClaims: ['exp'],
    clockTolerance: 5,
  };
  try {
    return { ...(await jwtVerify(text, keys, rules)).payload };
  } catch (error) {
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid)) return undefined;
    throw new FaultError('unavailable', { cause: error, retryAfterS: 1 });
  }
}

function noRegistry(): Problem {
  return new Problem(
    503,
    'no_registry',
    'The registry is not known here',
    'Set REGISTRY_JWKS to its key set: without it nothing that it signs can be verified.',
  );
}
