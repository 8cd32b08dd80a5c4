import { createHmac, randomBytes } from 'node:crypto';
import { same } from './ids.ts';
import type { Keyring } from './keyring.ts';

/** What a browser may do with a payment whose link it followed. The cookie proves itself: nothing is stored. */
export interface Session {
  /** Goes into each form. */
  readonly csrfToken: string;
  accepts(token: unknown): boolean;
}

const cookie = 'payment_session';
const lifetimeS = 24 * 60 * 60;

/** The cookies that begin a session of a payment, for its pages and the address that was asked for. */
export function beginSession(
  keyring: Keyring,
  payment: string,
  at: { basePath: string; path: string; secure: boolean },
): readonly string[] {
  const value = `${seconds() + lifetimeS}.${randomBytes(16).toString('base64url')}`;
  const signed = `${value}.${sign(keyring.own('page_session'), 'session', payment, value)}`;
  return [`/card_details/${payment}`, at.path].map(
    (path) =>
      `${cookie}=${signed}; Max-Age=${lifetimeS}; Path=${at.basePath}${path}; HttpOnly; SameSite=Lax${at.secure ? '; Secure' : ''}`,
  );
}

/** Reads a payment's session; one that a predecessor began is good too. */
export function readSession(
  keyring: Keyring,
  payment: string,
  department: string,
  header: string | undefined,
): Session | undefined {
  for (const [, text = ''] of (header ?? '').matchAll(/(?:^|;\s*)payment_session=([^;]*)/g)) {
    const [ends = '', nonce = '', signature = ''] = text.split('.');
    const value = `${ends}.${nonce}`;
    const key = keyring
      .taken('page_session', department)
      .find((one) => same(signature, sign(one, 'session', payment, value)));
    if (!key || Number(ends) <= seconds()) continue;
    const csrfToken = sign(key, 'form', payment, value);
    return { csrfToken, accepts: (token) => typeof token === 'string' && same(token, csrfToken) };
  }
  return undefined;
}

function sign(key: Buffer, purpose: string, payment: string, value: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${payment}\n${value}`).digest('base64url');
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
