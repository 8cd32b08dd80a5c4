import { addressOf, type Handler } from '@ashlar/service-kit';
import { hostOf } from '../engine/issuers.ts';
import { addPasskey, beginPasskey, beginPasskeySignIn, signInWithPasskey } from '../usecases/passkeys.ts';
import { removePasskey } from '../usecases/ways-in.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { goTo, type OwnVisit, ownForm, ownPage, type SendAccount, sendOwn } from './own-visits.ts';
import { strings } from './strings/index.ts';
import { field, form, longField, type PageDeps, tooOften, type Visit } from './visits.ts';

type PasskeyOperation = 'submitPasskey' | 'showNewPasskey' | 'submitNewPasskey' | 'removeOwnPasskey';

/** What the sign-in page needs to offer passkeys; undefined where there are none. */
export async function passkeyRequest(
  pages: PageDeps,
  at: Visit,
): Promise<{ options: string; scriptsOf: string } | undefined> {
  const { deps } = pages;
  if (!deps.passkeys?.worksAt(hostOf(at.request.raw) ?? '')) return undefined;
  const options = await beginPasskeySignIn(deps, holderOfSignIn(at.signIn.uid));
  return options === undefined ? undefined : { options, scriptsOf: scriptsOf(pages, at) };
}

/** The script of a page comes from where the page does. */
export function scriptsOf({ issuer }: PageDeps, { request }: Visit): string {
  return `${new URL(issuer).protocol}//${hostOf(request.raw) ?? ''}`;
}

/** Signing in by a passkey, and adding and removing the own ones, by operationId. `again` shows the sign-in page with what is wrong, `show` the account. */
export function passkeyHandlers(
  pages: PageDeps,
  again: (at: Visit, problem: string) => unknown,
  show: SendAccount,
): Record<PasskeyOperation, Handler> {
  const { deps } = pages;

  const sendNew = async (at: OwnVisit, problem?: string) => {
    const options = await beginPasskey(deps, at.owner, holderOf(at));
    if (options === undefined) return goTo(at, '/account');
    const { title } = strings[at.language].passkeys;
    return sendOwn(at, 'new-passkey', title, { options }, problem, pages.issuer);
  };

  return {
    submitPasskey: form(pages, 'password', async (at) => {
      const response = longField(at.request, 'response');
      const holder = holderOfSignIn(at.signIn.uid);
      const outcome = await signInWithPasskey(deps, { holder, response, address: addressOf(at.request) });
      const t = strings[at.language];
      if (outcome === 'wrong') return again({ ...at, reply: at.reply.code(400) }, t.passkeys.wrong);
      if (outcome === 'too_many') return again(tooOften(at, deps.limits.window), t.password.tooMany);
      return finishSignIn(pages, at, outcome, outcome.methods);
    }),
    showNewPasskey: ownPage(pages, 'passkey', (at) => sendNew(at)),
    submitNewPasskey: ownForm(pages, 'passkey', async (at) => {
      const response = longField(at.request, 'response');
      const name = field(at.request, 'name');
      const isAdded = await addPasskey(deps, at.owner, { holder: holderOf(at), response, name });
      if (isAdded) return goTo(at, '/account');
      return sendNew({ ...at, reply: at.reply.code(400) }, strings[at.language].passkeys.notAdded);
    }),
    removeOwnPasskey: ownForm(pages, 'passkey', async (at) => {
      const outcome = await removePasskey(deps, at.owner, field(at.request, 'passkey'));
      if (outcome === 'removed') return goTo(at, '/account');
      return show({ ...at, reply: at.reply.code(409) }, strings[at.language].upstreams.troubles.last);
    }),
  };
}

function holderOfSignIn(uid: string): string {
  return `passkey of sign-in\n${uid}`;
}

function holderOf({ session }: OwnVisit): string {
  return `passkey of session\n${session.uid}`;
}
