import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import type { DocumentTypes } from '../domain/ports.ts';
import { createCompiler } from './schema-compiler.ts';
import { summarise, unknownSchema } from './schema-errors.ts';

type Schema = Readonly<Record<string, unknown>>;
type Part = {
  readonly properties?: Schema;
  readonly definitions?: Schema;
  readonly required?: readonly string[];
};
type LinksPart = { readonly properties: Schema; readonly alone?: boolean };

/**
 * Reads and compiles every document type of a folder: `<name>/publisher.json` says what is special about it, `shared/edition.json` what all editions
 * have; `links.json` in either says which kinds of links its link set may have. Schemas are of draft 4, as the standard's own. Throws when one does not
 * compile.
 */
export function readDocumentTypes(folder: URL): DocumentTypes {
  const shared = readPart<Part>(new URL('shared/edition.json', folder));
  const sharedLinks = readPart<LinksPart>(new URL('shared/links.json', folder));
  const names = readdirSync(folder).filter((name) => name !== 'shared');
  const compile = createCompiler();
  const schemas = new Map(
    names.map((name) => [name, compose(shared, readPart<Part>(new URL(`${name}/publisher.json`, folder)))]),
  );
  const validators = new Map<unknown, ValidateFunction>(
    [...schemas].map(([name, schema]) => [name, compile(schema)]),
  );
  const linkValidators = new Map<unknown, ValidateFunction>(
    names.map((name) => {
      const file = new URL(`${name}/links.json`, folder);
      const own = existsSync(file) ? readPart<LinksPart>(file) : { properties: {} };
      return [name, compile(composeLinks(shared, sharedLinks, own))];
    }),
  );
  const check = (validator: ValidateFunction | undefined, name: unknown, body: unknown) => {
    if (!validator) return [unknownSchema(name)];
    return validator(body) ? [] : summarise(String(name), validator.errors ?? []);
  };
  return {
    schemas,
    errorsOf: (body) => check(validators.get(body.schema_name), body.schema_name, body),
    linkErrorsOf: (name, body) => check(linkValidators.get(name), name, body),
  };
}

function readPart<T>(file: URL): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function compose(shared: Part, own: Part): AnySchemaObject {
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    additionalProperties: false,
    required: own.required,
    properties: { ...shared.properties, ...own.properties },
    definitions: { ...shared.definitions, ...own.definitions },
  };
}

/** What `PATCH /v2/links` may say of a document of a type. */
function composeLinks({ properties, definitions }: Part, shared: LinksPart, own: LinksPart): AnySchemaObject {
  const kinds = own.alone ? own.properties : { ...shared.properties, ...own.properties };
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    additionalProperties: false,
    properties: {
      bulk_publishing: properties?.bulk_publishing,
      previous_version: properties?.previous_version,
      links: { type: 'object', additionalProperties: false, properties: kinds },
    },
    definitions,
  };
}
