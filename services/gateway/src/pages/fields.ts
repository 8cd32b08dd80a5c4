import type { JsonSchema, OpenApiDocument } from '@ashlar/contracts';

/** A field of a schema as the pages show it. */
export interface Field {
  /** Dotted for a field within a field, with `[]` for each item of a list. */
  name: string;
  /** In plain words: `text`, `whole number`, `list of UUIDs`. */
  type: string;
  required: boolean;
  /** What it means, as the schema says; may be empty. */
  meaning: string;
  /** What values it may have, one rule each. */
  rules: readonly string[];
}

/**
 * Lists the fields of an object's schema, inner ones after the one that holds them. References into `document` are followed; what lies
 * deeper than `depth` levels, or within itself, is not listed.
 */
export function listFields(schema: JsonSchema, document?: OpenApiDocument, depth = 4): Field[] {
  return fieldsOf({ schema, document, depth, prefix: '', trail: [] });
}

interface Walk {
  schema: JsonSchema;
  document: OpenApiDocument | undefined;
  depth: number;
  prefix: string;
  /** The schemas that this one lies in. */
  trail: readonly JsonSchema[];
}

function fieldsOf({ schema, document, depth, prefix, trail }: Walk): Field[] {
  const whole = unfold(schema, document);
  if (depth === 0 || trail.includes(whole)) return [];
  const required = list(whole.required);
  return Object.entries(record(whole.properties)).flatMap(([key, raw]) => {
    const property = unfold(record(raw), document);
    const name = `${prefix}${key}`;
    const items = property.items === undefined ? undefined : unfold(record(property.items), document);
    const inner = { document, depth: depth - 1, trail: [...trail, whole] };
    return [
      {
        name,
        type: typeName(property, items),
        required: required.includes(key),
        meaning: String(property.description ?? ''),
        rules: rulesOf(items === undefined ? property : { ...items, ...limitsOf(property) }),
      },
      ...fieldsOf({ ...inner, schema: property, prefix: `${name}.` }),
      ...(items === undefined ? [] : fieldsOf({ ...inner, schema: items, prefix: `${name}[].` })),
    ];
  });
}

/** The schema with its reference followed and its `allOf` laid together, which is all that contracts use to compose. */
function unfold(schema: JsonSchema, document: OpenApiDocument | undefined): JsonSchema {
  const name = /^#\/components\/schemas\/([^/]+)$/.exec(String(schema.$ref ?? ''))?.[1];
  const target = name === undefined ? undefined : document?.components?.schemas?.[name];
  if (target !== undefined) return unfold(target, document);
  const parts = list(schema.allOf).map((part) => unfold(record(part), document));
  if (parts.length === 0) return schema;
  const { allOf, ...own } = schema;
  const all = [...parts, own];
  const properties: JsonSchema = Object.assign({}, ...all.map((part) => part.properties));
  return Object.assign({}, ...all, { properties, required: all.flatMap((part) => list(part.required)) });
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  null: 'nothing',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  'date-time': 'time (RFC 3339)',
  date: 'date (YYYY-MM-DD)',
  uri: 'URI',
  'uri-reference': 'URI or path',
  email: 'e-mail address',
};

function typeName(schema: JsonSchema, items: JsonSchema | undefined): string {
  if (items !== undefined) return `list of: ${typeName(items, undefined)}`;
  const format = formats[String(schema.format)];
  if (format !== undefined) return format;
  const types = [schema.type].flat().filter((type) => type !== undefined);
  if (types.length > 0) return types.map((type) => names[String(type)] ?? String(type)).join(' or ');
  if (schema.properties !== undefined) return 'object';
  return schema.const === undefined && schema.enum === undefined ? 'anything' : 'text';
}

function limitsOf({ minItems, maxItems }: JsonSchema): JsonSchema {
  return { minItems, maxItems };
}

function rulesOf(schema: JsonSchema): string[] {
  const said: [unknown, (value: string) => string][] = [
    [schema.const, (value) => `always ${value}`],
    [schema.enum && list(schema.enum).join(', '), (value) => `one of: ${value}`],
    [schema.minimum, (value) => `at least ${value}`],
    [schema.maximum, (value) => `at most ${value}`],
    [schema.minLength, (value) => `at least ${value} characters`],
    [schema.maxLength, (value) => `at most ${value} characters`],
    [schema.minItems, (value) => `at least ${value} items`],
    [schema.maxItems, (value) => `at most ${value} items`],
    [schema.pattern, (value) => `matches \`${value}\``],
    [schema.default, (value) => `${value} when left out`],
  ];
  return said.flatMap(([value, say]) => (value === undefined ? [] : [say(String(value))]));
}

function record(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
