import type { Operation } from '@ashlar/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorShape, Failure, type Fault, FaultError, problemErrors } from './errors.ts';
import type { Fence } from './fence.ts';
import type { ServiceOptions } from './types.ts';
import { fieldErrors, isValidationError } from './validation.ts';

/** Answers an error: as thrown (`Failure`), or as a fault in the words of the standard that the address belongs to. */
export type ReplyWithError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

/** Makes the one error handler of a service. Nothing of an error's own text ever reaches the caller. */
export function createErrorReplies(options: ServiceOptions, fence?: Fence): ReplyWithError {
  const shapes = createShapes(options);

  return (raised, request, reply) => {
    const error = fence ? fence.answerTo(raised, request) : raised;
    // What a handler had set for its success must not survive into an error.
    reply.removeHeader('content-length').header('cache-control', 'no-store');
    if (error instanceof Failure) {
      if (error.status >= 500) request.log.error({ err: error.cause ?? error }, 'request failed');
      reply.code(error.status).type('application/json').headers(error.headers).send(error.body);
      return;
    }
    const { fault, headers } = toFault(error, options.isUnavailable);
    logFault(fault, error, request);
    const shaped = shapeSafely(shapes(request), fault, request);
    reply
      .code(shaped.status ?? fault.status)
      .headers({ ...shaped.headers, ...headers })
      .type(shaped.contentType ?? 'application/json');
    // Closed at once, the connection would often break before the answer is read: the rest of the body is read and dropped instead.
    if (fault.kind === 'too_large') reply.removeHeader('connection');
    if (fault.retryAfterS !== undefined) reply.header('retry-after', String(fault.retryAfterS));
    reply.send(shaped.body);
  };
}

/** Whether errors of an operation are read by a person: it declares an HTML error, or says `x-page: true`. */
export function hasErrorPages(operation: Operation): boolean {
  return operation.definition['x-page'] === true || declaresHtml(operation, /^[45]/);
}

/** Whether the operation declares an HTML reply with a status that matches. */
export function declaresHtml(operation: Operation, statuses: RegExp): boolean {
  return Object.entries(operation.definition.responses ?? {}).some(
    ([status, response]) => statuses.test(status) && response.content?.['text/html'] !== undefined,
  );
}

function createShapes(options: ServiceOptions): (request: FastifyRequest) => ErrorShape {
  const { contract, compatErrors = problemErrors, pageErrors } = options;
  const byOperation = new Map<Operation, ErrorShape>();
  const byFirstSegment = new Map<string, ErrorShape>();
  for (const operation of contract.operations) {
    const standard = operation.standard === 'compat' ? compatErrors : problemErrors;
    const shape = pageErrors !== undefined && hasErrorPages(operation) ? pageErrors : standard;
    byOperation.set(operation, shape);
    // An unknown path speaks like its neighbours; where they differ, like an API.
    const segment = firstSegment(operation.path);
    if (byFirstSegment.get(segment) !== compatErrors) byFirstSegment.set(segment, shape);
  }
  return (request) =>
    (request.operation === undefined
      ? byFirstSegment.get(firstSegment(request.url))
      : byOperation.get(request.operation)) ?? problemErrors;
}

function firstSegment(path: string): string {
  return /^\/([^/?#]*)/.exec(path)?.[1] ?? '';
}

/** A page template that fails must not take the error reply down with it. */
function shapeSafely(shape: ErrorShape, fault: Fault, request: FastifyRequest): ReturnType<ErrorShape> {
  try {
    return shape(fault, request);
  } catch (error) {
    request.log.error({ err: error }, 'the error could not be shaped');
    return problemErrors(fault, request);
  }
}

function toFault(
  error: unknown,
  isUnavailable: ServiceOptions['isUnavailable'],
): Pick<FaultError, 'fault' | 'headers'> {
  if (error instanceof FaultError) return error;
  if (isValidationError(error)) return new FaultError('invalid', { errors: fieldErrors(error) });
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new FaultError('too_large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new FaultError('unsupported_media_type');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new FaultError('malformed');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new FaultError('not_found');
  }
  if (isUnavailable?.(error) === true) return new FaultError('unavailable', { retryAfterS: 1 });
  return new FaultError('unexpected');
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function logFault(fault: Fault, error: unknown, request: FastifyRequest): void {
  if (fault.kind === 'unexpected') request.log.error({ err: error }, 'unexpected error');
  else if (fault.kind === 'unavailable') request.log.warn({ err: error }, 'a backing service is unavailable');
}
