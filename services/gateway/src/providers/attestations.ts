import { createKeySet } from '@ashlar/service-kit';
import { compactVerify, errors, type JWTVerifyGetKey } from 'jose';
import { attestationFault, isAttestation } from '../domain/attestation.ts';
import type { Attestations } from '../usecases/admit-bindings.ts';

/**
 * Checks attestations against the keys of the registry and, where given, of others who may run the gate (each a URL or the path of a JSON Web Key Set). Keys are
 * kept, so a registry that is away leaves those that are known.
 */
export function openAttestations(options: {
  sources: readonly string[];
  maxAgeS: number;
  now(): number;
}): Attestations {
  const keySets = options.sources.map((source) => createKeySet(source));
  return {
    async fault(row) {
      if (typeof row.attestation !== 'string') return { fault: 'it has no attestation' };
      try {
        const claims = await verify(row.attestation, keySets);
        if (claims === undefined) return { fault: 'its attestation is not genuine' };
        const { maxAgeS, now } = options;
        const fault = attestationFault(claims, row, { nowMs: now(), maxAgeS });
        return fault === undefined ? {} : { fault: `its attestation ${fault}` };
      } catch {
        return { fault: 'the keys that its attestation is checked with cannot be read', isUndecided: true };
      }
    },
  };
}

/** What the attestation says; undefined when nobody who may has signed it. Throws when keys could not be read. */
async function verify(token: string, keySets: readonly JWTVerifyGetKey[]) {
  let unread: unknown;
  for (const keys of keySets) {
    try {
      const { payload, protectedHeader } = await compactVerify(token, (header, jws) => keys(header, jws), {
        algorithms: ['ES256'],
      });
      const claims: unknown = JSON.parse(Buffer.from(payload).toString());
      return protectedHeader.typ === 'attestation+jwt' && isAttestation(claims) ? claims : undefined;
    } catch (error) {
      if (!(error instanceof errors.JOSEError || error instanceof SyntaxError)) unread = error;
    }
  }
  if (unread !== undefined) throw unread;
  return undefined;
}
