import type { Channel } from './entities.ts';

/** What went wrong with a provider, how often since `firstAt`, and when last. */
export interface Trouble {
  readonly channel: Channel;
  readonly id: string;
  readonly reason: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Why a try failed whose provider said that it takes the message later. */
export const notTaken = 'NOT_TAKEN';

/**
 * What is kept of an error of a provider: a code, `TIMEOUT`, `HTTP_503` or `SMTP_421`, and `UNKNOWN` where it has none. Never its words, since they may quote
 * the message.
 */
export function reasonOf(error: unknown): string {
  const { code, responseCode, status, name, cause } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (name === 'TimeoutError') return 'TIMEOUT';
  if (typeof status === 'number') return `HTTP_${status}`;
  if (typeof responseCode === 'number') return `SMTP_${responseCode}`;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,39}$/.test(code)) return code;
  return cause === undefined || cause === null ? 'UNKNOWN' : reasonOf(cause);
}

/** A reason for a reader. */
export function describeReason(reason: string): string {
  const [, protocol, status] = /^(HTTP|SMTP)_(\d+)$/.exec(reason) ?? [];
  if (protocol !== undefined) return `it answered with ${protocol} ${status}`;
  return words[reason] ?? `error ${reason}`;
}

const words: Readonly<Record<string, string>> = {
  [notTaken]: 'it did not take the message then',
  TIMEOUT: 'it did not answer in time',
  ETIMEDOUT: 'it did not answer in time',
  ECONNRESET: 'the connection broke off',
  ECONNECTION: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UNKNOWN: 'an error without a code',
};
