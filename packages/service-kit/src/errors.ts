import type { FastifyRequest } from 'fastify';

/** One wrong part of a request: where (`#/amount`, `query:limit`, `path:id`, `header:idempotency-key`) and what. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** What can go wrong with any request, whatever the operation. */
export type FaultKind =
  | 'unauthorised'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'malformed'
  | 'unsupported_media_type'
  | 'too_large'
  | 'invalid'
  | 'rate_limited'
  | 'overloaded'
  | 'unavailable'
  | 'unexpected';

/** A failure found by the kit, before it has the words of the operation's standard. */
export interface Fault {
  kind: FaultKind;
  /** The usual HTTP status; a standard may use another. */
  status: number;
  errors?: readonly FieldError[];
  retryAfterS?: number;
}

/** Puts a fault into a standard's own words. `status` defaults to the fault's, `contentType` to JSON; `headers` are added. */
export type ErrorShape = (
  fault: Fault,
  request: FastifyRequest,
) => { status?: number; body: unknown; contentType?: string; headers?: Readonly<Record<string, string>> };

interface FailureOptions {
  cause?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** A refusal with the exact status and body that the operation's contract declares. Throw it from anywhere below a handler. */
export class Failure extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, options: FailureOptions = {}) {
    super(`The request fails with status ${status}`, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'Failure';
    this.status = status;
    this.body = body;
    this.headers = options.headers ?? {};
  }
}

interface ProblemExtra extends FailureOptions {
  errors?: readonly FieldError[];
  /** Further members of the body (RFC 9457 section 3.2). */
  members?: Readonly<Record<string, unknown>>;
}

/** A refusal as problem details (RFC 9457), the error body of our own operations. `code` is stable, `title` is for people. */
export class Problem extends Failure {
  constructor(status: number, code: string, title: string, detail?: string, extra: ProblemExtra = {}) {
    const { errors, members, headers, ...options } = extra;
    super(
      status,
      {
        type: 'about:blank',
        title,
        status,
        code,
        ...(detail === undefined ? {} : { detail }),
        ...(errors === undefined ? {} : { errors }),
        ...members,
      },
      { ...options, headers: { 'content-type': problemType, ...headers } },
    );
    this.name = 'Problem';
  }
}

/** Throw it to answer with one of the common faults in the words of the operation's own standard. */
export class FaultError extends Error {
  readonly fault: Fault;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: FaultKind,
    options: FailureOptions & { errors?: readonly FieldError[]; retryAfterS?: number } = {},
  ) {
    super(titles[kind], 'cause' in options ? { cause: options.cause } : {});
    this.name = 'FaultError';
    this.fault = {
      kind,
      status: statuses[kind],
      ...(options.errors === undefined ? {} : { errors: options.errors }),
      ...(options.retryAfterS === undefined ? {} : { retryAfterS: options.retryAfterS }),
    };
    this.headers = options.headers ?? {};
  }
}

/** The shape of our own operations and of paths that no standard claims: problem details (RFC 9457). */
export const problemErrors: ErrorShape = (fault) => ({
  body: {
    type: 'about:blank',
    title: titles[fault.kind],
    status: fault.status,
    code: fault.kind,
    ...(fault.errors === undefined ? {} : { errors: fault.errors }),
  },
  contentType: problemType,
});

const problemType = 'application/problem+json';

const statuses: Readonly<Record<FaultKind, number>> = {
  unauthorised: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  malformed: 400,
  unsupported_media_type: 415,
  too_large: 413,
  invalid: 400,
  rate_limited: 429,
  overloaded: 503,
  unavailable: 503,
  unexpected: 500,
};

const titles: Readonly<Record<FaultKind, string>> = {
  unauthorised: 'The credentials are missing or not valid here',
  forbidden: 'The credentials do not allow this',
  not_found: 'There is nothing at this address',
  method_not_allowed: 'This address does not take this method',
  malformed: 'The request could not be read',
  unsupported_media_type: 'The body has a media type that is not accepted here',
  too_large: 'The body is too large',
  invalid: 'The request does not match the contract',
  rate_limited: 'Too many requests',
  overloaded: 'The service is busy, try again shortly',
  unavailable: 'The service is unavailable, try again shortly',
  unexpected: 'The service failed',
};
