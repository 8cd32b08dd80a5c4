import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey, seal, unseal } from '@ashlar/service-kit';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PendingSignIn } from './provider.ts';

/** What a browser may do, and until when. */
export interface Session {
  readonly kind: 'session';
  /** Who it is. */
  readonly subject: string;
  /** The address by which the issuer knows the person, if it told. */
  readonly email?: string | undefined;
  readonly idToken?: string | undefined;
  /** How the person proved who it is, in the issuer's words. */
  readonly acr?: string | undefined;
  /** Seconds since 1970. */
  readonly until: number;
  readonly id: string;
}

/** A browser on its way to a session. */
export interface Visitor {
  readonly kind: 'visitor';
  readonly pending?: PendingSignIn | undefined;
  /** The page to go to afterwards. */
  readonly to: string;
  readonly until: number;
  readonly id: string;
}

/** Sessions of browsers. Nothing is stored: each cookie is sealed and proves itself. */
export interface Sessions {
  /** Starts a session of `subject`, at most as long as sessions may be. */
  start(
    request: FastifyRequest,
    reply: FastifyReply,
    who: Pick<Session, 'subject' | 'email' | 'idToken' | 'acr'> & { until?: number },
  ): void;
  read(request: FastifyRequest): Session | undefined;
  end(request: FastifyRequest, reply: FastifyReply): void;
  /** Remembers for ten minutes where a browser that is not signed in wants to go, and the sign-in that it began. */
  visit(request: FastifyRequest, reply: FastifyReply, what: Pick<Visitor, 'pending' | 'to'>): Visitor;
  visitor(request: FastifyRequest): Visitor | undefined;
  /** Goes into each form. */
  csrfToken(of: Session | Visitor): string;
  /** Whether a posted form came from a page that was shown to this browser. */
  accepts(of: Session | Visitor, csrfToken: unknown): boolean;
}

/** Whose sessions they are, and where. */
export interface SessionOptions {
  /** Keys of their own are derived from it. */
  readonly dataKey: string;
  /** Tells these sessions from others of the same data key. */
  readonly purpose: string;
  /** The names of the cookies: of a session, and of a browser on its way to one. */
  readonly cookies: { readonly session: string; readonly visitor: string };
  /** The path that the cookies are sent to. */
  readonly path: string;
  /** The longest that a session lasts, in seconds. */
  readonly longestS: number;
  now(): Date;
}

const visitS = 600;

/** Sessions under keys made from a data key. */
export function createSessions(options: SessionOptions): Sessions {
  const { dataKey, purpose, cookies: names, path, longestS, now } = options;
  const cookieKey = deriveKey(dataKey, `${purpose}-session`);
  const formKey = deriveKey(dataKey, `${purpose}-form`);
  const seconds = () => Math.floor(now().getTime() / 1000);
  const setCookie = cookieSetter(path);

  const write = (request: FastifyRequest, reply: FastifyReply, value: Session | Visitor) => {
    const sealed = seal(cookieKey, Buffer.from(JSON.stringify(value))).toString('base64url');
    setCookie(request, reply, names[value.kind], sealed, value.until - seconds());
  };
  const read = <Value extends Session | Visitor>(request: FastifyRequest, kind: Value['kind']) => {
    const sealed = parseCookie(request.headers.cookie ?? '')[names[kind]];
    const value = sealed === undefined ? undefined : opened<Value>(cookieKey, sealed);
    return value?.kind === kind && value.until > seconds() ? value : undefined;
  };
  const csrfToken = ({ kind, id }: Session | Visitor) =>
    createHmac('sha256', formKey).update(`${kind}\n${id}`).digest('base64url');

  return {
    start(request, reply, { until = Number.POSITIVE_INFINITY, ...who }) {
      const ends = Math.min(until, seconds() + longestS);
      write(request, reply, { kind: 'session', ...who, until: ends, id: newId() });
      setCookie(request, reply, names.visitor, '', 0);
    },
    read: (request) => read<Session>(request, 'session'),
    end: (request, reply) => setCookie(request, reply, names.session, '', 0),
    visit(request, reply, what) {
      const visitor = { kind: 'visitor', ...what, until: seconds() + visitS, id: newId() } as const;
      write(request, reply, visitor);
      return visitor;
    },
    visitor: (request) => read<Visitor>(request, 'visitor'),
    csrfToken,
    accepts: (of, given) => typeof given === 'string' && same(given, csrfToken(of)),
  };
}

/** The path under which the browser sees this service, without a trailing slash: empty unless it stands behind a prefix. */
export function basePath(request: FastifyRequest): string {
  return new URL(request.publicUrl).pathname.replace(/\/+$/, '');
}

function cookieSetter(path: string) {
  return (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    value: string,
    maxAge: number,
  ): void => {
    const cookie = stringifySetCookie({
      name,
      value,
      path: `${basePath(request)}${path}`,
      httpOnly: true,
      sameSite: 'lax',
      secure: request.publicUrl.startsWith('https:'),
      maxAge,
    });
    reply.header('set-cookie', cookie);
  };
}

function opened<Value>(key: Buffer, sealed: string): Value | undefined {
  try {
    return JSON.parse(unseal(key, Buffer.from(sealed, 'base64url')).toString('utf8')) as Value;
  } catch {
    // Another key's, or nobody's.
    return undefined;
  }
}

function newId(): string {
  return randomBytes(16).toString('base64url');
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
