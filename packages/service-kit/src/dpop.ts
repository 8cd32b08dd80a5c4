import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose';

/** Whether a request proves that it comes from whoever has the key that its token is bound to. */
export type ProofCheck = (request: FastifyRequest, token: string, thumbprint: string) => Promise<boolean>;

/** The credential of an `Authorization: DPoP` header (RFC 9449 section 7.1), if there is one. */
export function boundToken(request: FastifyRequest): string | undefined {
  return /^DPoP +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Makes the check of DPoP proofs (RFC 9449 section 4.3): of this method and address, for this token, by the key that the token names, not older than
 * a minute, and not seen before by this process, which remembers proofs for as long as they could come again.
 */
export function createProofCheck(): ProofCheck {
  const isNew = createMemory();
  return async (request, token, thumbprint) => {
    const { dpop } = request.headers;
    if (typeof dpop !== 'string') return false;
    try {
      const { payload, protectedHeader } = await jwtVerify(dpop, EmbeddedJWK, rules);
      const { jwk } = protectedHeader;
      if (!jwk || 'd' in jwk || (await calculateJwkThumbprint(jwk as JWK)) !== thumbprint) return false;
      const { htm, htu, ath, jti } = payload;
      const fits = htm === request.method && isAddressed(htu, request) && ath === digest(token);
      return fits && typeof jti === 'string' && jti !== '' && isNew(digest(`${thumbprint}\n${jti}`));
    } catch {
      // Whatever is wrong with it, it proves nothing.
      return false;
    }
  };
}

const algorithms = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'Ed25519', 'EdDSA'];
const rules = {
  algorithms,
  typ: 'dpop+jwt',
  maxTokenAge: 60,
  clockTolerance: 5,
  requiredClaims: ['jti', 'iat', 'htm', 'htu', 'ath'],
};
/** A proof that was made a little in the future can come for so long. */
const rememberedMs = 75_000;
/** So many are kept at least; then those go that are past their time. */
const manyProofs = 10_000;

/** The address as its caller has it, without query and fragment. */
function isAddressed(htu: unknown, request: FastifyRequest): boolean {
  const told = typeof htu === 'string' ? URL.parse(htu) : null;
  const own = URL.parse(`${request.publicUrl}${request.url}`);
  return told !== null && own !== null && told.origin === own.origin && told.pathname === own.pathname;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function createMemory(): (id: string) => boolean {
  const seen = new Map<string, number>();
  let pruneAt = manyProofs;
  return (id) => {
    const now = performance.now();
    if (seen.size >= pruneAt) {
      for (const [known, until] of seen) if (until <= now) seen.delete(known);
      pruneAt = Math.max(manyProofs, seen.size * 2);
    }
    if ((seen.get(id) ?? 0) > now) return false;
    seen.set(id, now + rememberedMs);
    return true;
  };
}
