import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { assurances } from '../../domain/secure-message/entities.ts';
import { sendPage } from '../render.ts';
import { form, goTo, type InboxDeps, ownPath, providerOf, sendMessage, signInPath, textOf } from './visit.ts';

type SignInOperation = 'beginInboxSignIn' | 'finishInboxSignIn' | 'signOutInbox';

/** Signing in at the issuer, and out. */
export function signInHandlers(deps: InboxDeps): Record<SignInOperation, Handler> {
  const { sessions, levels } = deps;
  return {
    async beginInboxSignIn(request, reply) {
      const provider = providerOf(deps);
      const to = ownPath(textOf(request.query, 'to'));
      const required = assurances.find((level) => level === textOf(request.query, 'assurance'));
      const acrValues = required ? levels.askedFor(required) : [];
      const { url, pending } = await reached(provider.begin(callbackOf(request), acrValues));
      sessions.visit(request, reply, { pending, to });
      return reply.code(303).headers({ 'cache-control': 'no-store', location: url }).send();
    },

    async finishInboxSignIn(request, reply) {
      const provider = providerOf(deps);
      const visitor = sessions.visitor(request);
      const returned = new URL(callbackOf(request) + new URL(request.url, 'http://here').search);
      const signedIn = visitor?.pending
        ? await reached(provider.finish(visitor.pending, returned))
        : 'refused';
      if (signedIn === 'refused') {
        return sendMessage(request, reply.code(400), {
          title: 'Sign in again',
          text: 'This sign-in is not under way any more, or it was cancelled.',
          link: { text: 'Sign in', href: signInPath(ownPath(visitor?.to ?? '')) },
        });
      }
      const { subject, email, acr, idToken } = signedIn;
      sessions.start(request, reply, { subject, email, acr, idToken });
      return goTo(request, reply, ownPath(visitor?.to ?? ''));
    },

    signOutInbox: form(deps, async ({ request, reply, session }) => {
      sessions.end(request, reply);
      // The session here has ended whether or not the issuer answers.
      const asked = session.idToken && deps.signIn?.signOutUrl(session.idToken);
      const issuer = asked ? await asked.catch(() => undefined) : undefined;
      return sendPage(request, reply, {
        view: 'secure-message/signed-out',
        title: 'You are signed out',
        issuer,
      });
    }),
  };
}

function callbackOf({ publicUrl }: FastifyRequest): string {
  return `${publicUrl}/messages/callback`;
}

/** An issuer that does not answer is an outage, not a mistake of ours. */
function reached<Value>(asked: Promise<Value>): Promise<Value> {
  return asked.catch((cause: unknown) => {
    throw new FaultError('unavailable', { cause, retryAfterS: 1 });
  });
}
