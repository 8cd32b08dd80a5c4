import { type Assurance, assurances, isEnough } from './entities.ts';

/** What an issuer's words for how a person signed in (`acr`) are worth here. */
export interface AssuranceLevels {
  /** The level of a sign-in; the least when the issuer says nothing that is known here. */
  levelOf(acr: string | undefined): Assurance;
  /** What to ask an issuer for, the least that is enough first. */
  askedFor(required: Assurance): string[];
}

/** The levels' own names, and how the eIDAS nodes write them (eIDAS SAML Attribute Profile, section 3). */
const known: readonly (readonly [string, Assurance])[] = assurances.flatMap((level) => [
  [level, level] as const,
  [`http://eidas.europa.eu/LoA/${level}`, level] as const,
]);

/** Reads `acr=level` pairs, comma-separated; they come before what is known anyhow. Throws a `TypeError` for one that is none. */
export function readLevels(text: string): AssuranceLevels {
  const given = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry): readonly [string, Assurance] => {
      const at = entry.lastIndexOf('=');
      const level = assurances.find((one) => one === entry.slice(at + 1));
      if (at > 0 && level) return [entry.slice(0, at), level];
      throw new TypeError(
        `must be acr=level, comma-separated, where a level is one of ${assurances.join(', ')}`,
      );
    });
  // An acr that is given twice is worth what it was given first.
  const levels = new Map([...given, ...known].reverse());
  const inOrder = [...given, ...known].toSorted(
    ([, one], [, other]) => assurances.indexOf(one) - assurances.indexOf(other),
  );
  return {
    levelOf: (acr) => (acr === undefined ? undefined : levels.get(acr)) ?? 'low',
    askedFor: (required) => inOrder.filter(([, level]) => isEnough(level, required)).map(([acr]) => acr),
  };
}
