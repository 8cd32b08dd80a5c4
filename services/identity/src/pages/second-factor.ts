import type { Handler } from '@ashlar/service-kit';
import { renderSVG } from 'uqr';
import { byPassword, type FirstMethod, type Method, withCode } from '../domain/methods.ts';
import {
  awaitSecondFactor,
  beginAuthenticator,
  checkSecondFactor,
  confirmAuthenticator,
  findAwaited,
  hasAuthenticator,
  hasSecondFactor,
  removeAuthenticator,
  renewRecoveryCodes,
} from '../usecases/second-factors.ts';
import { findArrival, type SignedIn } from '../usecases/sign-in-upstream.ts';
import { deviceOf } from './device-cookie.ts';
import { arrivalHolderOf, concludeSignIn, finishSignIn, ownerOf } from './finish-sign-in.ts';
import { goTo, type OwnVisit, ownForm, ownPage, sendOwn } from './own-visits.ts';
import { render, sendPage } from './render.ts';
import { strings } from './strings/index.ts';
import { field, form, goOn, type PageDeps, step, titled, tooOften, type Visit } from './visits.ts';

type SecondFactorOperation =
  | 'showSecondFactor'
  | 'submitSecondFactor'
  | 'showSignInAuthenticator'
  | 'submitSignInAuthenticator'
  | 'showAuthenticator'
  | 'submitAuthenticator'
  | 'removeAuthenticator'
  | 'renewRecoveryCodes';

/**
 * The password of an account was right. `again` shows the sign-in page with what is wrong.
 */
export function afterPassword(pages: PageDeps, at: Visit, account: SignedIn, again: Again) {
  return afterFirstFactor(pages, at, { ...account, first: 'pwd', methods: byPassword }, again);
}

/**
 * The first factor of an account was given: whoever has an authenticator app is asked for its code, whoever needs one sets it up or uses the passkey, and everybody else is signed in.
 */
export async function afterFirstFactor(
  pages: PageDeps,
  at: Visit,
  { first, methods, ...account }: SignedIn & { first: FirstMethod; methods: readonly Method[] },
  again: Again,
) {
  const { deps } = pages;
  const has = await hasAuthenticator(deps, account.accountId);
  const links = (await findArrival(deps, arrivalHolderOf(at))) !== undefined;
  if (!has && !at.signIn.asksTwoFactors && !links) return finishSignIn(pages, at, account, methods);
  // One factor alone must not add another one, or a way in, to an account that has two.
  if (!has && (await hasSecondFactor(deps, account.accountId))) {
    const problem = strings[at.language].passkeys.needed;
    return again({ ...at, reply: at.reply.code(403) }, problem, account.email);
  }
  if (!has && !at.signIn.asksTwoFactors) return finishSignIn(pages, at, account, methods);
  await awaitSecondFactor(deps, holderOf(at), { accountId: account.accountId, first });
  return goOn(at, `/sign-in/${at.signIn.uid}/${has ? 'second-factor' : 'authenticator'}`);
}

type Again = (at: Visit, problem: string, email: string) => unknown;

