import { errors, jwtVerify } from 'jose';
import { createKeySet } from './key-set.ts';

/** What the registry granted an implementation: the binding of a department, `*` for all without one of their own, at an epoch. */
export interface Grant {
  readonly department: string;
  readonly epoch: number;
}

/** Reads a grant's text; `invalid` when it is not the registry's, not for this component, or says nothing sensible. */
export type ReadGrant = (text: string) => Grant | Promise<Grant | 'invalid'>;

/**
 * Makes the reader of grants of one component: JWTs of the type `grant+jwt` that the registry signed with ES256. Each text is verified once. While the
 * registry's keys cannot be had, a grant is taken as it stands: only the gateway can bring one, and an epoch that is not the row's is refused in any case.
 */
export function createGrants(options: {
  component: string;
  jwks: string;
  unverified(error: unknown): void;
}): ReadGrant {
  const keys = createKeySet(options.jwks);
  const known = new Map<string, Grant>();
  const underWay = new Map<string, Promise<Grant | 'invalid'>>();

  const read = async (text: string): Promise<Grant | 'invalid'> => {
    try {
      const { payload } = await jwtVerify(text, keys, rules);
      const grant = grantOf(payload, options.component);
      if (grant === 'invalid') return grant;
      keep(known, text, grant);
      return grant;
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid)) return 'invalid';
      options.unverified(error);
      return grantOf(claimsOf(text), options.component);
    }
  };
  return (text) => {
    const verified = known.get(text);
    if (verified) return verified;
    const reading = underWay.get(text) ?? read(text).finally(() => underWay.delete(text));
    underWay.set(text, reading);
    return reading;
  };
}

// One for each binding change that is still about; the oldest goes.
const mostKnown = 1000;
const rules = { issuer: 'registry', algorithms: ['ES256'], typ: 'grant+jwt' };

function keep(known: Map<string, Grant>, text: string, grant: Grant): void {
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(text, grant);
}

function grantOf(claims: unknown, own: string): Grant | 'invalid' {
  const { component, department, epoch } = (claims ?? {}) as Record<string, unknown>;
  const sensible = typeof department === 'string' && department !== '' && Number.isSafeInteger(epoch);
  return sensible && component === own ? { department, epoch: epoch as number } : 'invalid';
}

function claimsOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
