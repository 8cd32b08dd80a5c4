import { basePath, type Session, type Sessions, type SignInProvider } from '@ashlar/component';
import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AssuranceLevels } from '../../domain/secure-message/levels.ts';
import type { Person, SecureDeps } from '../../usecases/secure-message/deps.ts';
import { sendPage } from '../render.ts';

/** What the inbox's pages are made from. */
export interface InboxDeps {
  readonly secure: SecureDeps;
  readonly sessions: Sessions;
  /** Undefined where no client is configured: then there is no inbox. */
  readonly signIn: SignInProvider | undefined;
  readonly levels: AssuranceLevels;
  /** Email addresses of accounts that may operate the platform, in lower case. */
  readonly operators: readonly string[];
}

/** A request of a person who is signed in. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly person: Person;
  readonly csrfToken: string;
}

type Answer = (at: Visit) => unknown;

/** A page for a person; anybody else is led to the sign-in, and comes back. */
export function page(deps: InboxDeps, answer: Answer): Handler {
  return async (request, reply) => {
    providerOf(deps);
    const at = visitOf(deps, request, reply);
    return at ? answer(at) : goTo(request, reply, signInPath(ownPath(request.url)));
  };
}

/** A form of a person. It counts when it came from a page of the same session. */
export function form(deps: InboxDeps, answer: Answer): Handler {
  return async (request, reply) => {
    providerOf(deps);
    const at = visitOf(deps, request, reply);
    if (at && deps.sessions.accepts(at.session, textOf(request.body, 'csrf_token'))) return answer(at);
    return sendMessage(request, reply.code(403), {
      title: 'Nothing was sent',
      text: 'You are not signed in any more, or this page is an old one. Open the message again.',
      link: { text: 'Your messages', href: '/messages' },
    });
  };
}

/** The issuer. Throws that there is no such page where there is none. */
export function providerOf({ signIn }: InboxDeps): SignInProvider {
  if (signIn) return signIn;
  throw new FaultError('not_found');
}

/** Where a person signs in, to come back to a page. */
export function signInPath(to: string): string {
  return `/messages/sign-in?to=${encodeURIComponent(to)}`;
}

/** The path if it is one of these pages, else the first of them: nobody is led elsewhere. */
export function ownPath(path: string): string {
  const asked = URL.parse(path, 'http://here');
  const isOwn =
    asked?.origin === 'http://here' &&
    /^\/(?:messages(?:\/[0-9a-f-]{36}|$)|operator\/providers$)/.test(asked.pathname);
  return isOwn ? asked.pathname + asked.search : '/messages';
}

/** A text member of a query or a form; empty when there is none. */
export function textOf(from: unknown, name: string): string {
  const value = typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** Leads the browser on to a path of this service. */
export function goTo(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const location = `${basePath(request)}${path}`;
  return reply.code(303).headers({ 'cache-control': 'no-store', location }).send();
}

/** Sends a page that only says something. */
export function sendMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  message: { title: string; text: string; link?: { text: string; href: string } },
): FastifyReply {
  return sendPage(request, reply, { view: 'secure-message/says', ...message });
}

function visitOf(deps: InboxDeps, request: FastifyRequest, reply: FastifyReply): Visit | undefined {
  const session = deps.sessions.read(request);
  if (!session) return undefined;
  const person = { subject: session.subject, assurance: deps.levels.levelOf(session.acr) };
  return { request, reply, session, person, csrfToken: deps.sessions.csrfToken(session) };
}
