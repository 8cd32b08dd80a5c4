import { type ErrorShape, Failure } from '@ashlar/service-kit';
import type { Refusal } from '../domain/change.ts';
import type { SchemaError } from '../domain/ports.ts';

/** The failure that answers a command that was refused. */
export function commandFailure({ refused }: Refusal): Failure {
  const { code, message, errorCode, fields } = refused;
  const error = { code, message, ...(errorCode && { error_code: errorCode }), ...(fields && { fields }) };
  return new Failure(code, { error });
}

/** The failure of a parameter that is not there or of no use. */
export function parameterFailure(field: string, words: string): Failure {
  const error_code = 'parameter_missing_or_invalid';
  return new Failure(422, {
    error: { code: 422, message: `${field} ${words}`, error_code, fields: { [field]: [words] } },
  });
}

/** The failure of a body that does not fit its schema: the list stands alone. */
export function schemaFailure(errors: readonly SchemaError[]): Failure {
  // The kit's type knows objects only; a list is sent as it is.
  return new Failure(422, [...errors] as unknown as Record<string, unknown>);
}

/** What is wrong with a body that names no schema that there is. */
export function unknownSchema(name: unknown): SchemaError {
  const said =
    name === undefined ? "did not contain a required property of 'schema_name'" : 'names no schema';
  return {
    schema: 'edition',
    fragment: name === undefined ? '#/' : '#/schema_name',
    message: `The property '${name === undefined ? '#/' : '#/schema_name'}' ${said} in schema edition#`,
    failed_attribute: name === undefined ? 'Required' : 'Enum',
  };
}

/** There is no such thing. */
export function notFound(message = 'not found'): Failure {
  return new Failure(404, { error: { code: 404, message } });
}

/** What the standard answers before an operation runs. */
export const compatErrors: ErrorShape = (fault) => {
  const say = (status: number, message: string) => ({ status, body: { error: { code: status, message } } });
  switch (fault.kind) {
    case 'unauthorised':
      return say(401, 'A valid token is needed');
    case 'forbidden':
      return say(403, 'The token does not allow this');
    case 'malformed':
    case 'invalid':
      return say(400, 'The body is not JSON');
    case 'not_found':
      return say(404, 'not found');
    case 'method_not_allowed':
      return say(405, 'There is no such operation here');
    case 'too_large':
      return say(413, 'The body is too large');
    case 'unsupported_media_type':
      return say(415, 'The body must be application/json');
    case 'rate_limited':
      return say(429, 'Too many requests');
    case 'unavailable':
    case 'overloaded':
      return say(503, 'The service is not available, try again');
    case 'unexpected':
      return say(500, 'Something went wrong here');
  }
};
