import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PendingSignIn, Person } from './sign-in.ts';

/** What the service knows of a browser. */
export interface Session {
  /** Proves that a form came from a page of this session. */
  readonly formToken: string;
  pending?: PendingSignIn | undefined;
  readonly person?: Person | undefined;
}

/** Sessions by cookie, in memory: it is one small process. */
export interface Sessions {
  /** The browser's session; a new one for a browser that has none. */
  of(request: FastifyRequest, reply: FastifyReply): Session;
  /** Puts a signed-in session in the place of the browser's, under another cookie: one that was known before the sign-in opens nothing. */
  signIn(request: FastifyRequest, reply: FastifyReply, person: Person): void;
  end(request: FastifyRequest): void;
}

/** Opens a store of sessions. */
export function openSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const begin = (reply: FastifyReply, person?: Person): Session => {
    const id = randomBytes(32).toString('base64url');
    const session = { formToken: randomBytes(32).toString('base64url'), person };
    sessions.set(id, session);
    reply.header('set-cookie', `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax`);
    return session;
  };
  const end = (request: FastifyRequest) => {
    sessions.delete(cookieOf(request));
  };
  return {
    of: (request, reply) => sessions.get(cookieOf(request)) ?? begin(reply),
    signIn(request, reply, person) {
      end(request);
      begin(reply, person);
    },
    end,
  };
}

// Cookies know no ports: on a loopback address the components' cookies are sent here too, and this one there.
const cookieName = 'licensing_session';

function cookieOf({ headers }: FastifyRequest): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName)?.[1] ?? '';
}
