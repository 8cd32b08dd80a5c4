import { isNativeError } from 'node:util/types';
import type { Logger } from 'pino';

/** What the buses need of a logger. */
export type BusLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A logger that keeps nothing, for a bus opened without one. */
export const silent: BusLog = { debug() {}, info() {}, warn() {}, error() {} };

/** What is worth logging of an error from a driver: drivers hang whole connections, and sometimes data, on theirs. */
export function brief(error: unknown): { reason: string; code?: string } {
  if (!isNativeError(error)) return { reason: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { reason: error.message, ...code };
}
