import { placesOf, type Schema } from './schema.ts';

/** What the schema of a department's own type may be. */
export interface SchemaLimits {
  /** The longest it may be as JSON, in bytes. */
  readonly bytes: number;
  /** How often it may be checked at most, with each reference written out. */
  readonly parts: number;
}

const keywords = new Set([
  ...[
    '$ref',
    '$schema',
    'additionalItems',
    'additionalProperties',
    'allOf',
    'anyOf',
    'default',
    'definitions',
  ],
  ...[
    'dependencies',
    'description',
    'enum',
    'exclusiveMaximum',
    'exclusiveMinimum',
    'format',
    'items',
    'maxItems',
  ],
  ...[
    'maxLength',
    'maxProperties',
    'maximum',
    'minItems',
    'minLength',
    'minProperties',
    'minimum',
    'multipleOf',
  ],
  ...[
    'not',
    'oneOf',
    'pattern',
    'patternProperties',
    'properties',
    'required',
    'title',
    'type',
    'uniqueItems',
  ],
]);
const formats = new Set(['date', 'date-time', 'email', 'uri']);
const deepest = 30;

/**
 * What stands against a schema of `details` that a department wrote, each as a place and a sentence; whether it is one of draft 4 at all, and its
 * patterns, are the validator's to say. `given` are the definitions that it may refer to beside its own. References may not go round in circles:
 * then what a body costs to check has a bound.
 */
export function schemaFaults(schema: Schema, given: Schema, limits: SchemaLimits): string[] {
  if (Buffer.byteLength(JSON.stringify(schema)) > limits.bytes)
    return [`# is longer than ${limits.bytes} bytes`];
  if (!isWithin(schema, deepest)) return [`# is nested more than ${deepest} levels deep`];
  if (schema.type !== 'object') return ['#/type must be object'];
  const { definitions = {} } = schema;
  if (!isSchema(definitions)) return ['#/definitions must be an object'];
  const taken = Object.keys(definitions).filter((name) => name === 'details' || name in given);
  const known = { ...given, ...definitions };
  const faults = [
    ...taken.map((name) => `#/definitions/${name} is there already: choose another name`),
    ...placesOf(schema, '#').flatMap(([place, part]) => partFaults(place, part, known)),
  ];
  if (faults.length > 0) return faults.slice(0, 20);
  const parts = partsOf(schema, known, limits.parts);
  if (Number.isNaN(parts)) return ['# refers to itself in a circle'];
  return parts > limits.parts ? [`# has more than ${limits.parts} parts once each $ref is written out`] : [];
}

/** The schema of whole bodies of a type, made of what all editions have and of what its details are. */
export function composeType(
  name: string,
  shared: { readonly properties: Schema; readonly definitions: Schema },
  details: Schema,
): Schema {
  const { definitions = {}, $schema: _draft, ...own } = details;
  const only = { type: 'string', enum: [name] };
  // Which applications there are is GOV.UK's to say for its own types only.
  const application = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' };
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    additionalProperties: false,
    required: [
      ...[
        'base_path',
        'details',
        'document_type',
        'publishing_app',
        'rendering_app',
        'routes',
        'schema_name',
        'title',
      ],
    ],
    properties: {
      ...shared.properties,
      document_type: only,
      schema_name: only,
      publishing_app: application,
      rendering_app: application,
    },
    definitions: { ...shared.definitions, ...(definitions as Schema), details: own },
  };
}

function partFaults(place: string, part: Schema, definitions: Schema): string[] {
  const unknown = Object.keys(part).filter((keyword) => !keywords.has(keyword));
  const { $ref: reference, $schema: draft, format } = part;
  return [
    ...unknown.map((keyword) => `${place}/${keyword} is no keyword of JSON Schema draft 4`),
    ...(draft === undefined || String(draft).startsWith('http://json-schema.org/draft-04/schema')
      ? []
      : [`${place}/$schema must be http://json-schema.org/draft-04/schema#`]),
    ...(format === undefined || formats.has(String(format))
      ? []
      : [`${place}/format must be one of ${[...formats].join(', ')}`]),
    ...('$ref' in part ? referenceFaults(place, reference, part, definitions) : []),
  ];
}

function referenceFaults(place: string, reference: unknown, part: Schema, definitions: Schema): string[] {
  const name = definitionOf(reference);
  if (name === undefined) return [`${place}/$ref must be #/definitions/ and a name`];
  if (!Object.hasOwn(definitions, name)) return [`${place}/$ref names no definition that there is`];
  const beside = Object.keys(part).filter((keyword) => keyword !== '$ref' && keyword !== 'description');
  return beside.length === 0 ? [] : [`${place}/$ref must stand alone: ${beside.join(', ')} would not count`];
}

function definitionOf(reference: unknown): string | undefined {
  return typeof reference === 'string'
    ? /^#\/definitions\/([A-Za-z0-9_-]+)$/.exec(reference)?.[1]
    : undefined;
}

/** How many parts a schema has with each reference written out, counted to just over `most`; NaN when that never ends. */
function partsOf(schema: Schema, definitions: Schema, most: number): number {
  const counted = new Map<string, number>();
  const count = (part: Schema): number => {
    const { $ref: reference, definitions: _apart, ...rest } = part;
    const name = definitionOf(reference);
    const inner = placesOf(rest, '').map(([, one]) => one);
    const own = inner.reduce((sum, one) => sum + (definitionOf(one.$ref) === undefined ? 1 : follow(one)), 0);
    return name === undefined ? own : follow(part);
  };
  const follow = ({ $ref: reference }: Schema): number => {
    const name = definitionOf(reference) ?? '';
    const known = counted.get(name);
    if (known !== undefined) return known;
    // What is met again while it is counted is part of itself.
    counted.set(name, Number.NaN);
    const parts = Math.min(count(definitions[name] as Schema), most + 1);
    counted.set(name, parts);
    return parts;
  };
  return count(schema);
}

function isWithin(value: unknown, levels: number): boolean {
  if (!isSchema(value) && !Array.isArray(value)) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
