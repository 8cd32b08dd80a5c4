/** What an attestation says, as far as a gateway looks at it. */
export interface AttestationClaims {
  readonly component: string;
  readonly implementation: { readonly base_url: string; readonly version: string };
  readonly contract_hash: string;
  readonly results: { readonly passed: number; readonly failed: number };
  /** Seconds. */
  readonly iat: number;
}

/** What a routing table says of the implementation that is to be vouched for. */
export interface Attested {
  readonly component?: unknown;
  readonly upstream?: unknown;
  readonly version?: unknown;
  readonly contract_hash?: unknown;
}

/** Why a genuine attestation does not count for a binding, in public words that follow "its attestation"; undefined when it does. */
export function attestationFault(
  claims: AttestationClaims,
  row: Attested,
  { nowMs, maxAgeS }: { nowMs: number; maxAgeS: number },
): string | undefined {
  const { implementation, results } = claims;
  const ageS = nowMs / 1000 - claims.iat;
  if (claims.component !== row.component) return 'is of another component';
  if (originOf(implementation.base_url) !== originOf(row.upstream)) return 'is of another address';
  if (implementation.version !== row.version) return 'is of another version';
  if (claims.contract_hash !== row.contract_hash) return 'is for another contract';
  if (results.failed > 0 || results.passed === 0) return 'says that cases failed';
  if (ageS > maxAgeS) return 'is too old';
  return ageS < -clockSkewS ? 'is from the future' : undefined;
}

/** Whether what was signed has the members of an attestation. */
export function isAttestation(value: unknown): value is AttestationClaims {
  if (!isRecord(value) || !isRecord(value.implementation) || !isRecord(value.results)) return false;
  const { implementation, results } = value;
  const texts = [value.component, value.contract_hash, implementation.base_url, implementation.version];
  const numbers = [results.passed, results.failed, value.iat];
  return texts.every((text) => typeof text === 'string') && numbers.every((one) => Number.isInteger(one));
}

const clockSkewS = 60;

function originOf(address: unknown): string | undefined {
  return URL.parse(String(address))?.origin;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
