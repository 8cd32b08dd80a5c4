import { createHash, randomBytes } from 'node:crypto';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../domain/entities.ts';
import { ownClientId } from '../domain/own-client.ts';
import type { BrowserSession } from '../domain/ports.ts';
import { findOwn, type Owner } from '../usecases/account-area.ts';
import { isSure } from '../usecases/second-factors.ts';
import { type PageContent, render, renderMessage, sendPage } from './render.ts';
import { type Language, preferredLanguage, strings } from './strings/index.ts';
import { csrfTokenOf, exchangeOf, field, type PageDeps, same, titled } from './visits.ts';

/** One request of a browser to the account area, signed in. */
export interface OwnVisit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly language: Language;
  readonly csrfToken: string;
  readonly session: BrowserSession;
  readonly account: Account;
  readonly owner: Owner;
}

/** Shows the first page of the own account, with what is wrong. */
export type SendAccount = (at: OwnVisit, problem?: string) => unknown;

/** Pages that a sign-in can lead back to, beside the first one. What protects the account is changed on them, so the sign-in has to be a recent one. */
export type OwnPage = 'email' | 'password' | 'delete' | 'passkey' | 'authenticator' | 'upstream' | 'phone';

/** Where a person gets or gives up a way to sign in. */
const factorPages: readonly OwnPage[] = ['passkey', 'authenticator', 'upstream'];

/** A page of the account area. Whoever is not signed in does so first; for `page` not long ago. */
export function ownPage(
  pages: PageDeps,
  page: OwnPage | undefined,
  answer: (at: OwnVisit) => unknown,
): Handler {
  return async (request, reply) => {
    const language = preferredLanguage(request.headers['accept-language']);
    const session = await pages.engine.session(exchangeOf({ request, reply }));
    const account = session && (await findOwn(pages.deps, session));
    if (!session || !account) return toSignIn(pages, reply, language, page);
    if (page !== undefined && !(await isSure(pages.deps, session, factorPages.includes(page))))
      return toSignIn(pages, reply, language, page, 'login');
    const { traceparent } = request;
    const owner = { session, language, userAgent: request.headers['user-agent'], traceparent };
    const csrfToken = csrfTokenOf(pages.formKey(), `account\n${session.uid}`);
    return answer({ request, reply, language, csrfToken, session, account, owner });
  };
}

/** A form of the account area; it counts when it came from a page of this session. */
export function ownForm(
  pages: PageDeps,
  page: OwnPage | undefined,
  answer: (at: OwnVisit) => unknown,
): Handler {
  return ownPage(pages, page, (at) =>
    same(field(at.request, 'csrfToken'), at.csrfToken)
      ? answer(at)
      : sendPage(at.reply.code(403), renderMessage(at.language, 'badForm')),
  );
}

/** Sends a page of the account area. */
export function sendOwn(
  { reply, language, csrfToken }: OwnVisit,
  view: PageContent['view'],
  heading: string,
  content: Readonly<Record<string, unknown>>,
  problem?: string,
  scriptsOf?: string,
) {
  const title = titled(strings[language], heading, problem);
  const html = render({ view, language, title, heading, csrfToken, problem, ...content });
  return sendPage(reply, html, undefined, scriptsOf);
}

/** Leads the browser to another page of the account area. */
export function goTo({ reply }: Pick<OwnVisit, 'reply'>, path: string) {
  return reply.code(303).header('cache-control', 'no-store').header('location', path).send();
}

/** The account area signs people in as services do. Nobody keeps the verifier of the challenge: the code is worth nothing, and the session is what counts. */
function toSignIn(
  { issuer }: PageDeps,
  reply: FastifyReply,
  language: Language,
  page: OwnPage | undefined,
  prompt?: 'login',
) {
  const parameters = new URLSearchParams({
    client_id: ownClientId,
    redirect_uri: `${issuer}/account`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
    ui_locales: language,
    ...(page !== undefined && { state: page }),
    ...(prompt !== undefined && { prompt }),
  });
  return goTo({ reply }, `/authorize?${parameters}`);
}
