import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import { composeType, type SchemaLimits, schemaFaults } from '../domain/document-type.ts';
import type { CompiledType, DocumentTypes, SchemaError, TypeSchemas, TypeWords } from '../domain/ports.ts';
import { placesOf, type Schema } from '../domain/schema.ts';
import { linearPattern } from './linear-patterns.ts';
import { createCompiler, type SchemaCompiler } from './schema-compiler.ts';
import { summarise } from './schema-errors.ts';
import { isTimeUp, within } from './time-limit.ts';

/** What all types have: `shared/edition.json` and `shared/links.json`. */
interface Shared {
  readonly properties: Schema;
  readonly definitions: Schema;
  readonly links: Schema;
}

/** What is special about a type: `<name>/publisher.json`, and `<name>/links.json` where there is one. */
type Own = {
  readonly required: readonly string[];
  readonly properties: Schema;
  readonly definitions?: Schema;
};
type OwnLinks = { readonly properties: Schema; readonly alone?: boolean };

/** What bounds a department's own types: {@link SchemaLimits}, and how long a schema may take to compile, or a body to be checked by it. */
export interface TypeLimits extends SchemaLimits {
  readonly ms: number;
}

/** Reads and compiles the standard's document types in a folder, and makes what compiles departments' own. Throws when one does not compile. */
export function readDocumentTypes(folder: URL, limits: TypeLimits): DocumentTypes {
  const shared: Shared = {
    ...readJson<Omit<Shared, 'links'>>(new URL('shared/edition.json', folder)),
    links: readJson<OwnLinks>(new URL('shared/links.json', folder)).properties,
  };
  const names = readdirSync(folder).filter((name) => name !== 'shared');
  const trusted = createCompiler();
  const read = (name: string) => readType(new URL(`${name}/`, folder), shared);
  const standard = new Map(
    names.map((name) => [name, checks(name, read(name), compileBoth(trusted, read(name)))]),
  );
  return {
    standard,
    compose(name, words) {
      const faults = faultsOf(words.details, shared, limits);
      if (faults.length > 0) return { faults };
      const schemas = composeOwn(name, words, shared);
      try {
        within(limits.ms, () => compileForeign(schemas));
        return schemas;
      } catch (error) {
        if (isTimeUp(error)) return { faults: [`# takes longer than ${limits.ms} ms to compile`] };
        throw error;
      }
    },
    // It was compiled in time once: a process that is busy now must not refuse it.
    compile: (name, schemas) =>
      limited(
        name,
        checks(
          name,
          schemas,
          within(limits.ms * 10, () => compileForeign(schemas)),
        ),
        limits.ms,
      ),
  };
}

function readJson<T>(file: URL): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function readType(folder: URL, shared: Shared): TypeSchemas {
  const own = readJson<Own>(new URL('publisher.json', folder));
  const file = new URL('links.json', folder);
  const links: OwnLinks = existsSync(file) ? readJson(file) : { properties: {} };
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    additionalProperties: false,
    required: own.required,
    properties: { ...shared.properties, ...own.properties },
    definitions: { ...shared.definitions, ...own.definitions },
  };
  return { schema, links: linkSchema(shared, { ...(!links.alone && shared.links), ...links.properties }) };
}

function composeOwn(name: string, { details, links }: TypeWords, shared: Shared): TypeSchemas {
  const kinds = links
    ? Object.fromEntries(links.map((kind) => [kind, { $ref: '#/definitions/ids' }]))
    : shared.links;
  return { schema: composeType(name, shared, details), links: linkSchema(shared, kinds) };
}

/** What `PATCH /v2/links` may say of a document of a type. */
function linkSchema({ properties, definitions }: Shared, kinds: Schema): Schema {
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    additionalProperties: false,
    properties: {
      bulk_publishing: properties.bulk_publishing,
      previous_version: properties.previous_version,
      links: { type: 'object', additionalProperties: false, properties: kinds },
    },
    definitions: { id: definitions.id, ids: definitions.ids },
  };
}

function faultsOf(details: Schema, shared: Shared, limits: TypeLimits): string[] {
  const faults = schemaFaults(details, shared.definitions, limits);
  if (faults.length > 0) return faults;
  const ofDraft = createCompiler({ foreign: true })
    .faultsOf(details)
    .map(({ instancePath, message }) => `#${instancePath} ${message}`);
  return ofDraft.length > 0 ? ofDraft.slice(0, 20) : placesOf(details, '#').flatMap(patternFaults);
}

function patternFaults([place, { pattern, patternProperties }]: [string, Schema]): string[] {
  const patterns = [pattern ?? [], Object.keys(patternProperties ?? {})].flat().map(String);
  return patterns.flatMap((one) => {
    try {
      linearPattern(one);
      return [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [
        `${place} has the pattern ${JSON.stringify(one)}, which cannot be matched in linear time: ${why}`,
      ];
    }
  });
}

interface Validators {
  readonly body: ValidateFunction;
  readonly links: ValidateFunction;
}

function compileBoth(compiler: SchemaCompiler, { schema, links }: TypeSchemas): Validators {
  return {
    body: compiler.compile(schema as AnySchemaObject),
    links: compiler.compile(links as AnySchemaObject),
  };
}

// A compiler keeps what it compiled for ever; this one's end with what it made.
function compileForeign(schemas: TypeSchemas): Validators {
  return compileBoth(createCompiler({ foreign: true }), schemas);
}

function checks(name: string, schemas: TypeSchemas, { body, links }: Validators): CompiledType {
  const errorsBy = (validate: ValidateFunction) => (value: Readonly<Record<string, unknown>>) =>
    validate(value) ? [] : summarise(name, validate.errors ?? []);
  return { ...schemas, errorsOf: errorsBy(body), linkErrorsOf: errorsBy(links) };
}

/** The same with a bound on the time that a body takes. */
function limited(name: string, type: CompiledType, ms: number): CompiledType {
  const withLimit = (check: CompiledType['errorsOf']): CompiledType['errorsOf'] => {
    return (body) => {
      try {
        return within(ms, () => check(body));
      } catch (error) {
        if (isTimeUp(error)) return [tooSlow(name)];
        throw error;
      }
    };
  };
  return { ...type, errorsOf: withLimit(type.errorsOf), linkErrorsOf: withLimit(type.linkErrorsOf) };
}

function tooSlow(name: string): SchemaError {
  const message = `The property '#/' takes too long to be checked in schema ${name}#`;
  return { schema: name, fragment: '#/', message, failed_attribute: 'Time' };
}
