import { createOnce, type Made } from '@ashlar/component';
import { type CompactVerifyGetKey, compactVerify, createLocalJWKSet, errors } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import {
  type AttestationClaims,
  type AttestationRefusal,
  isAttestation,
  refusalOf,
} from '../domain/attestation.ts';
import type { Attestation } from '../domain/entities.ts';
import { freshAttestation, insertAttestation, listAttestations } from '../store/attestations.ts';
import { readMade } from '../store/audit.ts';
import { readImplementation } from '../store/implementations.ts';
import type { CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';

/** Stores an attestation of an implementation, if it is genuine and counts. `missing`: there is no such implementation. */
export async function storeAttestation(
  deps: Deps,
  { id, token, once, by }: CreationAsk & { id: string; token: string },
): Promise<Made<Attestation> | 'key_reused' | 'missing' | { readonly refused: AttestationRefusal }> {
  const implementation = await readImplementation(deps.db, id);
  if (!implementation) return 'missing';
  const claims = await verified(deps, token);
  if (!claims) return { refused: 'attestation_invalid' };
  const at = deps.now();
  const refused = refusalOf(claims, implementation, { at, maxAgeS: deps.times.attestations });
  if (refused) return { refused };
  const attestation = {
    id: uuidv7(),
    implementation_id: id,
    attestation: token,
    profile: claims.profile,
    contract_hash: claims.contract_hash,
    ...(claims.suite_hash !== undefined && { suite_hash: claims.suite_hash }),
    version: claims.implementation.version,
    base_url: claims.implementation.base_url,
    passed: claims.results.passed,
    sections: claims.results.sections,
    issuedAt: new Date(claims.iat * 1000),
  };
  return createOnce<Attestation>(deps, once, {
    make: (key) => insertAttestation(deps.db, attestation, { once: key, at, by }),
    read: (aggregate) => readMade(deps.db, aggregate),
  });
}

/** Whether an implementation may be bound: where attestations are required it needs one that counts. */
export async function mayBeBound(deps: Deps, id: string): Promise<boolean> {
  if (!deps.requireAttestation) return true;
  const age = { at: deps.now(), maxAgeS: deps.times.attestations };
  return (await freshAttestation(deps.db, id, age)) !== undefined;
}

/** The attestations of an implementation, newest first. Undefined when there is no such implementation. */
export async function findAttestations(deps: Deps, id: string): Promise<Attestation[] | undefined> {
  if (!(await readImplementation(deps.db, id))) return undefined;
  return listAttestations(deps.db, id, { at: deps.now(), maxAgeS: deps.times.attestations });
}

/** What an attestation says, if a key that is trusted here signed it. Throws when the keys of others cannot be read. */
async function verified(deps: Deps, token: string): Promise<AttestationClaims | undefined> {
  const own = createLocalJWKSet({ keys: [...(await deps.signer.published())] });
  const find: CompactVerifyGetKey = async (header, jws) => {
    try {
      return await own(header, jws);
    } catch (error) {
      if (!deps.attestationKeys || !(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return deps.attestationKeys(header, jws);
    }
  };
  try {
    const { payload, protectedHeader } = await compactVerify(token, find, { algorithms: ['ES256'] });
    const claims: unknown = JSON.parse(Buffer.from(payload).toString());
    return protectedHeader.typ === 'attestation+jwt' && isAttestation(claims) ? claims : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
