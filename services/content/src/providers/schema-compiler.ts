import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import ajvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { isTime } from '../domain/item.ts';
import { linearPattern } from './linear-patterns.ts';

/** Compiles schemas of draft 4, which is what the standard's own are. */
export interface SchemaCompiler {
  /** Throws when the schema does not compile. */
  compile(schema: AnySchemaObject): ValidateFunction;
  /** What makes it no schema of draft 4; empty when it is one. */
  faultsOf(schema: AnySchemaObject): readonly ErrorObject[];
}

/** Makes a compiler. With `foreign` the schemas are somebody else's: their patterns are matched in linear time. */
export function createCompiler({ foreign = false } = {}): SchemaCompiler {
  const ajv = new ajvDraft4.default({
    allErrors: true,
    strict: false,
    logger: false,
    addUsedSchema: false,
    // A definition is compiled once, however often it is referred to.
    inlineRefs: !foreign,
    ...(foreign && { code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) } }),
  });
  const dateTime = addFormats.default.get('date-time') as { validate(text: string): boolean };
  addFormats.default(ajv, ['date', 'email', 'uri-reference']);
  // A draft that could never be published is refused.
  ajv.addFormat('date-time', (text: string) => dateTime.validate(text) && isTime(text));
  // The standard's format `uri` takes references without a scheme as well: `/pay` and `part-1`.
  ajv.addFormat('uri', ajv.formats['uri-reference'] ?? true);
  // The validator's own compares each item with every other: a body of a megabyte would keep everybody waiting for minutes.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (unique: boolean, items: readonly unknown[]) =>
      !unique || new Set(items.map(written)).size === items.length,
  });
  return {
    compile: (schema) => ajv.compile(schema),
    faultsOf: (schema) => (ajv.validateSchema(schema) === true ? [] : (ajv.errors ?? [])),
  };
}

/** A value as text that is the same for equal values, whatever the order of their members. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`);
  return `{${members.sort().join()}}`;
}
