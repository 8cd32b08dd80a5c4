import { readdirSync, readFileSync } from 'node:fs';
import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import ajvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { isTime } from '../domain/item.ts';
import type { DocumentTypes, SchemaError } from '../domain/ports.ts';

type Schema = Readonly<Record<string, unknown>>;
type Part = {
  readonly properties?: Schema;
  readonly definitions?: Schema;
  readonly required?: readonly string[];
};

/**
 * Reads and compiles every document type of a folder: `<name>/publisher.json` says what is special about it, `shared/edition.json` what all editions
 * have. Schemas are of draft 4, as the standard's own. Throws when one does not compile.
 */
export function readDocumentTypes(folder: URL): DocumentTypes {
  const shared = readPart(new URL('shared/edition.json', folder));
  const names = readdirSync(folder).filter((name) => name !== 'shared');
  const ajv = createAjv();
  const schemas = new Map(
    names.map((name) => [name, compose(shared, readPart(new URL(`${name}/publisher.json`, folder)))]),
  );
  const validators = new Map<unknown, ValidateFunction>(
    [...schemas].map(([name, schema]) => [name, ajv.compile(schema)]),
  );
  return {
    schemas,
    errorsOf(body) {
      const { schema_name: name } = body;
      const validate = validators.get(name);
      if (!validate) return [unknownSchema(name)];
      return validate(body) ? [] : summarise(String(name), validate.errors ?? []);
    },
  };
}

function readPart(file: URL): Part {
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

function createAjv() {
  const ajv = new ajvDraft4.default({ allErrors: true, strict: false, logger: false });
  const dateTime = addFormats.default.get('date-time') as { validate(text: string): boolean };
  // A draft that could never be published is refused.
  ajv.addFormat('date-time', (text: string) => dateTime.validate(text) && isTime(text));
  // The standard's format `uri` takes references without a scheme as well: `/pay` and `part-1`.
  addFormats.default(ajv, ['uri-reference']);
  ajv.addFormat('uri', ajv.formats['uri-reference'] ?? true);
  return ajv;
}

function unknownSchema(name: unknown): SchemaError {
  const said =
    name === undefined ? "did not contain a required property of 'schema_name'" : 'names no schema';
  return {
    schema: 'edition',
    fragment: name === undefined ? '#/' : '#/schema_name',
    message: `The property '${name === undefined ? '#/' : '#/schema_name'}' ${said} in schema edition#`,
    failed_attribute: name === undefined ? 'Required' : 'Enum',
  };
}

const combiners = ['allOf', 'anyOf', 'oneOf', 'not'];

/**
 * The validator tells every inner error; the standard tells one for each keyword that failed first on the way in. What failed within an alternative
 * is left out in favour of the alternative.
 */
function summarise(name: string, errors: readonly ErrorObject[]): SchemaError[] {
  const outer = errors.map(outermost);
  const combined = outer.filter(({ keyword }) => combiners.includes(keyword));
  const seen = new Map<string, { instancePath: string; keyword: string; names: string[] }>();
  for (const error of outer) {
    const { instancePath, keyword } = error;
    const within = combined.some(
      (one) =>
        one !== error &&
        (instancePath === one.instancePath
          ? !combiners.includes(keyword)
          : instancePath.startsWith(`${one.instancePath}/`)),
    );
    if (within) continue;
    const key = `${instancePath} ${keyword}`;
    const known = seen.get(key) ?? { instancePath, keyword, names: [] };
    seen.set(key, { ...known, names: [...known.names, ...error.names] });
  }
  return [...seen.values()].map((error) => schemaError(name, error));
}

/** An error inside `allOf`, which the validator does not tell of itself, is one of the `allOf`. */
function outermost(error: ErrorObject): { instancePath: string; keyword: string; names: string[] } {
  const { instancePath, schemaPath, keyword, params } = error;
  const outer = schemaPath.split('/').find((part) => combiners.includes(part));
  const name = params.missingProperty ?? params.additionalProperty;
  return {
    instancePath,
    keyword: outer ?? keyword,
    names: outer === undefined && typeof name === 'string' ? [name] : [],
  };
}

function schemaError(
  name: string,
  { instancePath, keyword, names }: { instancePath: string; keyword: string; names: readonly string[] },
): SchemaError {
  const fragment = `#${instancePath || '/'}`;
  return {
    schema: name,
    fragment,
    message: `The property '${fragment}' ${words[keyword]?.(names) ?? `did not match its ${keyword}`} in schema ${name}#`,
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
