import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
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
  start(paymentId: string, request: FastifyRequest, reply: FastifyReply): void;
  read(paymentId: string, request: FastifyRequest): Session | undefined;
}

/**
 * Sessions signed with `key`. Each payment has a cookie of its own, whose path is the payment's: a browser sends only the one that
 * it needs, and opening a second payment, even by a form post from another site, does not end the first.
 */
export function createSessions(key: Buffer, now: () => Date): Sessions {
  const sign = (purpose: string, paymentId: string, value: string) =>
    createHmac('sha256', key).update(`${purpose}\n${paymentId}\n${value}`).digest('base64url');

  return {
    start(paymentId, request, reply) {
      const value = `${seconds(now()) + lifetimeS}.${randomBytes(16).toString('base64url')}`;
      reply.setCookie(cookieName, `${value}.${sign('session', paymentId, value)}`, {
        path: `${basePath(request)}/card_details/${paymentId}`,
        httpOnly: true,
        sameSite: 'lax',
        secure: request.publicUrl.startsWith('https:'),
        maxAge: lifetimeS,
      });
    },
    read(paymentId, request) {
      const [ends = '', nonce = '', signature = ''] = (request.cookies[cookieName] ?? '').split('.');
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

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** Compares two texts in a time that does not tell where they differ. */
function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
