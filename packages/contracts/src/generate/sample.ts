import { createHash } from 'node:crypto';
import { isObject } from '../refs.ts';

/**
 * Makes an example of what `schema` (self-contained) allows, the same each time: what the schema states (`const`, `examples`, `enum`, `default`) comes first,
 * objects have their required fields, lists one item. What `given` says is laid over it, field by field.
 * @param at where the value stands, as a JSON Pointer, for messages
 * @throws {Error} naming a text with a `pattern` and no `examples`: only a person can say what it looks like
 */
export function sampleOf(schema: unknown, given?: unknown, at = ''): unknown {
  if (!isObject(schema)) return given ?? null;
  if (schema.type === 'object' || isObject(schema.properties)) return sampleObject(schema, given, at);
  if (given !== undefined) return given;
  const stated = [schema.const, first(schema.examples), first(schema.enum), schema.default];
  const found = stated.find((value) => value !== undefined);
  return found === undefined ? sampleByType(schema, at) : found;
}

function sampleObject(schema: Record<string, unknown>, given: unknown, at: string): unknown {
  const base = first(schema.examples) ?? schema.const;
  if (isObject(base)) return { ...base, ...(isObject(given) ? given : {}) };
  if (given !== undefined && !isObject(given)) return given;
  const over: Record<string, unknown> = given ?? {};
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const wanted = Object.keys(properties).filter(
    (name) => required.includes(name) || Object.hasOwn(over, name),
  );
  const known = wanted.map((name) => [name, sampleOf(properties[name], over[name], `${at}/${name}`)]);
  return { ...Object.fromEntries(known), ...unknownOf(over, properties) };
}

function unknownOf(over: Record<string, unknown>, properties: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(over).filter(([name]) => !Object.hasOwn(properties, name)));
}

function sampleByType(schema: Record<string, unknown>, at: string): unknown {
  switch (first(schema.type) ?? schema.type) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return [sampleOf(schema.items, undefined, `${at}/0`)];
    case 'null':
      return null;
    default:
      return sampleText(schema, at);
  }
}

function sampleText(schema: Record<string, unknown>, at: string): string {
  if (schema.pattern !== undefined) throw new Error(`${at} has a pattern and needs examples`);
  const name = at.slice(at.lastIndexOf('/') + 1) || 'text';
  if (schema.format === 'uuid') return sampleUuid(name);
  return formats[String(schema.format)] ?? name;
}

/** A UUIDv7 that is always the same for a name, and another for another: a reader sees which ids belong together. */
export function sampleUuid(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  return `01970a9c-5c1e-7${digits.slice(0, 3)}-9${digits.slice(3, 6)}-${digits.slice(6, 18)}`;
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-01-15T09:30:00.000Z',
  date: '2026-01-15',
  uri: 'https://service.example/',
  'uri-reference': '/',
};

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}
