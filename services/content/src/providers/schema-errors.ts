import type { ErrorObject } from 'ajv';
import type { SchemaError } from '../domain/ports.ts';

/** What is told at most, of a body in which thousands of things are wrong. */
const mostTold = 100;
const mostNames = 20;

/**
 * The errors of a body in the standard's shape. The validator tells every inner error; the standard tells one for each keyword that failed first on the
 * way in. What failed within an alternative is left out in favour of the alternative.
 */
export function summarise(name: string, errors: readonly ErrorObject[]): SchemaError[] {
  const outer = errors.map(outermost);
  const combined = new Set(outer.filter(isCombiner).map(({ instancePath }) => instancePath));
  const seen = new Map<string, Failure>();
  for (const error of outer) {
    const { instancePath, keyword, names } = error;
    if (combined.has(instancePath) && !isCombiner(error)) continue;
    if (pathsAbove(instancePath).some((path) => combined.has(path))) continue;
    const key = `${instancePath} ${keyword}`;
    const known = seen.get(key);
    if (known) known.names.push(...names);
    else if (seen.size < mostTold) seen.set(key, { instancePath, keyword, names: [...names] });
  }
  return [...seen.values()].map((error) => schemaError(name, error));
}

interface Failure {
  readonly instancePath: string;
  readonly keyword: string;
  /** The members that are missing or too many. */
  readonly names: string[];
}

const combiners = ['allOf', 'anyOf', 'oneOf', 'not'];

function isCombiner({ keyword }: Failure): boolean {
  return combiners.includes(keyword);
}

/** `/a/b` gives the empty path, which is the body, and `/a`. */
function pathsAbove(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
}

/** An error inside `allOf`, which the validator does not tell of itself, is one of the `allOf`. */
function outermost(error: ErrorObject): Failure {
  const { instancePath, schemaPath, keyword, params } = error;
  const outer = schemaPath.split('/').find((part) => combiners.includes(part));
  const name = params.missingProperty ?? params.additionalProperty;
  return {
    instancePath,
    keyword: outer ?? keyword,
    names: outer === undefined && typeof name === 'string' ? [name] : [],
  };
}

function schemaError(name: string, { instancePath, keyword, names }: Failure): SchemaError {
  const fragment = `#${instancePath || '/'}`;
  return {
    schema: name,
    fragment,
    message: `The property '${fragment}' ${words[keyword]?.(names.slice(0, mostNames)) ?? `did not match its ${keyword}`} in schema ${name}#`,
    failed_attribute: (keyword[0] ?? '').toUpperCase() + keyword.slice(1),
  };
}

const words: Readonly<Record<string, (names: readonly string[]) => string>> = {
  allOf: () => 'did not match all of the required schemas',
  anyOf: () => 'did not match one or more of the required schemas',
  oneOf: () => 'did not match exactly one of the required schemas',
  required: (names) =>
    `did not contain a required property of ${names.map((name) => `'${name}'`).join(', ')}`,
  additionalProperties: (names) =>
    `contains additional properties ${JSON.stringify(names)} outside of the schema when none are allowed`,
  pattern: () => 'did not match the pattern that it has to',
  type: () => 'is not of a type that it may be of',
  enum: () => 'is none of the values that it may have',
  format: () => 'is not of the format that it has to be of',
};
