import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Asked, problem, Refused } from './http.ts';
import type { Json } from './journal.ts';

const generated = new URL('../../../packages/contracts/src/generated/', import.meta.url);

/** The contract as it is served: the one thing that is shared with any other implementation. */
export interface Contract {
  readonly openapi: Json;
  /** The id of each event's schema, by its type. */
  readonly eventSchemas: ReadonlyMap<string, string>;
  /** Reads a JSON body that fits the operation's schema. Throws a problem otherwise. */
  read(asked: Asked, operationId: string): Promise<Json>;
}

/** Reads a generated file of the contract. */
export function generatedJson(name: string): Json {
  return JSON.parse(readFileSync(new URL(name, generated), 'utf8')) as Json;
}

/** Loads the contract of payments. */
export function loadContract(): Contract {
  const openapi = generatedJson('payments.json');
  const { components } = generatedJson('events.json') as {
    components: { payments: { types: { type: string; schemaId: string }[] } };
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...openapi, $id: 'urn:ashlar:contract' });
  const bodies = new Map<string, string>();
  for (const [path, item] of Object.entries(
    openapi.paths as Record<string, Record<string, { operationId?: string }>>,
  )) {
    for (const [method, { operationId }] of Object.entries(item)) {
      const pointer = ['paths', path, method, 'requestBody', 'content', 'application/json', 'schema'];
      const escaped = pointer.map((part) =>
        encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
      );
      if (operationId) bodies.set(operationId, `urn:ashlar:contract#/${escaped.join('/')}`);
    }
  }
  return {
    openapi,
    eventSchemas: new Map(components.payments.types.map(({ type, schemaId }) => [type, schemaId])),
    async read(asked, operationId) {
      const body = parsed(await asked.body());
      const check = ajv.getSchema(bodies.get(operationId) ?? '');
      if (check?.(body)) return body as Json;
      const errors = (check?.errors ?? []).map(({ instancePath, message }) => ({
        pointer: instancePath,
        detail: message ?? 'is wrong',
      }));
      const { body: invalid, ...rest } = problem(
        422,
        'invalid_request',
        'Unprocessable Content',
        'The body does not fit the contract.',
      );
      throw new Refused({ ...rest, body: { ...(invalid as Json), errors } });
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(problem(400, 'malformed', 'Bad Request', 'The body is not JSON.'));
  }
}
