import type { Session, Sessions, SignInProvider } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/entities.ts';
import type { Deps } from '../usecases/deps.ts';
import { goTo, sendMessage } from './render.ts';

/** What the pages are made from. */
export interface PageDeps {
  readonly deps: Deps;
  readonly sessions: Sessions;
  /** Undefined where no client is configured: then there are only tokens. */
  readonly signIn: SignInProvider | undefined;
  /** Email addresses of accounts that may operate the platform, in lower case. */
  readonly operators: readonly string[];
  /** Whose access token it is; undefined when it is worth nothing or not an operator's. */
  operatorOf(token: string): Promise<{ subject: string; until: number } | undefined>;
}

/** A request of an operator who is signed in. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly by: Actor;
  readonly csrfToken: string;
}

type Answer = (at: Visit) => unknown;

/** A page for operators; anybody else is led to the sign-in, and comes back. */
export function page(deps: PageDeps, answer: Answer): Handler {
  return async (request, reply) => {
    const at = visitOf(deps, request, reply);
    if (at) return answer(at);
    return goTo(request, reply, `/operator/sign-in?to=${encodeURIComponent(ownPath(request.url))}`);
  };
}

/** A form of an operator. It counts when it came from a page of the same session. */
export function form(deps: PageDeps, answer: Answer): Handler {
  return async (request, reply) => {
    const at = visitOf(deps, request, reply);
    if (at && deps.sessions.accepts(at.session, field(request, 'csrf_token'))) return answer(at);
    return sendMessage(request, reply.code(403), {
      title: 'Nothing was done',
      text: 'You are not signed in any more, or this form is an old one. Sign in, open the page again and send its form.',
      link: { text: 'Sign in', href: '/operator/sign-in' },
    });
  };
}

/** The visit of a browser that is signed in as an operator. One whose address is not an operator's any more is not. */
export function visitOf(deps: PageDeps, request: FastifyRequest, reply: FastifyReply): Visit | undefined {
  const session = deps.sessions.read(request);
  if (!session) return undefined;
  if (session.email !== undefined && !deps.operators.includes(session.email)) return undefined;
  const by = {
    subject: session.subject,
    department: '*',
    request_id: request.id,
    traceparent: request.traceparent,
  };
  return { request, reply, session, by, csrfToken: deps.sessions.csrfToken(session) };
}

/** A field of a posted form; empty when there is none. */
export function field({ body }: FastifyRequest, name: string): string {
  return textOf(body, name);
}

/** A value of the query; empty when there is none. */
export function queried({ query }: FastifyRequest, name: string): string {
  return textOf(query, name);
}

/** The path if it is one of these pages, else the first of them: nobody is led elsewhere. */
export function ownPath(path: string): string {
  const asked = URL.parse(path, 'http://here');
  const isOwn =
    asked?.origin === 'http://here' && /^\/operator(?:\/(?!sign-|callback)|$)/.test(asked.pathname);
  return isOwn ? asked.pathname + asked.search : '/operator';
}

/** Whether a text has the form of an id. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function textOf(from: unknown, name: string): string {
  const value = typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
  return typeof value === 'string' ? value.slice(0, 8000) : '';
}
