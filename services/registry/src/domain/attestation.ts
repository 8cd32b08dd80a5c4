import type { Implementation } from './entities.ts';

/** What an attestation says, as far as it is looked at. */
export interface AttestationClaims {
  readonly implementation: { readonly base_url: string; readonly version: string };
  readonly component: string;
  readonly profile: 'core' | 'full';
  readonly contract_hash: string;
  readonly suite_hash?: string;
  readonly results: {
    readonly passed: number;
    readonly failed: number;
    readonly sections: Readonly<Record<string, unknown>>;
  };
  /** Seconds. */
  readonly iat: number;
}

/** Why an attestation does not count, by code. */
export const refusals = {
  attestation_invalid:
    'It is not signed by a key that is trusted here, or does not say what an attestation says. Run the gate again, with the key whose public part stands in ATTESTATION_JWKS, or let the registry run it.',
  attestation_failed:
    'It says that cases failed. Its report names them; run the gate again once they are mended.',
  attestation_stale: 'It is too old, or from the future. Run the gate again.',
  other_component: 'It is of another component.',
  other_contract:
    'It is of another contract than the implementation is registered with. Run the gate against that one, or register the implementation with the contract that it was checked against.',
  other_version: 'It is of another version of the implementation. Run the gate against the one that runs.',
  other_base_url:
    'It is of an implementation at another address. Run the gate against the address that is registered.',
  other_profile: 'It is of the core profile, and the implementation is registered with the full one.',
} as const;

/** Why an attestation does not count. */
export type AttestationRefusal = keyof typeof refusals;

/** Why a genuine attestation does not count for an implementation as it is registered; undefined when it does. */
export function refusalOf(
  claims: AttestationClaims,
  implementation: Implementation,
  { at, maxAgeS }: { at: Date; maxAgeS: number },
): AttestationRefusal | undefined {
  const age = at.getTime() / 1000 - claims.iat;
  if (claims.component !== implementation.component) return 'other_component';
  if (claims.implementation.base_url !== implementation.base_url) return 'other_base_url';
  if (claims.implementation.version !== implementation.version) return 'other_version';
  if (claims.contract_hash !== implementation.contract_hash) return 'other_contract';
  if (implementation.profile === 'full' && claims.profile !== 'full') return 'other_profile';
  if (claims.results.failed > 0 || claims.results.passed === 0) return 'attestation_failed';
  return age > maxAgeS || age < -clockSkewS ? 'attestation_stale' : undefined;
}

/** Whether what was signed has the members of an attestation. */
export function isAttestation(value: unknown): value is AttestationClaims {
  const claims = value as Partial<AttestationClaims> | null;
  const { implementation, results } = claims ?? {};
  const texts = [claims?.component, claims?.contract_hash, implementation?.base_url, implementation?.version];
  return (
    texts.every((text) => typeof text === 'string') &&
    ['core', 'full'].includes(String(claims?.profile)) &&
    [results?.passed, results?.failed].every((count) => Number.isInteger(count) && Number(count) >= 0) &&
    typeof results?.sections === 'object' &&
    results.sections !== null &&
    Number.isInteger(claims?.iat)
  );
}

const clockSkewS = 60;
