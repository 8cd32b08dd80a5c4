import { types } from 'node:util';

/**
 * Tells whether an error means that the database is away for now (unreachable, starting, shutting down, out of connections or of
 * room), so that trying again later can help. Looks through `cause` and the errors of an `AggregateError`.
 * SQLSTATE classes: PostgreSQL documentation, appendix A.
 */
export function isUnavailable(error: unknown): boolean {
  // Not instanceof: an error may come from another realm, as Node's own do inside a jest test.
  if (!types.isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.some(isUnavailable)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    sqlStates.test(code) ||
    networkCodes.has(code) ||
    messages.test(error.message) ||
    isUnavailable(error.cause)
  );
}

// 08 connection exceptions; 53 insufficient resources; 57P01 to 57P03 shutdown, crash, cannot connect now; 57P05 idle session ended.
const sqlStates = /^(08...|53...|57P0[1235])$/;

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// pg gives these no code.
const messages = new RegExp(
  [
    '^Connection terminated',
    '^timeout exceeded when trying to connect$',
    '^timeout expired$',
    '^Client has encountered a connection error',
    '^Client was closed and is not queryable$',
  ].join('|'),
);
