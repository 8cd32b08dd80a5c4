import { isUnavailable } from '@ashlar/postgres';

/**
 * Thrown by a handler when an outside party is away for the moment: the event is no poison, it is tried again until it works, and the
 * partition waits meanwhile.
 */
export class TryLater extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TryLater';
  }
}

/** Whether an error says "not now" and nothing about the event: the database or an outside party is away. */
export function isTemporary(error: unknown): boolean {
  return error instanceof TryLater || isUnavailable(error);
}

/** What a dead letter and a parked key may say about an error: its name, SQLSTATE and wording, without quoted values or numbers. */
export function describeFailure(error: unknown): { name: string; message: string } {
  if (!(error instanceof Error)) return { name: 'unknown', message: 'no error object was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  // Messages often quote the data that they failed on.
  const wording = error.message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\d{3,}/g, '…');
  return { name: error.name, message: `${wording.slice(0, 200)}${code}` };
}

/** The places of an error's stack, without its message. */
export function failureTrace(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line)).slice(0, 8);
}
