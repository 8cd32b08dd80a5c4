/** Everything the gateway answers for itself; whatever else a client sees comes from an implementation. */
export type FailureCode =
  | 'bad_request_target'
  | 'bad_host'
  | 'no_entry_point'
  | 'body_too_large'
  | 'upgrade_not_supported'
  | 'loop'
  | 'upstream_broken'
  | 'upstream_refused'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'held_too_long'
  | 'too_many_held'
  | 'binding_refused';

/** A failure in words for whoever meets it. */
export interface FailureText {
  status: number;
  title: string;
  detail: string;
  retryAfterS?: number;
}

/** Says what happened, which component it concerns, and what to do next. Never says where the implementation is. */
export function describeFailure(code: FailureCode, component?: string): FailureText {
  const name = component === undefined ? 'The component' : `The ${component} component`;
  switch (code) {
    case 'bad_request_target':
      return {
        status: 400,
        title: 'The address of this request is not acceptable',
        detail:
          'Send a plain path: no full URL, no dot segments, no backslashes or control characters, and no double slash at its start.',
      };
    case 'bad_host':
      return {
        status: 400,
        title: 'The Host header is not acceptable',
        detail: 'Send exactly one Host header with a host name.',
      };
    case 'no_entry_point':
      return {
        status: 404,
        title: 'Nothing is plugged in here',
        detail:
          'No component has an entry point at this address. The index page at / lists those that exist.',
      };
    case 'body_too_large':
      return {
        status: 413,
        title: 'The request body is too large',
        detail: `Send a smaller body to ${component ?? 'this address'}, or split it.`,
      };
    case 'upgrade_not_supported':
      return {
        status: 501,
        title: 'WebSockets are not supported',
        detail: 'Use plain HTTP. For a live feed use long polling or server-sent events.',
      };
    case 'loop':
      return {
        status: 508,
        title: `${name} leads back here`,
        detail:
          'The request was not delivered. Tell the operators of the platform that it is bound to a gateway.',
      };
    case 'upstream_broken':
      return {
        status: 502,
        title: `${name} broke off before it answered`,
        detail:
          'It may or may not have acted on the request. Ask for the state of what you sent, or repeat it with the same Idempotency-Key.',
      };
    case 'upstream_refused':
      return {
        status: 502,
        title: `${name} cannot be reached`,
        detail: 'The request was not delivered. If this lasts, tell the operators of the platform.',
      };
    case 'upstream_unavailable':
      return {
        status: 503,
        title: `${name} is not running at the moment`,
        detail: 'The request was not delivered. Try again after the time in Retry-After.',
        retryAfterS: 2,
      };
    case 'held_too_long':
    case 'too_many_held':
      return {
        status: 503,
        title: `${name} is being replaced at the moment`,
        detail: 'The request had no effect. Try again after the time in Retry-After.',
        retryAfterS: 1,
      };
    case 'binding_refused':
      return {
        status: 503,
        title: `${name} is not served here`,
        detail:
          'The request was not delivered: what is bound here has no valid proof of conformance. Tell the operators of the platform.',
        retryAfterS: 30,
      };
    case 'upstream_timeout':
      return {
        status: 504,
        title: `${name} took too long`,
        detail:
          'It may or may not have acted on the request. Ask for the state of what you sent, or repeat it with the same Idempotency-Key.',
      };
  }
}

/** The same for somebody with a browser, who has no Idempotency-Key and may be in the middle of paying. */
export function describeForPerson(code: FailureCode): Pick<FailureText, 'title' | 'detail'> {
  switch (code) {
    case 'no_entry_point':
    case 'bad_request_target':
    case 'bad_host':
      return {
        title: 'Page not found',
        detail:
          'If you typed the web address, check that it is correct. If you pasted it, check that you copied all of it.',
      };
    case 'body_too_large':
      return {
        title: 'What you sent is too large',
        detail: 'Go back, choose a smaller file or a shorter text, and try again.',
      };
    case 'upstream_unavailable':
    case 'held_too_long':
    case 'too_many_held':
    case 'binding_refused':
      return {
        title: 'Sorry, the service is unavailable',
        detail: 'Nothing was sent. Wait a minute, then load this page again.',
      };
    default:
      return {
        title: 'Sorry, there is a problem with the service',
        detail:
          'Try again later. If you were in the middle of something, such as a payment, check whether it went through before you do it again.',
      };
  }
}

/** Names the failure behind an error of the connection to an implementation, by its code. */
export function failureOf(errorCode: string | undefined): FailureCode {
  if (errorCode === undefined) return 'upstream_broken';
  if (unavailable.has(errorCode)) return 'upstream_unavailable';
  if (unreachable.has(errorCode)) return 'upstream_refused';
  return timedOut.has(errorCode) ? 'upstream_timeout' : 'upstream_broken';
}

/** Whether a method may change something: such calls wait at a barrier, the others pass. */
export function isMutating(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * Whether a request may be sent once more: only a safe method without a body, and only when the connection was refused or lost
 * before any answer. Anything else could act twice.
 */
export function mayRetry(method: string, hasBody: boolean, failure: FailureCode): boolean {
  return (
    !isMutating(method) && !hasBody && (failure === 'upstream_unavailable' || failure === 'upstream_broken')
  );
}

const unavailable = new Set(['ECONNREFUSED']);
const unreachable = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'EADDRNOTAVAIL',
]);
const timedOut = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
  'ASHLAR_TOTAL_TIMEOUT',
]);
