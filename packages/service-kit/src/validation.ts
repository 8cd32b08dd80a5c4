import type { Contract, Operation } from '@ashlar/contracts';
import { Ajv2020, type AnySchemaObject, type ErrorObject } from 'ajv/dist/2020.js';
import type { SchemaValidateFunction } from 'ajv/dist/types/index.js';
import addFormats from 'ajv-formats';
import type { FastifySchema, FastifySchemaCompiler } from 'fastify';
import type { FieldError } from './errors.ts';

/** What a route needs to check its requests; empty for an operation that validates by its own rules. */
export interface RouteValidation {
  schema?: FastifySchema;
  validatorCompiler?: FastifySchemaCompiler<FastifySchema>;
}

/** An error that Fastify raises when a validator refuses a part of a request. */
export interface ValidationError {
  validation: readonly ErrorObject[];
  validationContext?: string;
}

/**
 * Makes the function that compiles each operation's validators from the contract. Parameters and forms arrive as
 * text and are converted to their schema's type; a JSON body is taken as it is: nothing is converted or dropped.
 */
export function createValidation(contract: Contract): (operation: Operation) => RouteValidation {
  const bodies = createAjv(contract, false);
  const parameters = createAjv(contract, true);

  return (operation) => {
    if (operation.validation === 'own') return {};
    const parts = new Map<string, PartValidator>();
    for (const [part, location] of locations) {
      const schema = parameterSchema(operation, location);
      if (schema !== undefined) parts.set(part, compile(parameters, schema));
    }
    const body = compileBody(operation, bodies, parameters);
    if (body !== undefined) parts.set('body', body);
    return {
      schema: Object.fromEntries([...parts.keys()].map((part) => [part, {}])),
      validatorCompiler: ({ httpPart }) => toFastify(parts.get(httpPart ?? '')),
    };
  };
}

/** The media types that an operation takes, or `undefined` if it takes no body. */
export function bodyTypes(operation: Operation): readonly string[] | undefined {
  const content = operation.definition.requestBody?.content;
  return content === undefined ? undefined : Object.keys(content);
}

/** Tells a refused validation from every other error. */
export function isValidationError(error: unknown): error is ValidationError {
  return error instanceof Error && 'validation' in error && Array.isArray(error.validation);
}

/** Says what is wrong and where, without repeating what was sent. At most 20 entries. */
export function fieldErrors(error: ValidationError): FieldError[] {
  return error.validation.slice(0, 20).map((one) => ({
    pointer: pointerOf(one, error.validationContext ?? 'body'),
    detail: detailOf(one),
  }));
}

type PartValidator = ((data: unknown) => boolean) & { errors?: ErrorObject[] | null };

type CompiledValidator = ReturnType<FastifySchemaCompiler<FastifySchema>>;

const locations = [
  ['params', 'path'],
  ['querystring', 'query'],
  ['headers', 'header'],
] as const;

const formType = 'application/x-www-form-urlencoded';

function createAjv(contract: Contract, coerce: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    coerceTypes: coerce ? 'array' : false,
    removeAdditional: false,
    useDefaults: true,
    // The body limit bounds what all errors of one request can cost.
    allErrors: true,
    // OpenAPI's own keywords (example, discriminator) are no errors.
    strict: false,
    logger: false,
  });
  addFormats.default(ajv);
  ajv.addKeyword({ keyword: 'storable', errors: 'full', validate: isStorable });
  ajv.addSchema({ $id: 'contract', components: contract.document.components ?? {} });
  return ajv;
}

function parameterSchema(operation: Operation, location: string): AnySchemaObject | undefined {
  const declared = (operation.definition.parameters ?? []).filter((parameter) => parameter.in === location);
  if (declared.length === 0) return undefined;
  const nameOf = (name: string) => (location === 'header' ? name.toLowerCase() : name);
  return {
    storable: true,
    type: 'object',
    properties: Object.fromEntries(
      declared.map((parameter) => [nameOf(parameter.name), qualify(parameter.schema ?? true)]),
    ),
    required: declared
      .filter((parameter) => parameter.required === true)
      .map((parameter) => nameOf(parameter.name)),
  };
}

/** PostgreSQL keeps no NUL in text, so a request that holds one anywhere is refused, with the place. */
const isStorable: SchemaValidateFunction = (_schema: unknown, data: unknown) => {
  const place = findNul(data, '');
  isStorable.errors =
    place === undefined ? [] : [{ instancePath: place, message: 'must not hold the character U+0000' }];
  return place === undefined;
};

/** The JSON pointer of the first text or name with a NUL, or undefined when there is none. */
function findNul(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const place = name.includes('\0') ? path : findNul(inner, `${path}/${escapePointer(name)}`);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Ajv's types allow for asynchronous schemas, which a contract has none of. */
function compile(ajv: Ajv2020, schema: AnySchemaObject): PartValidator {
  return ajv.compile(schema) as PartValidator;
}

function toFastify(validator: PartValidator | undefined): CompiledValidator {
  return validator === undefined ? () => true : (validator as CompiledValidator);
}

/** Where a body may have several media types, the first that the contract names decides. */
function compileBody(operation: Operation, bodies: Ajv2020, forms: Ajv2020): PartValidator | undefined {
  const { content, required = false } = operation.definition.requestBody ?? {};
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  if (type === undefined || media?.schema === undefined) return undefined;
  const validate = compile(type === formType ? forms : bodies, {
    storable: true,
    allOf: [qualify(media.schema)],
  });
  if (required) return validate;
  const optional: PartValidator = (data) => {
    if (data === undefined) return true;
    const valid = validate(data);
    optional.errors = validate.errors ?? null;
    return valid;
  };
  return optional;
}

/** Points `#/components/…` at the contract, since each part is compiled as a schema of its own. */
function qualify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(qualify);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' && inner.startsWith('#')
        ? `contract${inner}`
        : qualify(inner),
    ]),
  );
}

function pointerOf(error: ErrorObject, part: string): string {
  const missing = error.keyword === 'required' ? error.params.missingProperty : undefined;
  const unknown = error.keyword === 'additionalProperties' ? error.params.additionalProperty : undefined;
  const last = missing ?? unknown;
  const path = typeof last === 'string' ? `${error.instancePath}/${escapePointer(last)}` : error.instancePath;
  if (part === 'body') return `#${path}`;
  const source = { params: 'path', querystring: 'query', headers: 'header' }[part] ?? part;
  return `${source}:${path.slice(1)}`;
}

/** RFC 6901 section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function detailOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a member of the contract';
    case 'enum':
      return `must be one of ${JSON.stringify(error.params.allowedValues)}`;
    case 'const':
      return `must be ${JSON.stringify(error.params.allowedValue)}`;
    default:
      return error.message ?? 'is not valid';
  }
}
