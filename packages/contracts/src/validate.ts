import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { loadHandover, readEventsFile } from './load.ts';
import { isObject, lookUp, mapRefs } from './refs.ts';
import type { JsonSchema, OpenApiDocument, RawOperation } from './types.ts';

/** Says what is wrong with a value, one line each; empty when nothing is. */
export type Validator = (value: unknown) => string[];

/** Checks the JSON bodies of one contract. */
export interface SchemaValidator {
  /** What is wrong with a request's body. `undefined` is no body. Throws when there is no such operation. */
  request(operationId: string, body: unknown): string[];
  /** What is wrong with a reply's body, including a status that the contract does not have. Throws when there is no such operation. */
  response(operationId: string, status: number, body: unknown): string[];
}

/**
 * Makes a validator for the request and response bodies of a contract, for tests and conformance: it looks at JSON bodies; of any
 * other media type it only accepts text. Unknown fields are allowed unless the schema forbids them. Schemas are compiled when first used.
 */
export function createSchemaValidator(document: OpenApiDocument): SchemaValidator {
  const compile = createCompiler(document);
  const operations = new Map<string, RawOperation>();
  for (const item of Object.values(document.paths)) {
    for (const raw of Object.values(item)) operations.set(raw.operationId, raw);
  }
  const find = (operationId: string): RawOperation => {
    const raw = operations.get(operationId);
    if (!raw) throw new Error(`The contract has no operation "${operationId}"`);
    return raw;
  };
  const checkBody = (holder: Record<string, unknown>, body: unknown, required: boolean): string[] => {
    const content = isObject(holder.content) ? holder.content : {};
    if (body === undefined) return required && Object.keys(content).length > 0 ? ['a body is missing'] : [];
    if (Object.keys(content).length === 0) return ['a body is not expected here'];
    const media = Object.entries(content).find(([type]) => isJson(type))?.[1];
    if (!media) return typeof body === 'string' ? [] : ['the contract has no JSON body here'];
    return isObject(media) && isObject(media.schema) ? compile(media.schema)(body) : [];
  };

  return {
    request(operationId, body) {
      const holder = follow(document, find(operationId).requestBody);
      if (!holder) return body === undefined ? [] : ['a body is not expected here'];
      return checkBody(holder, body, holder.required === true);
    },
    response(operationId, status, body) {
      const responses = find(operationId).responses as Record<string, unknown>;
      const named = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
      const holder = follow(document, named);
      if (!holder) return [`the contract has no ${status} for ${operationId}`];
      return checkBody(holder, body, true);
    },
  };
}

/**
 * Makes a validator for a component's events: the CloudEvents envelope, a type that the catalogue has, its `source` and
 * `dataschema`, and the type's own data. A component without a catalogue knows no type, so each of its events is refused.
 */
export function createEventValidator(component: string, folder?: URL): Validator {
  const { envelope, components } = readEventsFile(folder);
  const ajv = createAjv();
  const checkEnvelope = toValidator(ajv.compile(envelope));
  const types = new Map(
    (components[component]?.types ?? []).map((entry) => [
      entry.type,
      { schemaId: entry.schemaId, check: toValidator(ajv.compile(entry.schema), '/data') },
    ]),
  );

  return (event) => {
    const problems = checkEnvelope(event);
    if (!isObject(event) || typeof event.type !== 'string') return problems;
    const known = types.get(event.type);
    if (!known) return [...problems, `/type ${event.type} is not in the catalogue of ${component}`];
    if (event.source !== `/${component}`) problems.push(`/source must be /${component}`);
    if (event.dataschema !== known.schemaId) problems.push(`/dataschema must be ${known.schemaId}`);
    return [...problems, ...known.check(event.data)];
  };
}

/**
 * Makes a validator for the records that a component hands over. An entity that the contract does not know passes.
 * @throws {Error} when the component hands nothing over.
 */
export function createHandoverValidator(component: string): (entity: string, record: unknown) => string[] {
  const ajv = createAjv();
  const checks = new Map(
    Object.entries(loadHandover(component).entities).map(([entity, { schema }]) => [
      entity,
      toValidator(ajv.compile(schema)),
    ]),
  );
  return (entity, record) => checks.get(entity)?.(record) ?? [];
}

/** Gives a validator for any schema of the document; component schemas are registered once, and each schema is compiled once. */
function createCompiler(document: OpenApiDocument): (schema: JsonSchema) => Validator {
  const id = 'urn:ashlar:contract';
  const ajv = createAjv();
  ajv.addSchema({ $id: id, components: { schemas: document.components?.schemas ?? {} } });
  const compiled = new Map<JsonSchema, Validator>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known) return known;
    const absolute = mapRefs(schema, (reference) => (reference.startsWith('#') ? id + reference : reference));
    const made = toValidator(ajv.compile(absolute as JsonSchema));
    compiled.set(schema, made);
    return made;
  };
}

function createAjv(): Ajv2020 {
  // OpenAPI's own keywords (`example`, `discriminator`, `x-…`) say nothing about validity, so unknown keywords are let through.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}

function toValidator(check: ValidateFunction, at = ''): Validator {
  return (value) => (check(value) ? [] : (check.errors ?? []).map((error) => describe(error, at)));
}

function describe(error: ErrorObject, at: string): string {
  const where = at + error.instancePath || '/';
  const extra = error.params.additionalProperty ?? error.params.allowedValues ?? error.params.allowedValue;
  return `${where} ${error.message ?? error.keyword}${extra === undefined ? '' : `: ${JSON.stringify(extra)}`}`;
}

function follow(document: OpenApiDocument, value: unknown): Record<string, unknown> | undefined {
  if (!isObject(value)) return undefined;
  return typeof value.$ref === 'string' ? follow(document, lookUp(document, value.$ref)) : value;
}

function isJson(mediaType: string): boolean {
  return /[/+]json\b/.test(mediaType);
}
