import { type Confidence, type Credential, confidences, reaches } from '../../domain/levels.ts';

/** What a sign-in has to reach. */
export interface Vector {
  readonly credential: Credential;
  readonly confidence: Confidence;
}

/** What a request without a vector asks for. */
export const usualVector: Vector = { credential: 'Cl.Cm', confidence: 'P0' };

/**
 * Reads the parameter `vtr`: a JSON array of vectors, each `Cl` or `Cl.Cm` and at most one level of confidence, in any order, of which a level
 * above P0 needs `Cl.Cm`. Vectors with and without an identity do not go together. Undefined when it is none.
 */
export function parseVectors(vtr: string | undefined): readonly Vector[] | undefined {
  if (vtr === undefined) return [usualVector];
  const listed = listOf(vtr);
  if (listed === undefined) return undefined;
  if (listed.length === 0) return [usualVector];
  const vectors = listed.flatMap((text) => parseVector(text) ?? []);
  const identities = vectors.filter(hasIdentity).length;
  const isWhole = vectors.length === listed.length && (identities === 0 || identities === vectors.length);
  return isWhole ? vectors : undefined;
}

/** Of several vectors the one that is the least to reach. */
export function lowestOf(vectors: readonly Vector[]): Vector {
  return vectors.reduce((lowest, one) => ({
    credential: reaches(one.credential, lowest.credential) ? lowest.credential : one.credential,
    confidence: reaches(one.confidence, lowest.confidence) ? lowest.confidence : one.confidence,
  }));
}

/** Whether it has to be known who the person is. */
export function hasIdentity({ confidence }: Vector): boolean {
  return confidence !== 'P0';
}

function listOf(vtr: string): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(vtr);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function parseVector(text: unknown): Vector | undefined {
  if (typeof text !== 'string') return undefined;
  const parts = text.split('.');
  const levels = parts.filter((part) => part.startsWith('P'));
  const credential = parts
    .filter((part) => !part.startsWith('P'))
    .sort()
    .join('.');
  const confidence = confidences.find(({ name }) => name === (levels[0] ?? 'P0'))?.name;
  if (credential !== 'Cl' && credential !== 'Cl.Cm') return undefined;
  if (levels.length > 1 || confidence === undefined) return undefined;
  const vector: Vector = { credential, confidence };
  return hasIdentity(vector) && credential !== 'Cl.Cm' ? undefined : vector;
}
