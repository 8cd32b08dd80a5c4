import type { AnySchemaObject } from 'ajv';
import fc from 'fast-check';

/** What is wrong with a body: each entry as `#/base_path AllOf`. */
export type Judge = (body: Readonly<Record<string, unknown>>) => string[];

/** A body of which two schemas say different things. */
export interface Difference {
  readonly body: unknown;
  readonly one: readonly string[];
  readonly other: readonly string[];
}

/**
 * Has two judges look at examples, at bodies made from a schema, and at mutations of both, `runs` in all; the same seed makes the same bodies. Answers
 * how many were accepted by both and how many refused, and of what they said different things.
 */
export function findDifferences(
  schema: AnySchemaObject,
  examples: readonly object[],
  judges: { one: Judge; other: Judge },
  options: { runs: number; seed: number },
): { accepted: number; refused: number; differences: Difference[] } {
  const bodies = fc.sample(bodiesOf(schema, examples), { numRuns: options.runs, seed: options.seed });
  const differences: Difference[] = [];
  let accepted = 0;
  for (const body of [...examples, ...bodies] as Record<string, unknown>[]) {
    const one = judges.one(body).toSorted();
    const other = judges.other(body).toSorted();
    if (one.join('\n') !== other.join('\n')) differences.push({ body, one, other });
    else if (one.length === 0) accepted += 1;
  }
  return { accepted, refused: examples.length + bodies.length - accepted - differences.length, differences };
}

function bodiesOf(schema: AnySchemaObject, examples: readonly object[]): fc.Arbitrary<unknown> {
  const made = arbitraryOf(schema, schema);
  const start = examples.length > 0 ? fc.oneof(made, fc.constantFrom(...examples)) : made;
  const odd = oddValues(schema);
  const names = [...namesIn(schema), 'odd', '__proto__', 'constructor'];
  const change = fc.record({ at: fc.nat(), kind: fc.nat(3), name: fc.constantFrom(...names), value: odd });
  return fc
    .tuple(start, fc.array(change, { maxLength: 3 }))
    .map(([body, changes]) => changes.reduce((now, one) => mutate(now, one), structuredClone(body)));
}

interface Mutation {
  /** Which place of the body, counted on around. */
  readonly at: number;
  readonly kind: number;
  readonly name: string;
  readonly value: unknown;
}

/** Takes a member away, replaces it, adds one, or repeats one. */
function mutate(body: unknown, { at, kind, name, value: shared }: Mutation): unknown {
  const value = structuredClone(shared);
  const places = placesIn(body);
  const place = places[at % places.length];
  if (!place) return value;
  const [holder, key] = place;
  if (Array.isArray(holder)) {
    if (kind === 0) holder.splice(Number(key), 1);
    else if (kind === 1) holder[Number(key)] = value;
    else holder.push(kind === 2 ? value : structuredClone(holder[Number(key)]));
  } else if (kind === 0) delete holder[key];
  else Object.defineProperty(holder, kind === 1 ? key : name, { value, ...open });
  return body;
}

const open = { enumerable: true, configurable: true, writable: true };

type Place = [Record<string, unknown> | unknown[], string];

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [value as Record<string, unknown>, key] as Place,
    ...placesIn(inner),
  ]);
}

/** Bodies that a schema describes; it need not hold for all of them. */
function arbitraryOf(schema: AnySchemaObject, root: AnySchemaObject): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string')
    return arbitraryOf(root.definitions[schema.$ref.split('/').at(-1) ?? ''], root);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.allOf)) return fc.constantFrom('/', '/a', '/b', '/a/b.json', '/a?b=c');
  const alternatives = schema.anyOf ?? (schema.properties ? undefined : schema.oneOf);
  if (alternatives) return fc.oneof(...alternatives.map((one: AnySchemaObject) => arbitraryOf(one, root)));
  const types: unknown[] = [schema.type ?? (schema.items ? 'array' : 'object')].flat();
  return fc.oneof(...types.map((type) => arbitraryOfType(String(type), schema, root)));
}

function arbitraryOfType(
  type: string,
  schema: AnySchemaObject,
  root: AnySchemaObject,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, root), { maxLength: 3 });
    case 'string':
      return fc.constantFrom(...textsOf(schema));
    default: {
      const members = Object.entries<AnySchemaObject>(schema.properties ?? {});
      const fields = Object.fromEntries(members.map(([name, inner]) => [name, arbitraryOf(inner, root)]));
      return fc.record(fields, { requiredKeys: schema.required ?? [] });
    }
  }
}

const times = ['2026-01-01T00:00:00Z', '2016-02-29T09:24:10.000+00:00', '2026-13-01T00:00:00Z', 'yesterday'];
const texts = [
  '',
  'a b',
  '#a',
  'part-1',
  '/a?b=c#d',
  'https://a.example/b',
  '6667cce2-e809-4e21-ae09-cb0bdc1ddda3',
  'ddad017a-eb20-41d9-8386-56293be68aab',
];

/** Mostly such as fit: what does not is for mutations. */
function textsOf({ format, pattern }: AnySchemaObject): string[] {
  if (format === 'date-time') return times.slice(0, 2);
  return typeof pattern === 'string' ? texts.filter((text) => RegExp(pattern).test(text)) : texts;
}

function oddValues(schema: AnySchemaObject): fc.Arbitrary<unknown> {
  const long = `/${'a'.repeat(511)}`;
  const plain = [
    null,
    true,
    false,
    0,
    -1,
    1.5,
    '3',
    [],
    {},
    [null],
    { a: 1 },
    long,
    `${long}a`,
    '/%zz',
    '//',
  ];
  return fc.constantFrom(...plain, ...times, ...texts, ...wordsIn(schema));
}

/** Every value of an enumeration in a schema. */
function wordsIn(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'enum' && Array.isArray(inner) ? inner : wordsIn(inner),
  );
}

/** The name of every member that a schema speaks of. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => [
    ...(key === 'properties' ? Object.keys(inner) : []),
    ...namesIn(inner),
  ]);
}