/** The second factor of a sign-in, and the pages on which a person gets or gives up one, by operationId. */
export function secondFactorHandlers(pages: PageDeps): Record<SecondFactorOperation, Handler> {
  const { deps } = pages;

  const sendAuthenticator = async (at: OwnVisit, problem?: string) => {
    const { id: accountId, email } = at.account;
    const app = await beginAuthenticator(deps, { accountId, email });
    if (!app) return goTo(at, '/account');
    const content = { ...partsOf(app), action: '/account/authenticator' };
    return sendOwn(at, 'authenticator', strings[at.language].authenticator.title, content, problem);
  };

  const sendInSignIn = async (at: Visit, account: { accountId: string; email: string }, problem?: string) => {
    const { uid, leadsTo } = at.signIn;
    const app = await beginAuthenticator(deps, account);
    if (!app) return goOn(at, `/sign-in/${uid}/second-factor`);
    const t = strings[at.language];
    const heading = t.authenticator.title;
    const action = `/sign-in/${uid}/authenticator`;
    const content = {
      ...partsOf(app),
      uid,
      csrfToken: at.csrfToken,
      problem,
      heading,
      action,
      isAsked: true,
    };
    const page = {
      view: 'authenticator',
      language: at.language,
      title: titled(t, heading, problem),
    } as const;
    return sendPage(at.reply, render({ ...page, ...content }), leadsTo);
  };

  const sendCodes = (at: OwnVisit, codes: readonly string[]) =>
    sendOwn(at, 'recovery-codes', strings[at.language].recoveryCodes.title, { codes });

  return {
    showSecondFactor: step(pages, 'password', async (at) =>
      (await findAwaited(deps, holderOf(at))) ? sendSecondFactor(at) : goOn(at, `/sign-in/${at.signIn.uid}`),
    ),
    submitSecondFactor: form(pages, 'password', async (at) => {
      const { request, reply, language } = at;
      const account = await findAwaited(deps, holderOf(at));
      if (!account) return goOn(at, `/sign-in/${at.signIn.uid}`);
      const code = field(request, 'code');
      const outcome = await checkSecondFactor(deps, { ...account, code, device: deviceOf(request) });
      if (outcome === 'right') return finishSignIn(pages, at, account, withCode(account.first));
      const t = strings[language].secondFactor;
      return outcome === 'wrong'
        ? sendSecondFactor({ ...at, reply: reply.code(400) }, t.wrong)
        : sendSecondFactor(tooOften(at, deps.limits.codes.lockS), t.locked);
    }),
    showSignInAuthenticator: step(pages, 'password', async (at) => {
      const account = await findAwaited(deps, holderOf(at));
      return account ? sendInSignIn(at, account) : goOn(at, `/sign-in/${at.signIn.uid}`);
    }),
    submitSignInAuthenticator: form(pages, 'password', async (at) => {
      const { request, reply, language } = at;
      const account = await findAwaited(deps, holderOf(at));
      if (!account) return goOn(at, `/sign-in/${at.signIn.uid}`);
      const outcome = await confirmAuthenticator(
        deps,
        ownerOf(at, account.accountId),
        field(request, 'code'),
      );
      if (outcome === 'there') return goOn(at, `/sign-in/${at.signIn.uid}/second-factor`);
      const t = strings[language];
      if (outcome === 'wrong') {
        return sendInSignIn({ ...at, reply: reply.code(400) }, account, t.authenticator.wrong);
      }
      const onward = await concludeSignIn(pages, at, account, withCode(account.first));
      const title = t.recoveryCodes.title;
      const content = { heading: title, codes: outcome, onward };
      return sendPage(reply, render({ view: 'recovery-codes', language, title, ...content }));
    }),
    showAuthenticator: ownPage(pages, 'authenticator', (at) => sendAuthenticator(at)),
    submitAuthenticator: ownForm(pages, 'authenticator', async (at) => {
      const outcome = await confirmAuthenticator(deps, at.owner, field(at.request, 'code'));
      if (outcome === 'there') return goTo(at, '/account');
      if (typeof outcome === 'object') return sendCodes(at, outcome);
      return sendAuthenticator(
        { ...at, reply: at.reply.code(400) },
        strings[at.language].authenticator.wrong,
      );
    }),
    removeAuthenticator: ownForm(pages, 'authenticator', async (at) => {
      await removeAuthenticator(deps, at.owner);
      return goTo(at, '/account');
    }),
    renewRecoveryCodes: ownForm(pages, 'authenticator', async (at) => {
      const codes = await renewRecoveryCodes(deps, at.owner);
      return codes ? sendCodes(at, codes) : goTo(at, '/account');
    }),
  };
}

function sendSecondFactor({ reply, language, signIn, csrfToken }: Visit, problem?: string) {
  const t = strings[language];
  const heading = t.secondFactor.title;
  const content = { uid: signIn.uid, csrfToken, problem, heading };
  const title = titled(t, heading, problem);
  return sendPage(reply, render({ view: 'second-factor', language, title, ...content }), signIn.leadsTo);
}

/** The secret in groups, and the QR code of its address. */
function partsOf({ secret, address }: { secret: string; address: string }) {
  const svg = Buffer.from(renderSVG(address, { border: 2 })).toString('base64');
  return { secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '), image: `data:image/svg+xml;base64,${svg}` };
}

function holderOf({ signIn }: Visit): string {
  return `second factor of sign-in\n${signIn.uid}`;
}
