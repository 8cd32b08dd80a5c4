import type { Handler } from '@ashlar/service-kit';
import { hostOf } from '../engine/issuers.ts';
import { addPasskey, beginPasskey, findNewcomer } from '../usecases/passkeys.ts';
import { ownerOf } from './finish-sign-in.ts';
import { scriptsOf } from './passkeys.ts';
import { render, sendPage } from './render.ts';
import { afterPassword } from './second-factor.ts';
import { strings } from './strings/index.ts';
import { field, form, goOn, longField, type PageDeps, step, titled, type Visit } from './visits.ts';

type PasskeyOfferOperation = 'showPasskeyOffer' | 'submitPasskeyOffer';

/** Whether a person who has just created an account can add a passkey to it. */
export async function offersPasskey({ deps }: PageDeps, at: Visit): Promise<boolean> {
  const works = deps.passkeys?.worksAt(hostOf(at.request.raw) ?? '');
  return works === true && (await findNewcomer(deps, proofHolderOf(at))) !== undefined;
}

/** Whoever has just created an account is offered a passkey, before the sign-in goes on. `again` shows the sign-in page with what is wrong. */
export function passkeyOfferHandlers(
  pages: PageDeps,
  again: (at: Visit, problem: string, email: string) => unknown,
): Record<PasskeyOfferOperation, Handler> {
  const { deps } = pages;

  const sendOffer = async (at: Visit, accountId: string, problem?: string) => {
    const { uid, leadsTo } = at.signIn;
    const options = await beginPasskey(deps, ownerOf(at, accountId), holderOf(at));
    if (options === undefined) return goOn(at, `/sign-in/${uid}`);
    const t = strings[at.language];
    const heading = t.passkeys.offer;
    const content = { uid, csrfToken: at.csrfToken, heading, problem, options };
    const page = {
      view: 'passkey-offer',
      language: at.language,
      title: titled(t, heading, problem),
    } as const;
    return sendPage(at.reply, render({ ...page, ...content }), leadsTo, scriptsOf(pages, at));
  };

  return {
    showPasskeyOffer: step(pages, 'password', async (at) => {
      const newcomer = await findNewcomer(deps, proofHolderOf(at));
      return newcomer ? sendOffer(at, newcomer.accountId) : goOn(at, `/sign-in/${at.signIn.uid}`);
    }),
    submitPasskeyOffer: form(pages, 'password', async (at) => {
      const newcomer = await findNewcomer(deps, proofHolderOf(at));
      if (!newcomer) return goOn(at, `/sign-in/${at.signIn.uid}`);
      const response = longField(at.request, 'response');
      if (response === '') return afterPassword(pages, at, newcomer, again);
      const owner = ownerOf(at, newcomer.accountId);
      const name = field(at.request, 'name');
      if (await addPasskey(deps, owner, { holder: holderOf(at), response, name })) {
        return afterPassword(pages, at, newcomer, again);
      }
      const problem = strings[at.language].passkeys.notAdded;
      return sendOffer({ ...at, reply: at.reply.code(400) }, newcomer.accountId, problem);
    }),
  };
}

/** By which the proof of the address is known that created the account. */
export function proofHolderOf({ signIn }: Visit): string {
  return `sign-in\n${signIn.uid}`;
}

function holderOf({ signIn }: Visit): string {
  return `passkey of new account\n${signIn.uid}`;
}
