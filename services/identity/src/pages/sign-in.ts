import { addressOf, type Handler } from '@ashlar/service-kit';
import { ownClientId } from '../domain/own-client.ts';
import { signIn } from '../usecases/sign-in.ts';
import { deviceOf } from './device-cookie.ts';
import { showIdentity } from './identity.ts';
import { passkeyRequest } from './passkeys.ts';
import { render, sendPage } from './render.ts';
import { afterPassword } from './second-factor.ts';
import { strings } from './strings/index.ts';
import { upstreamsOf } from './upstream-offers.ts';
import {
  exchangeOf,
  field,
  form,
  goOn,
  type PageDeps,
  type SendSignIn,
  titled,
  tooOften,
  type Visit,
  visit,
} from './visits.ts';

type SignInOperation = 'showSignIn' | 'submitPassword' | 'submitConsent' | 'cancelSignIn';

/** The operations of a sign-in that answer with pages, by operationId. */
export function signInHandlers(pages: PageDeps): Record<SignInOperation, Handler> {
  const { engine, deps } = pages;
  const sendPassword = passwordPage(pages);

  return {
    showSignIn: visit(pages, async (at) => {
      if (at.signIn.due === 'password') return sendPassword(at);
      if (at.signIn.due === 'identity') return showIdentity(at, pages.proofing);
      // What this service's own pages know of the person they know already.
      if (at.signIn.clientId === ownClientId) return goOn(at, await engine.agreed(exchangeOf(at)));
      return sendConsent(at);
    }),
    submitPassword: form(pages, 'password', async (at) => {
      const { request, reply } = at;
      const [email, password] = [field(request, 'email'), field(request, 'password')];
      const device = deviceOf(request);
      const outcome = await signIn(deps, { email, password, device, address: addressOf(request) });
      const t = strings[at.language].password;
      if (outcome === 'wrong') return sendPassword({ ...at, reply: reply.code(400) }, t.wrong, email);
      if (outcome === 'too_many') return sendPassword(tooOften(at, deps.limits.window), t.tooMany, email);
      return afterPassword(pages, at, outcome, sendPassword);
    }),
    submitConsent: form(pages, 'consent', async (at) => goOn(at, await engine.agreed(exchangeOf(at)))),
    cancelSignIn: form(pages, undefined, async (at) => goOn(at, await engine.cancelled(exchangeOf(at)))),
  };
}

/** Shows the form for email address and password, and what else the person can sign in with. */
export function passwordPage(pages: PageDeps): SendSignIn {
  return async (at: Visit, problem?: string, email = '', problemAt?: string) => {
    const { reply, language, csrfToken } = at;
    const { uid, clientName, leadsTo } = at.signIn;
    const t = strings[language];
    const title = titled(t, t.password.title, problem);
    const [offersAccounts, passkey, upstreams] = await Promise.all([
      pages.deps.mailer.isReady(),
      passkeyRequest(pages, at),
      upstreamsOf(pages, at),
    ]);
    const content = {
      uid,
      clientName,
      csrfToken,
      problem,
      email,
      offersAccounts,
      passkeyOptions: passkey?.options,
      problemAt,
      ...upstreams,
    };
    const html = render({ view: 'password', language, title, ...content });
    return sendPage(reply, html, leadsTo, passkey?.scriptsOf);
  };
}

function sendConsent({ reply, signIn, language, csrfToken }: Visit) {
  const { uid, clientName, asks } = signIn;
  const title = strings[language].consent.title(clientName);
  return sendPage(reply, render({ view: 'consent', language, title, uid, asks, csrfToken }), signIn.leadsTo);
}
