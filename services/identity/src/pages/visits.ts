import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignIn, SignInEngine } from '../domain/ports.ts';
import type { ProofingProvider } from '../domain/proofing.ts';
import type { Exchange } from '../engine/oidc.ts';
import type { Deps } from '../usecases/deps.ts';
import { renderMessage, sendPage } from './render.ts';
import { type Language, preferredLanguage, type strings } from './strings/index.ts';

/** What the pages reach sign-ins through, and what proves a form to be theirs. */
export interface PageDeps {
  readonly engine: SignInEngine<Exchange>;
  readonly deps: Deps;
  readonly formKey: () => Buffer;
  readonly proofing: ProofingProvider | undefined;
  /** The address of this issuer, a root without a slash at its end. */
  readonly issuer: string;
}

/** One request of a browser that is in a sign-in. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly signIn: SignIn;
  readonly language: Language;
  readonly csrfToken: string;
}

/** Shows the sign-in page, with what is wrong, the address that was entered, and where on the page it is. */
export type SendSignIn = (at: Visit, problem?: string, email?: string, problemAt?: string) => unknown;

type Answer = (at: Visit) => unknown;

/** A page of the sign-in that the browser is in. */
export function visit({ engine, formKey }: Pick<PageDeps, 'engine' | 'formKey'>, answer: Answer): Handler {
  return async (request, reply) => {
    const signIn = await engine.find({ request: request.raw, reply: reply.raw });
    const { uid } = request.params as { uid: string };
    if (signIn?.uid !== uid) {
      const language = preferredLanguage(request.headers['accept-language']);
      return sendPage(reply.code(403), renderMessage(language, 'lost'));
    }
    const language = signIn.language ?? preferredLanguage(request.headers['accept-language']);
    return answer({ request, reply, signIn, language, csrfToken: csrfTokenOf(formKey(), uid) });
  };
}

/** A page of the step that is due; at any other the page that is due shows itself. */
export function step(deps: PageDeps, due: SignIn['due'], answer: Answer): Handler {
  return visit(deps, (at) => (at.signIn.due === due ? answer(at) : goOn(at, `/sign-in/${at.signIn.uid}`)));
}

/** A form counts when it came from the page of this sign-in, and for the step that is due. */
export function form(deps: PageDeps, due: SignIn['due'] | undefined, answer: Answer): Handler {
  return visit(deps, (at) => {
    const { reply, language, signIn } = at;
    if (!same(field(at.request, 'csrfToken'), at.csrfToken)) {
      return sendPage(reply.code(403), renderMessage(language, 'badForm'));
    }
    // A second click, or a page from the browser's history: the page that is due shows itself.
    if (due !== undefined && signIn.due !== due) return goOn(at, `/sign-in/${signIn.uid}`);
    return answer(at);
  });
}

/** The same page answered with 429: the next try counts after `seconds` at the latest (RFC 6585 section 4). */
export function tooOften<At extends Pick<Visit, 'reply'>>(at: At, seconds: number): At {
  return { ...at, reply: at.reply.code(429).header('retry-after', String(seconds)) };
}

/** Leads the browser on; without an address the sign-in is over. */
export function goOn({ reply, language }: Pick<Visit, 'reply' | 'language'>, address: string | undefined) {
  if (address === undefined) return sendPage(reply.code(403), renderMessage(language, 'lost'));
  return reply.code(303).header('cache-control', 'no-store').header('location', address).send();
}

/** The raw request and reply, as the engine takes them. */
export function exchangeOf({ request, reply }: Pick<Visit, 'request' | 'reply'>): Exchange {
  return { request: request.raw, reply: reply.raw };
}

/** A field of the form that was sent; empty when it has none of that name. */
export function field(request: FastifyRequest, name: string): string {
  return longField(request, name).slice(0, 1000);
}

/** The same of a field that may be as long as a form. */
export function longField({ body }: FastifyRequest, name: string): string {
  const sent = typeof body === 'object' && body !== null ? new Map(Object.entries(body)) : new Map();
  const value: unknown = sent.get(name);
  return typeof value === 'string' ? value : '';
}

/** The title of a page, which says first whether something is wrong. */
export function titled(t: (typeof strings)[Language], title: string, problem: string | undefined): string {
  return problem === undefined ? title : `${t.error}: ${title}`;
}

/** Another site can send a form, but it cannot read the page that this stands in. `of` names the sign-in or the session. */
export function csrfTokenOf(key: Buffer, of: string): string {
  return createHmac('sha256', key).update(`form\n${of}`).digest('base64url');
}

/** Compares in a time that tells nothing. */
export function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
