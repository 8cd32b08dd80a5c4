import { createHmac, timingSafeEqual } from 'node:crypto';
import { addressOf, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignIn, SignInEngine } from '../domain/ports.ts';
import type { Exchange } from '../engine/oidc.ts';
import type { signIn } from '../usecases/sign-in.ts';
import { render, renderMessage, sendPage } from './render.ts';
import { type Language, preferredLanguage, strings } from './strings/index.ts';

/** What the pages reach sign-ins through, and what proves a form to be theirs. */
export interface PageDeps {
  readonly engine: SignInEngine<Exchange>;
  signIn(input: Parameters<typeof signIn>[1]): ReturnType<typeof signIn>;
  readonly formKey: Buffer;
}

type PageOperation = 'showSignIn' | 'submitPassword' | 'submitConsent' | 'cancelSignIn';

/** The operations that answer with pages, by operationId. */
export function pageHandlers(deps: PageDeps): Record<PageOperation, Handler> {
  const { engine } = deps;
  return {
    showSignIn: visit(deps, (at) => (at.signIn.due === 'password' ? sendPassword(at) : sendConsent(at))),
    submitPassword: form(deps, 'password', async (at) => {
      const { request, reply } = at;
      const { email, password } = fields(request);
      const outcome = await deps.signIn({ email, password, address: addressOf(request) });
      const t = strings[at.language].password;
      if (outcome === 'wrong') return sendPassword({ ...at, reply: reply.code(400) }, t.wrong, email);
      if (outcome === 'too_many') return sendPassword({ ...at, reply: reply.code(429) }, t.tooMany, email);
      return goOn(at, await engine.signedIn(exchangeOf(at), outcome.accountId));
    }),
    submitConsent: form(deps, 'consent', async (at) => goOn(at, await engine.agreed(exchangeOf(at)))),
    cancelSignIn: form(deps, undefined, async (at) => goOn(at, await engine.cancelled(exchangeOf(at)))),
  };
}

/** One request of a browser that is in a sign-in. */
interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly signIn: SignIn;
  readonly language: Language;
  readonly csrfToken: string;
}

type Answer = (at: Visit) => unknown;

function visit({ engine, formKey }: PageDeps, answer: Answer): Handler {
  return async (request, reply) => {
    const signIn = await engine.find({ request: request.raw, reply: reply.raw });
    const { uid } = request.params as { uid: string };
    if (signIn?.uid !== uid) {
      const language = preferredLanguage(request.headers['accept-language']);
      return sendPage(reply.code(403), renderMessage(language, 'lost'));
    }
    const language = signIn.language ?? preferredLanguage(request.headers['accept-language']);
    return answer({ request, reply, signIn, language, csrfToken: csrfTokenOf(formKey, uid) });
  };
}

/** A form counts when it came from the page of this sign-in, and for the step that is due. */
function form(deps: PageDeps, due: SignIn['due'] | undefined, answer: Answer): Handler {
  return visit(deps, (at) => {
    const { reply, language, signIn } = at;
    if (!same(fields(at.request).csrfToken, at.csrfToken)) {
      return sendPage(reply.code(403), renderMessage(language, 'badForm'));
    }
    // A second click, or a page from the browser's history: the page that is due shows itself.
    if (due !== undefined && signIn.due !== due) return goOn(at, `/sign-in/${signIn.uid}`);
    return answer(at);
  });
}

function sendPassword({ reply, signIn, language, csrfToken }: Visit, problem?: string, email = '') {
  const t = strings[language];
  const title = problem === undefined ? t.password.title : `${t.error}: ${t.password.title}`;
  const { uid, clientName } = signIn;
  const content = { view: 'password', language, title, uid, clientName, csrfToken, problem, email } as const;
  return sendPage(reply, render(content), signIn.leadsTo);
}

function sendConsent({ reply, signIn, language, csrfToken }: Visit) {
  const { uid, clientName, asks } = signIn;
  const title = strings[language].consent.title(clientName);
  return sendPage(reply, render({ view: 'consent', language, title, uid, asks, csrfToken }), signIn.leadsTo);
}

function goOn({ reply, language }: Visit, address: string | undefined) {
  if (address === undefined) return sendPage(reply.code(403), renderMessage(language, 'lost'));
  return reply.code(303).header('cache-control', 'no-store').header('location', address).send();
}

function exchangeOf({ request, reply }: Visit): Exchange {
  return { request: request.raw, reply: reply.raw };
}

function fields({ body }: FastifyRequest): Record<'email' | 'password' | 'csrfToken', string> {
  const sent = typeof body === 'object' && body !== null ? new Map(Object.entries(body)) : new Map();
  const text = (name: string) => {
    const value: unknown = sent.get(name);
    return typeof value === 'string' ? value.slice(0, 1000) : '';
  };
  return { email: text('email'), password: text('password'), csrfToken: text('csrfToken') };
}

/** Another site can send a form, but it cannot read the page that this stands in. */
function csrfTokenOf(key: Buffer, uid: string): string {
  return createHmac('sha256', key).update(`form\n${uid}`).digest('base64url');
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
