import { type ErrorShape, Failure } from '@ashlar/service-kit';

/** The failure that answers one error of the standard. `facts` are members of ours beside its own, which its clients pass over. */
export function notifyFailure(
  status: number,
  error: string,
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): Failure {
  return new Failure(status, { status_code: status, errors: [{ error, message, ...facts }] });
}

/** The failure that answers every schema error, each once. */
export function schemaFailure(messages: readonly string[]): Failure {
  return new Failure(400, errorBody(400, 'ValidationError', [...new Set(messages)]));
}

/** A service has sent all that it may of a kind today. */
export function dailyLimitExceeded(kind: string, limit: number): Failure {
  return notifyFailure(429, 'TooManyRequestsError', `Exceeded send limits (${kind}: ${limit}) for today`);
}

/** What the caller named is not there, or not the caller's. */
export function noResult(): Failure {
  return notifyFailure(404, 'NoResultFound', 'No result found');
}

/** What the standard answers before an operation runs. */
export const compatErrors: ErrorShape = (fault, request) => {
  const say = (status: number, error: string, message: string) => ({
    status,
    body: errorBody(status, error, [message]),
  });
  switch (fault.kind) {
    // A key of another department is as unknown here as one that never was.
    case 'unauthorised':
    case 'forbidden':
      return say(403, 'AuthError', 'Invalid token: service not found');
    case 'malformed':
    case 'invalid':
      return say(400, 'BadRequestError', 'Invalid JSON supplied in POST data');
    case 'rate_limited':
      return say(429, 'RateLimitError', rateLimited(request.caller));
    case 'not_found':
      return notFound;
    case 'method_not_allowed':
      // In the standard the channel is part of the path, and there is no such one.
      if (request.method === 'POST' && isChannel.test(request.url)) return { status: 404, ...notFound };
      return { body: { result: 'error', message: 'The method is not allowed for the requested URL.' } };
    case 'too_large':
      return say(413, 'BadRequestError', 'The request is too large');
    case 'unsupported_media_type':
      return say(415, 'BadRequestError', 'The body must be application/json');
    case 'unavailable':
    case 'overloaded':
      return say(503, 'ServiceUnavailable', 'The service is not available, try again');
    case 'unexpected':
      return say(500, 'InternalServerError', 'Internal server error');
  }
};

const isChannel = /^\/v2\/notifications\/[^/?]+(\?|$)/;

const notFound = { body: { result: 'error', message: 'The requested URL was not found on the server.' } };

function errorBody(status: number, error: string, messages: readonly string[]) {
  return { status_code: status, errors: messages.map((message) => ({ error, message })) };
}

function rateLimited(caller: unknown): string {
  const { limits } = (caller ?? {}) as { limits?: { keyType: string; perMinute: number } };
  return `Exceeded rate limit for key type ${limits?.keyType.toUpperCase() ?? 'LIVE'} of ${limits?.perMinute ?? 0} requests per 60 seconds`;
}
