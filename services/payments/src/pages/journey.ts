import { createHmac, randomBytes } from 'node:crypto';
import { deriveKey, seal, unseal } from '@ashlar/service-kit';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { base32hex } from '../domain/ids.ts';
import { basePath } from './render.ts';
import { same } from './session.ts';

/** What a payer answers on the way. */
export interface Answers {
  readonly reference?: string;
  /** In pence. */
  readonly amount?: number;
}

/** A payer's way through a payment link's pages, and what was typed on it. */
export interface Journey extends Answers {
  readonly productId: string;
  readonly id: string;
  /** When it ends, in seconds since 1970. */
  readonly ends: number;
}

/** Begins, keeps and reads the journeys of one key. Nothing is stored here: the payer's browser keeps them, sealed. */
export interface Journeys {
  /** Begins one, with the answers that its link's address gave, and answers its id. */
  begin(productId: string, given: Answers, request: FastifyRequest, reply: FastifyReply): string;
  /** Keeps what was typed. */
  keep(journey: Journey, request: FastifyRequest, reply: FastifyReply): void;
  /** The journey of an address, if this browser began it within the last two hours. */
  read(productId: string, id: string, request: FastifyRequest): Journey | undefined;
  /** Proves that a form came from a page of the journey, and that what it showed (`shown`) is still so. */
  formToken(journey: Journey, shown?: unknown): string;
  /** Whether a form's token is that. */
  accepts(token: unknown, journey: Journey, shown?: unknown): boolean;
}

/** Reads journeys, and the tokens of their forms, that were made here or by a predecessor of the department that is paid. */
export interface JourneyReader {
  read(department: string, ...which: Parameters<Journeys['read']>): Promise<Journey | undefined>;
  accepts(department: string, ...which: Parameters<Journeys['accepts']>): Promise<boolean>;
}

/**
 * Journeys of the key of sessions: their forms are signed with it, and their cookies sealed with a key that is derived from it, so that who is handed the one has
 * the other. Each has a cookie of its own, whose path is the journey's: two tabs do not mix up what was typed, and another site can neither send the cookie
 * along nor read a form.
 */
export function createJourneys(sessionKey: Buffer, now: () => Date): Journeys {
  const sealKey = deriveKey(sessionKey.toString('base64'), 'payment-link-journey');
  const seconds = () => Math.floor(now().getTime() / 1000);
  const keep: Journeys['keep'] = (journey, request, reply) => {
    const cookie = stringifySetCookie({
      name: cookieName,
      value: seal(sealKey, Buffer.from(JSON.stringify(journey))).toString('base64url'),
      path: `${basePath(request)}/pay/${journey.productId}/${journey.id}`,
      httpOnly: true,
      sameSite: 'lax',
      secure: request.publicUrl.startsWith('https:'),
      maxAge: Math.max(0, journey.ends - seconds()),
    });
    reply.header('set-cookie', cookie);
  };
  const formToken: Journeys['formToken'] = ({ productId, id }, shown) => {
    const text = `link-form\n${productId}\n${id}\n${JSON.stringify(shown) ?? ''}`;
    return createHmac('sha256', sessionKey).update(text).digest('base64url');
  };
  return {
    begin(productId, given, request, reply) {
      const id = base32hex(randomBytes(15));
      keep({ ...given, productId, id, ends: seconds() + lifetimeS }, request, reply);
      return id;
    },
    keep,
    read(productId, id, request) {
      const journey = open(sealKey, parseCookie(request.headers.cookie ?? '')[cookieName]);
      const fits = journey?.productId === productId && journey.id === id && journey.ends > seconds();
      return fits ? journey : undefined;
    },
    formToken,
    accepts: (token, journey, shown) => typeof token === 'string' && same(token, formToken(journey, shown)),
  };
}

const cookieName = 'payment_link';
// Shorter than idempotency records are kept: a journey that is confirmed again finds the payment it made.
const lifetimeS = 2 * 60 * 60;

function open(key: Buffer, cookie: string | undefined): Journey | undefined {
  try {
    return JSON.parse(unseal(key, Buffer.from(cookie ?? '', 'base64url')).toString());
  } catch {
    // Anything can stand in a cookie; what does not open is none of ours.
    return undefined;
  }
}
