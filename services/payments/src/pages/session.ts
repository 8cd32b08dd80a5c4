import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { basePath } from './render.ts';

/** What a browser may do with one payment: it followed the payment's link within the last 24 hours. */
export interface Session {
  /** Goes into each form of the payment's pages. */
  readonly csrfToken: string;
  /** Whether a posted form came from one of those pages, in this session. */
  accepts(csrfToken: unknown): boolean;
}

/** Hands out and reads sessions. Nothing is stored: the cookie proves itself. */
export interface Sessions {
  /** Starts a session for the payment's pages and for other addresses of this service, by default the one that is asked for. */
  start(paymentId: string, request: FastifyRequest, reply: FastifyReply, paths?: readonly string[]): void;
  read(paymentId: string, request: FastifyRequest): Session | undefined;
}

/** Reads the session of a payment's pages; undefined when the browser has none. */
export type ReadSession = (paymentId: string, request: FastifyRequest) => Promise<Session | undefined>;

/**
 * Sessions signed with `key`. Each payment has a cookie of its own, whose path is the payment's: a browser sends only the one that
 * it needs, and opening a second payment, even by a form post from another site, does not end the first. The link that was followed
 * gets the cookie too, so that following it again leads back.
 */
export function createSessions(key: Buffer, now: () => Date): Sessions {
  const sign = (purpose: string, paymentId: string, value: string) =>
    createHmac('sha256', key).update(`${purpose}\n${paymentId}\n${value}`).digest('base64url');

  return {
    start(paymentId, request, reply, paths = [pathOf(request)]) {
      const value = `${seconds(now()) + lifetimeS}.${randomBytes(16).toString('base64url')}`;
      const base = basePath(request);
      for (const path of [`/card_details/${paymentId}`, ...paths]) {
        const cookie = stringifySetCookie({
          name: cookieName,
          value: `${value}.${sign('session', paymentId, value)}`,
          path: `${base}${path}`,
          httpOnly: true,
          sameSite: 'lax',
          secure: request.publicUrl.startsWith('https:'),
          maxAge: lifetimeS,
        });
        reply.header('set-cookie', cookie);
      }
    },
    read(paymentId, request) {
      const [ends = '', nonce = '', signature = ''] = (cookieOf(request) ?? '').split('.');
      const value = `${ends}.${nonce}`;
      if (!same(signature, sign('session', paymentId, value)) || Number(ends) <= seconds(now()))
        return undefined;
      const csrfToken = sign('form', paymentId, value);
      return { csrfToken, accepts: (given) => typeof given === 'string' && same(given, csrfToken) };
    },
  };
}

const cookieName = 'payment_session';
const lifetimeS = 24 * 60 * 60;

function cookieOf(request: FastifyRequest): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[cookieName];
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** Compares two texts in a time that does not tell where they differ. */
export function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
