import type { Handler } from '@ashlar/service-kit';
import { isTwoFactors } from '../domain/levels.ts';
import { byUpstream } from '../domain/methods.ts';
import {
  choicesOf,
  createLinkedAccount,
  findArrival,
  findLinked,
  forgetArrival,
  meetArrival,
  type SignedIn,
} from '../usecases/sign-in-upstream.ts';
import { type Arrived, beginVisit, endVisit } from '../usecases/visit-upstream.ts';
import { arrivalHolderOf, finishSignIn } from './finish-sign-in.ts';
import { render, renderMessage, sendPage } from './render.ts';
import { afterFirstFactor } from './second-factor.ts';
import { preferredLanguage, strings } from './strings/index.ts';
import { queryOf, returnAddress } from './upstream-offers.ts';
import { field, form, goOn, type PageDeps, type SendSignIn, step, type Visit } from './visits.ts';

type UpstreamOperation =
  | 'returnFromUpstream'
  | 'startUpstream'
  | 'finishUpstream'
  | 'showNewcomer'
  | 'submitNewcomer';

/** Signing in by an upstream identity provider, by operationId. `again` shows the sign-in page with what is wrong. */
export function upstreamHandlers(pages: PageDeps, again: SendSignIn): Record<UpstreamOperation, Handler> {
  const { deps } = pages;

  const welcome = async (at: Visit, account: SignedIn | 'closed', { worth }: Arrived) => {
    if (account === 'closed') return sendPage(at.reply.code(403), renderMessage(at.language, 'closed'));
    await forgetArrival(deps, arrivalHolderOf(at));
    const methods = byUpstream(worth);
    if (isTwoFactors(methods)) return finishSignIn(pages, at, account, methods);
    return afterFirstFactor(pages, at, { ...account, first: 'fed', methods }, again);
  };

  const sendNewcomer = async (at: Visit, arrival: Arrived, status = 200) => {
    const { signIn, language, csrfToken } = at;
    const t = strings[language];
    const choices = await choicesOf(deps, arrival);
    const name = arrival.upstream.names[language];
    const title = t.upstreams.newcomer.title;
    const content = { uid: signIn.uid, clientName: signIn.clientName, csrfToken, name, choices };
    const html = render({ view: 'newcomer', language, title, ...content, email: arrival.email });
    return sendPage(at.reply.code(status), html, signIn.leadsTo);
  };

  return {
    // The browser shows whose sign-in it is on a page of that sign-in, where its cookie is.
    async returnFromUpstream(request, reply) {
      const query = queryOf(request);
      const { upstream_id: upstreamId } = request.params as { upstream_id: string };
      const [part = '', asked] = (query.get('state') ?? '').split('.');
      const path =
        part === 'account' ? '/account/upstreams/returned' : `/sign-in/${encodeURIComponent(part)}/returned`;
      const language = preferredLanguage(request.headers['accept-language']);
      // Each provider has an address of its own to lead back to, so that no other's answer is taken for its (RFC 9700 section 4.4.2.2).
      if (!/^[\w-]{1,64}$/.test(part) || asked !== upstreamId)
        return sendPage(reply.code(400), renderMessage(language, 'lost'));
      return goOn({ reply, language }, `${path}?${query}`);
    },
    startUpstream: step(pages, 'password', async (at) => {
      const { upstream_id: upstreamId } = at.request.params as { upstream_id: string };
      const { uid, asksAnew: anew, asksTwoFactors: twoFactors } = at.signIn;
      const ask = { upstreamId, holder: arrivalHolderOf(at), part: uid, language: at.language };
      const returnTo = returnAddress(pages, at.request, upstreamId);
      const begun = await beginVisit(deps, { ...ask, returnTo, anew, twoFactors });
      if (typeof begun === 'object') return goOn(at, begun.address);
      return begun === 'unknown' ? goOn(at, `/sign-in/${uid}`) : again(...troubled(at, 'away'));
    }),
    finishUpstream: step(pages, 'password', async (at) => {
      const outcome = await endVisit(deps, arrivalHolderOf(at), queryOf(at.request));
      if (typeof outcome === 'string') return again(...troubled(at, outcome));
      const known = await meetArrival(deps, arrivalHolderOf(at), outcome);
      if (known === 'new') return goOn(at, `/sign-in/${at.signIn.uid}/newcomer`);
      return welcome(at, known, outcome);
    }),
    showNewcomer: step(pages, 'password', async (at) => {
      const arrival = await findArrival(deps, arrivalHolderOf(at));
      return arrival ? sendNewcomer(at, arrival) : goOn(at, `/sign-in/${at.signIn.uid}`);
    }),
    submitNewcomer: form(pages, 'password', async (at) => {
      const { uid } = at.signIn;
      const choice = field(at.request, 'choice');
      if (choice === 'forget') await forgetArrival(deps, arrivalHolderOf(at));
      const arrival = await findArrival(deps, arrivalHolderOf(at));
      if (!arrival || choice !== 'create') return goOn(at, `/sign-in/${uid}`);
      const choices = await choicesOf(deps, arrival);
      // In another browser the same person may have been faster; looked at last, since their address is taken then.
      const known = await findLinked(deps, arrival);
      if (known !== undefined) return welcome(at, known, arrival);
      if (choices === 'prove') return goOn(at, `/sign-in/${uid}/create-account`);
      if (choices !== 'create' || arrival.email === undefined) return sendNewcomer(at, arrival, 409);
      const { email } = arrival;
      const made = await createLinkedAccount(deps, { ...arrival, email }, at.request.traceparent);
      return made === 'taken' ? sendNewcomer(at, arrival, 409) : welcome(at, made, arrival);
    }),
  };
}

const statuses = { lost: 400, declined: 400, away: 503, refused: 400 } as const;

function troubled(at: Visit, trouble: keyof typeof statuses): Parameters<SendSignIn> {
  const t = strings[at.language];
  const reply = at.reply.code(statuses[trouble]);
  return [{ ...at, reply }, t.upstreams.troubles[trouble], '', '#upstreams'];
}
