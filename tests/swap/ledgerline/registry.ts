import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWK,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { bearerOf } from './callers.ts';
import type { Grant, Role } from './fence.ts';
import { type Asked, problem, Refused } from './http.ts';
import type { Json } from './journal.ts';
import type { Settings } from './settings.ts';

/** An order of the registry. */
export interface Order {
  readonly role: Role;
  readonly epoch: number;
  readonly number: number;
}

/** Reads what the registry signed (JWS, ES256). */
export interface Registry {
  /** The grant of a request; undefined where no registry is known, since nothing can be verified then. Throws 421 for one that is not the registry's. */
  grant(token: string): Promise<Grant | undefined>;
  /** Lets a call for a department pass that the registry's token allows. Throws a problem: 401, 403 or 503. Answers the reader's public key, if the token names one. */
  allow(asked: Asked, use: 'control' | 'pull', department: string): Promise<JWK | undefined>;
  /** Reads an order. Throws a problem when the registry did not give it to us for this department, or it is over. */
  order(token: string, department: string): Promise<Order>;
}

const mostGrants = 1000;

/** Makes the reader. */
export function openRegistry({ registryJwks, implementationNames: names }: Settings): Registry {
  const keys = registryJwks === undefined ? undefined : rereadKeys(registryJwks);
  const grants = new Map<string, Grant>();
  const isOurs = (named: unknown) =>
    names === undefined || [named].flat().some((name) => names.includes(name as string));
  const claims = async (token: string | undefined, typ: string): Promise<Json | undefined> => {
    if (!keys) throw new Refused(noRegistry);
    const read = token === undefined ? undefined : await verified(token, typ, keys);
    return read?.component === 'payments' ? read : undefined;
  };
  return {
    async grant(token) {
      if (!keys) return undefined;
      const known = grants.get(token);
      if (known) return known;
      const { department, epoch } = (await claims(token, 'grant+jwt')) ?? {};
      if (typeof department !== 'string' || !Number.isSafeInteger(epoch)) throw new Refused(badGrant);
      const grant = { department, epoch: Number(epoch) };
      if (grants.size >= mostGrants) grants.clear();
      grants.set(token, grant);
      return grant;
    },
    async allow(asked, use, department) {
      const read = await claims(bearerOf(asked), 'handover+jwt');
      if (!read || !isOurs(read.aud)) throw new Refused(unauthorised);
      if (read.use !== use || read.department !== department) throw new Refused(forbidden);
      const { jwk } = (read.cnf ?? {}) as { jwk?: JWK };
      if (use === 'pull' && (jwk?.kty !== 'EC' || jwk.crv !== 'P-256')) throw new Refused(unauthorised);
      return jwk;
    },
    async order(token, department) {
      const read = await claims(token, 'order+jwt');
      const { role, epoch, number } = read ?? {};
      const isOrder =
        ['primary', 'frozen', 'follower'].includes(role as string) && Number.isSafeInteger(epoch);
      if (
        !read ||
        !isOrder ||
        !Number.isSafeInteger(number) ||
        read.department !== department ||
        !isOurs(read.implementation)
      ) {
        throw new Refused(
          problem(
            401,
            'bad_order',
            'Unauthorised',
            'The order is not one of the registry for this implementation and department.',
          ),
        );
      }
      return { role: role as Role, epoch: Number(epoch), number: Number(number) };
    },
  };
}

const noRegistry = problem(
  503,
  'no_registry',
  'Service Unavailable',
  'Set REGISTRY_JWKS to the registry’s key set: nothing that it signs can be verified.',
);
const badGrant = problem(
  421,
  'grant_invalid',
  'Misdirected Request',
  'The grant is not one of the registry for this component.',
);
const unauthorised = problem(
  401,
  'unauthorised',
  'Unauthorised',
  'Send a token that the registry signed for this implementation.',
  {
    'www-authenticate': 'Bearer',
  },
);
const forbidden = problem(
  403,
  'forbidden',
  'Forbidden',
  'The token is for another department or another use.',
);

async function verified(token: string, typ: string, keys: () => JWTVerifyGetKey): Promise<Json | undefined> {
  const rules = { issuer: 'registry', algorithms: ['ES256'], typ, clockTolerance: 5 };
  const needed = typ === 'grant+jwt' ? [] : ['exp'];
  try {
    return { ...(await jwtVerify(token, keys(), { ...rules, requiredClaims: needed })).payload };
  } catch (error) {
    if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
    throw error;
  }
}

/** A key set by URL, or by path: the file is read again when it may have changed. */
function rereadKeys(where: string): () => JWTVerifyGetKey {
  if (/^https?:/.test(where)) {
    const remote = createRemoteJWKSet(new URL(where), { cooldownDuration: 1000 });
    return () => remote;
  }
  let read: { at: number; keys: JWTVerifyGetKey } | undefined;
  return () => {
    if (!read || read.at < Date.now() - 1000)
      read = { at: Date.now(), keys: createLocalJWKSet(JSON.parse(readFileSync(where, 'utf8'))) };
    return read.keys;
  };
}
