import { addressOf, type Handler } from '@ashlar/service-kit';
import { longestPassword, type PasswordProblem } from '../domain/password-rules.ts';
import { choosePassword } from '../usecases/choose-password.ts';
import { beginProof, confirmCode, findProof } from '../usecases/prove-email.ts';
import { offersPasskey, proofHolderOf } from './passkey-offer.ts';
import { type PageContent, render, renderMessage, sendPage } from './render.ts';
import { afterPassword } from './second-factor.ts';
import type { Strings } from './strings/en.ts';
import { strings } from './strings/index.ts';
import { field, form, goOn, type PageDeps, step, titled, tooOften, type Visit } from './visits.ts';

type ProveEmailOperation =
  | 'showCreateAccount'
  | 'submitCreateAccount'
  | 'showForgottenPassword'
  | 'submitForgottenPassword'
  | 'showCode'
  | 'submitCode'
  | 'sendCodeAgain'
  | 'showNewPassword'
  | 'submitNewPassword';

type Purpose = 'create' | 'forgotten';

/**
 * Creating an account, and replacing a forgotten password: both ask for an address, prove it by a code, and only then say whether there is an account. Until
 * then every address is answered alike. `again` shows the sign-in page with what is wrong.
 */
export function proveEmailHandlers(
  pages: PageDeps,
  again: (at: Visit, problem: string, email: string) => unknown,
): Record<ProveEmailOperation, Handler> {
  const { deps } = pages;

  const showAddress = (purpose: Purpose) =>
    step(pages, 'password', async (at) =>
      (await deps.mailer.isReady()) ? sendAddress(at, purpose) : goOn(at, pathOf(at, '')),
    );

  const submitAddress = (purpose: Purpose) =>
    form(pages, 'password', async (at) => {
      const email = field(at.request, 'email');
      const outcome = await begin(at, email);
      const t = strings[at.language].address;
      if (outcome === 'no_email') return sendAddress(failed(at, 400), purpose, t.wrong, email);
      if (outcome === 'too_many')
        return sendAddress(tooOften(at, deps.limits.codes.lockS), purpose, t.tooMany, email);
      return goOn(at, pathOf(at, '/code'));
    });

  const begin = async (at: Visit, email: string) =>
    beginProof(deps, {
      holder: proofHolderOf(at),
      email,
      address: addressOf(at.request),
      language: at.language,
    });

  const proofOf = async (at: Visit) => findProof(deps, proofHolderOf(at));

  return {
    showCreateAccount: showAddress('create'),
    submitCreateAccount: submitAddress('create'),
    showForgottenPassword: showAddress('forgotten'),
    submitForgottenPassword: submitAddress('forgotten'),
    showCode: step(pages, 'password', async (at) => {
      const proof = await proofOf(at);
      if (!proof) return goOn(at, pathOf(at, ''));
      return proof.confirmed ? goOn(at, pathOf(at, '/new-password')) : sendCode(at, proof.email);
    }),
    submitCode: form(pages, 'password', async (at) => {
      const outcome = await confirmCode(deps, { holder: proofHolderOf(at), code: field(at.request, 'code') });
      if (outcome === 'confirmed') return goOn(at, pathOf(at, '/new-password'));
      const t = strings[at.language];
      if (outcome === 'over') return sendAddress(failed(at, 400), 'forgotten', t.code.over);
      const email = (await proofOf(at))?.email ?? '';
      return outcome === 'wrong'
        ? sendCode(failed(at, 400), email, t.code.wrong)
        : sendCode(tooOften(at, deps.limits.codes.lockS), email, t.code.locked);
    }),
    sendCodeAgain: form(pages, 'password', async (at) => {
      const proof = await proofOf(at);
      if (!proof || proof.confirmed) return goOn(at, pathOf(at, '/code'));
      const outcome = await begin(at, proof.email);
      if (outcome === 'sent') return goOn(at, pathOf(at, '/code'));
      return sendCode(
        tooOften(at, deps.limits.codes.lockS),
        proof.email,
        strings[at.language].address.tooMany,
      );
    }),
    showNewPassword: step(pages, 'password', async (at) => {
      const proof = await proofOf(at);
      if (!proof) return goOn(at, pathOf(at, ''));
      return proof.confirmed ? sendNewPassword(at, proof.email) : goOn(at, pathOf(at, '/code'));
    }),
    submitNewPassword: form(pages, 'password', async (at) => {
      const { language } = at;
      const { traceparent } = at.request;
      const password = field(at.request, 'password');
      const outcome = await choosePassword(deps, {
        holder: proofHolderOf(at),
        password,
        language,
        traceparent,
        ending: async (accountId) => pages.engine.tellClients(await pages.engine.sessionsOf(accountId)),
      });
      if (outcome === 'over') return goOn(at, pathOf(at, ''));
      if (outcome === 'closed') return sendPage(at.reply.code(403), renderMessage(language, 'closed'));
      if ('problem' in outcome) {
        const email = (await proofOf(at))?.email ?? '';
        const problem = problemText(strings[language], outcome.problem, deps.limits.leastPasswordLength);
        return sendNewPassword(failed(at, 400), email, problem);
      }
      if (await offersPasskey(pages, at)) return goOn(at, pathOf(at, '/passkey-offer'));
      return afterPassword(pages, at, outcome, again);
    }),
  };

  function sendAddress(at: Visit, purpose: Purpose, problem?: string, email = '') {
    const t = strings[at.language];
    const { title, intro } = t.address[purpose];
    const below = purpose === 'create' ? '/create-account' : '/forgotten-password';
    return send(at, 'address', title, problem, { action: pathOf(at, below), intro, email });
  }

  function sendCode(at: Visit, email: string, problem?: string) {
    const [action, again] = [pathOf(at, '/code'), pathOf(at, '/code/again')];
    return send(at, 'code', strings[at.language].code.title, problem, { action, again, email });
  }

  function sendNewPassword(at: Visit, email: string, problem?: string) {
    const least = deps.limits.leastPasswordLength;
    const { title, intro } = strings[at.language].newPassword;
    const action = pathOf(at, '/new-password');
    return send(at, 'new-password', title, problem, { action, intro, email, least });
  }
}

/** What is wrong with a password, in words. */
export function problemText(t: Strings, problem: PasswordProblem, least: number): string {
  const { problems } = t.newPassword;
  if (problem === 'too_short') return problems.tooShort(least);
  if (problem === 'too_long') return problems.tooLong(longestPassword);
  return problem === 'too_common' ? problems.tooCommon : problems.likeEmail;
}

function send(
  { reply, language, signIn, csrfToken }: Visit,
  view: PageContent['view'],
  title: string,
  problem: string | undefined,
  content: Readonly<Record<string, unknown>>,
) {
  const t = strings[language];
  const { uid, leadsTo } = signIn;
  const all = { uid, csrfToken, problem, heading: title, ...content };
  return sendPage(reply, render({ view, language, title: titled(t, title, problem), ...all }), leadsTo);
}

function failed(at: Visit, status: number): Visit {
  return { ...at, reply: at.reply.code(status) };
}

function pathOf({ signIn }: Visit, below: string): string {
  return `/sign-in/${signIn.uid}${below}`;
}
