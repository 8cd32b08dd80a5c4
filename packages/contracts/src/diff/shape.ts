import { canonicalJson } from '../canonical.ts';
import { isObject, lookUp } from '../refs.ts';
import type { JsonSchema } from '../types.ts';

/** What a JSON Schema says, with references followed and everything of `allOf` in one. */
export interface Shape {
  /** Undefined when any type will do. */
  readonly types: ReadonlySet<string> | undefined;
  /** The values of `enum` or `const` as canonical JSON; undefined when they are not listed. */
  readonly values: ReadonlySet<string> | undefined;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: ReadonlySet<string>;
  /** What other members may be: false for nothing, undefined for anything. */
  readonly additional: false | JsonSchema | undefined;
  readonly items: JsonSchema | undefined;
  /** `minimum`, `maxLength`, … */
  readonly limits: ReadonlyMap<string, number>;
  /** Rules that can only be there or not: `pattern …`, `format …`, `uniqueItems true`, `multipleOf …`. */
  readonly rules: ReadonlySet<string>;
  /** One list of alternatives for each `oneOf` and `anyOf`. */
  readonly alternatives: readonly (readonly JsonSchema[])[];
  /** What this comparison cannot weigh, by keyword, as canonical JSON. */
  readonly other: ReadonlyMap<string, string>;
}

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const rules = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentEncoding', 'contentMediaType'];
// They say nothing about which values are valid.
const words = [
  ...['title', 'description', 'example', 'examples', 'deprecated', 'externalDocs', 'discriminator', 'xml'],
  ...['readOnly', 'writeOnly', '$comment', '$schema', '$id', '$anchor', '$defs', 'definitions', 'default'],
];
const structure = ['$ref', 'allOf', 'oneOf', 'anyOf', 'type', 'enum', 'const', 'properties', 'required'];
const known = new Set([
  ...lower,
  ...upper,
  ...rules,
  ...words,
  ...structure,
  'additionalProperties',
  'items',
]);
const MOST_REFERENCES = 50;

/** Whether a limit is a lower one: raising it narrows. */
export const isLower = (keyword: string): boolean => lower.includes(keyword);

/**
 * Reads a schema of `document`.
 * @throws {Error} when a reference names nothing, or `allOf` and references lead back to themselves.
 */
export function shapeOf(schema: unknown, document: unknown, depth = 0): Shape {
  if (depth > MOST_REFERENCES) throw new Error('A schema refers back to itself without end');
  if (schema === false) return { ...anything, other: new Map([['not', '{}']]) };
  if (!isObject(schema)) return anything;
  const inner = [
    ...(typeof schema.$ref === 'string' ? [lookUp(document, schema.$ref)] : []),
    ...(Array.isArray(schema.allOf) ? schema.allOf : []),
  ];
  return inner
    .map((part) => shapeOf(part, document, depth + 1))
    .reduce(both, ownShape(schema, document, depth));
}

const anything: Shape = {
  types: undefined,
  values: undefined,
  properties: new Map(),
  required: new Set(),
  additional: undefined,
  items: undefined,
  limits: new Map(),
  rules: new Set(),
  alternatives: [],
  other: new Map(),
};

function ownShape(schema: JsonSchema, document: unknown, depth: number): Shape {
  const values = valuesOf(schema);
  const alternatives = ['oneOf', 'anyOf'].flatMap((keyword) =>
    Array.isArray(schema[keyword]) ? [schema[keyword] as JsonSchema[]] : [],
  );
  const { additionalProperties: more, items } = schema;
  return {
    types: typesOf(schema, alternatives, document, depth),
    values: values && new Set(values.map(canonicalJson)),
    properties: new Map(Object.entries(isObject(schema.properties) ? schema.properties : {})) as Map<
      string,
      JsonSchema
    >,
    required: new Set(Array.isArray(schema.required) ? schema.required.map(String) : []),
    additional: more === false ? false : isObject(more) && Object.keys(more).length > 0 ? more : undefined,
    items: isObject(items) ? items : undefined,
    limits: new Map(
      [...lower, ...upper].flatMap((keyword): [string, number][] =>
        typeof schema[keyword] === 'number' ? [[keyword, schema[keyword]]] : [],
      ),
    ),
    rules: new Set(
      rules.flatMap((keyword) =>
        schema[keyword] === undefined || schema[keyword] === false ? [] : [`${keyword} ${schema[keyword]}`],
      ),
    ),
    alternatives,
    other: new Map(
      Object.entries(schema)
        .filter(([keyword]) => !known.has(keyword) && !keyword.startsWith('x-'))
        .map(([keyword, value]) => [keyword, canonicalJson(value)]),
    ),
  };
}

function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  return 'const' in schema ? [schema.const] : undefined;
}

/** The types that a schema states, or that its listed values or alternatives have. */
function typesOf(
  schema: JsonSchema,
  alternatives: readonly (readonly JsonSchema[])[],
  document: unknown,
  depth: number,
): Set<string> | undefined {
  if (schema.type !== undefined)
    return new Set(Array.isArray(schema.type) ? schema.type.map(String) : [String(schema.type)]);
  const values = valuesOf(schema);
  if (values) return new Set(values.map(typeOf));
  const [options] = alternatives;
  if (!options) return undefined;
  const each = options.map((option) => shapeOf(option, document, depth + 1).types);
  if (each.includes(undefined)) return undefined;
  return new Set(each.flatMap((types) => [...(types ?? [])]));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** What satisfies one and two. */
function both(one: Shape, two: Shape): Shape {
  const properties = new Map(one.properties);
  for (const [name, schema] of two.properties) {
    const first = properties.get(name);
    properties.set(
      name,
      first && canonicalJson(first) !== canonicalJson(schema) ? { allOf: [first, schema] } : schema,
    );
  }
  const limits = new Map(one.limits);
  for (const [keyword, value] of two.limits) {
    const first = limits.get(keyword) ?? value;
    limits.set(keyword, isLower(keyword) ? Math.max(first, value) : Math.min(first, value));
  }
  return {
    types: one.types && two.types ? sharedTypes(one.types, two.types) : (one.types ?? two.types),
    values:
      one.values && two.values
        ? new Set([...one.values].filter((value) => two.values?.has(value)))
        : (one.values ?? two.values),
    properties,
    required: new Set([...one.required, ...two.required]),
    additional:
      one.additional === false || two.additional === false ? false : (one.additional ?? two.additional),
    items: one.items && two.items ? { allOf: [one.items, two.items] } : (one.items ?? two.items),
    limits,
    rules: new Set([...one.rules, ...two.rules]),
    alternatives: [...one.alternatives, ...two.alternatives],
    other: new Map([...one.other, ...two.other]),
  };
}

function sharedTypes(one: ReadonlySet<string>, two: ReadonlySet<string>): Set<string> {
  return new Set([
    ...[...one].filter((type) => covers(two, type)),
    ...[...two].filter((type) => covers(one, type)),
  ]);
}

/** Whether a value of `type` is of one of `types`; every integer is a number. */
export function covers(types: ReadonlySet<string> | undefined, type: string): boolean {
  return types === undefined || types.has(type) || (type === 'integer' && types.has('number'));
}
