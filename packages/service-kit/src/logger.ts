import type { IncomingMessage } from 'node:http';
import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Makes the JSON logger of a service: one line per record, time in UTC, level by name. Errors keep type, code and stack; their
 * further members (a database's `detail`, an HTTP client's request) may hold personal data and are left out.
 */
export function createLogger(
  options: { name: string; level: string },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level,
    base: { service: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, error: describeError, req: describeRequest },
    redact: { paths: secretPaths, censor: '[redacted]' },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}

/** The path of a request target, without the query string, which may hold personal data or secrets. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

const secretNames = ['authorization', 'cookie', 'password', 'secret', 'token', 'apiKey', 'cardNumber', 'cvc'];
const secretPaths = [
  ...secretNames.flatMap((name) => [name, `*.${name}`, `*.headers.${name}`]),
  'headers["set-cookie"]',
  '*.headers["set-cookie"]',
];

function describeRequest(request: IncomingMessage) {
  return { method: request.method, path: pathOf(request.url ?? '') };
}

interface ErrorRecord {
  type: string;
  message: string;
  code?: unknown;
  constraint?: unknown;
  stack?: string;
  cause?: ErrorRecord;
}

function describeError(error: unknown, depth = 0): ErrorRecord {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something other than an Error was thrown' };
  const { code, constraint, severity } = error as Error & Record<string, unknown>;
  return {
    type: error.constructor.name,
    // PostgreSQL ends some messages with the value it could not read.
    message: severity === undefined ? error.message : error.message.replace(/: ".*$/s, ''),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    // The frames alone: the first lines of a stack repeat the message.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
