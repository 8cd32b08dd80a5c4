import type { SignedIn, SignInProvider } from '@ashlar/component';
import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { goTo, sendMessage, sendPage } from './render.ts';
import { field, form, ownPath, type PageDeps, queried, type Visit, visitOf } from './visit.ts';

type SignInOperation =
  | 'showOperatorSignIn'
  | 'submitOperatorToken'
  | 'beginOperatorSignIn'
  | 'finishOperatorSignIn'
  | 'signOutOperator';

/** Signing in, at the issuer or with an access token, and out. */
export function signInHandlers(deps: PageDeps): Record<SignInOperation, Handler> {
  const { sessions } = deps;
  return {
    async showOperatorSignIn(request, reply) {
      const to = ownPath(queried(request, 'to'));
      if (visitOf(deps, request, reply)) return goTo(request, reply, to);
      return sendSignIn(deps, request, reply, to);
    },

    async submitOperatorToken(request, reply) {
      const visitor = sessions.visitor(request);
      const to = ownPath(field(request, 'to'));
      if (!visitor || !sessions.accepts(visitor, field(request, 'csrf_token'))) {
        return sendSignIn(deps, request, reply.code(403), to, 'This form is an old one. Send it again.');
      }
      const operator = await deps.operatorOf(field(request, 'token').trim());
      if (!operator) return sendSignIn(deps, request, reply.code(422), to, notOperators);
      sessions.start(request, reply, operator);
      return goTo(request, reply, to);
    },

    async beginOperatorSignIn(request, reply) {
      const to = ownPath(queried(request, 'to'));
      const { url, pending } = await reached(providerOf(deps).begin(callbackOf(request)));
      sessions.visit(request, reply, { pending, to });
      return reply.code(303).headers({ 'cache-control': 'no-store', location: url }).send();
    },

    async finishOperatorSignIn(request, reply) {
      const visitor = sessions.visitor(request);
      const { search } = new URL(request.url, 'http://here');
      const returned = new URL(callbackOf(request) + search);
      const signedIn = visitor?.pending
        ? await reached(providerOf(deps).finish(visitor.pending, returned))
        : 'refused';
      if (signedIn === 'refused') return sendMessage(request, reply.code(400), startAgain);
      if (!signedIn.email || !deps.operators.includes(signedIn.email)) {
        return sendNotOperator(deps, request, reply.code(403), signedIn);
      }
      sessions.start(request, reply, signedIn);
      return goTo(request, reply, ownPath(visitor?.to ?? ''));
    },

    signOutOperator: form(deps, (at) => signOut(deps, at)),
  };
}

const notOperators =
  'This is no access token of an operator for the registry. It needs the audience registry, the scope registry:admin and the department *, and holds for ten minutes.';

const startAgain = {
  title: 'Sign in again',
  text: 'This sign-in is not under way any more, or it was cancelled.',
  link: { text: 'Sign in', href: '/operator/sign-in' },
};

async function signOut({ sessions, signIn }: PageDeps, { request, reply, session }: Visit) {
  sessions.end(request, reply);
  // The session here has ended whether or not the issuer answers.
  const issuer = session.idToken && (await signIn?.signOutUrl(session.idToken).catch(() => undefined));
  return sendPage(request, reply, { view: 'signed-out', title: 'You are signed out', issuer });
}

async function sendNotOperator(
  { signIn }: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { email, idToken }: SignedIn,
) {
  const issuer = await signIn?.signOutUrl(idToken).catch(() => undefined);
  const title = 'This account may not operate the platform';
  return sendPage(request, reply, { view: 'signed-out', title, issuer, email, refused: true });
}

/** The page has a form, so the browser gets what proves the form to be its own. */
function sendSignIn(
  { sessions, signIn }: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  to: string,
  problem?: string,
): FastifyReply {
  const visitor = sessions.visit(request, reply, { to });
  return sendPage(request, reply, {
    view: 'sign-in',
    title: problem === undefined ? 'Sign in' : 'Error: Sign in',
    to,
    problem,
    byIssuer: signIn !== undefined,
    formToken: sessions.csrfToken(visitor),
  });
}

function callbackOf({ publicUrl }: FastifyRequest): string {
  return `${publicUrl}/operator/callback`;
}

function providerOf({ signIn }: PageDeps): SignInProvider {
  if (signIn) return signIn;
  throw new FaultError('not_found');
}

/** An issuer that does not answer is an outage, not a mistake of ours. */
function reached<Value>(asked: Promise<Value>): Promise<Value> {
  return asked.catch((cause: unknown) => {
    throw new FaultError('unavailable', { cause, retryAfterS: 1 });
  });
}
