import type { AnySchemaObject, ValidateFunction } from 'ajv';
import ajvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { isTime } from '../domain/item.ts';

/** Makes a function that compiles schemas of draft 4, which is what the standard's own are. It throws when one does not compile. */
export function createCompiler(): (schema: AnySchemaObject) => ValidateFunction {
  const ajv = new ajvDraft4.default({ allErrors: true, strict: false, logger: false });
  const dateTime = addFormats.default.get('date-time') as { validate(text: string): boolean };
  // A draft that could never be published is refused.
  ajv.addFormat('date-time', (text: string) => dateTime.validate(text) && isTime(text));
  // The standard's format `uri` takes references without a scheme as well: `/pay` and `part-1`.
  addFormats.default(ajv, ['uri-reference']);
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
  return (schema) => ajv.compile(schema);
}

/** A value as text that is the same for equal values, whatever the order of their members. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`);
  return `{${members.sort().join()}}`;
}
