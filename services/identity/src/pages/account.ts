import { addressOf, type Handler } from '@ashlar/service-kit';
import { changeEmail, changePassword, endSession, eraseAccount } from '../usecases/account-area.ts';
import { beginProof, confirmCode, findProof } from '../usecases/prove-email.ts';
import { rememberOn } from './device-cookie.ts';
import { goTo, type OwnVisit, ownForm, ownPage, type SendAccount, sendOwn } from './own-visits.ts';
import { problemText } from './prove-email.ts';
import { renderMessage, sendPage } from './render.ts';
import { preferredLanguage, strings } from './strings/index.ts';
import { field, type PageDeps, tooOften } from './visits.ts';

type AccountAreaOperation =
  | 'showAccount'
  | 'endOwnSession'
  | 'showChangePassword'
  | 'submitChangePassword'
  | 'showChangeEmail'
  | 'submitChangeEmail'
  | 'showEmailCode'
  | 'submitEmailCode'
  | 'showErase'
  | 'submitErase';

/** The pages on which a person looks after the own account, by operationId. `send` shows the first of them. */
export function accountAreaHandlers(
  pages: PageDeps,
  send: SendAccount,
): Record<AccountAreaOperation, Handler> {
  const { deps, engine } = pages;

  const showAccount = ownPage(pages, undefined, (at) => send(at));

  const sendPassword = (at: OwnVisit, problem?: string) => {
    const t = strings[at.language];
    const content = {
      action: '/account/password',
      intro: t.account.password.intro,
      email: at.account.email,
      least: deps.limits.leastPasswordLength,
    };
    return sendOwn(at, 'new-password', t.account.password.title, content, problem);
  };

  const sendEmail = (at: OwnVisit, problem?: string, email = '') => {
    const { title, intro } = strings[at.language].account.email;
    return sendOwn(at, 'address', title, { action: '/account/email', intro, email }, problem);
  };

  const sendCode = (at: OwnVisit, email: string, problem?: string) =>
    sendOwn(at, 'code', strings[at.language].code.title, { action: '/account/email/code', email }, problem);

  const sendErase = (at: OwnVisit, problem?: string) =>
    sendOwn(at, 'erase', strings[at.language].account.erase.title, {}, problem);

  return {
    showAccount(request, reply) {
      const { code, error, state } = request.query as Record<string, unknown>;
      const language = preferredLanguage(request.headers['accept-language']);
      if (error !== undefined) return sendPage(reply, renderMessage(language, 'notSignedIn'));
      // Back from a sign-in: the address without what came with it.
      if (code !== undefined) return goTo({ reply }, pathOf(state));
      return showAccount(request, reply);
    },
    endOwnSession: ownForm(pages, undefined, async (at) => {
      const wanted = field(at.request, 'session');
      const session = (await engine.sessionsOf(at.account.id)).find(({ id }) => id === wanted);
      if (session) {
        await engine.tellClients([session]);
        await endSession(deps, at.owner, session);
      }
      return goTo(at, '/account');
    }),
    showChangePassword: ownPage(pages, 'password', (at) => sendPassword(at)),
    submitChangePassword: ownForm(pages, 'password', async (at) => {
      const outcome = await changePassword(deps, at.owner, field(at.request, 'password'), async () => {
        const sessions = await engine.sessionsOf(at.account.id);
        await engine.tellClients(sessions.filter(({ id }) => id !== at.owner.session.id));
      });
      if (typeof outcome !== 'object') return goTo(at, '/account');
      const problem = problemText(strings[at.language], outcome.problem, deps.limits.leastPasswordLength);
      return sendPassword(failed(at, 400), problem);
    }),
    showChangeEmail: ownPage(pages, 'email', async (at) =>
      (await deps.mailer.isReady()) ? sendEmail(at) : goTo(at, '/account'),
    ),
    submitChangeEmail: ownForm(pages, 'email', async (at) => {
      const { language } = at;
      const email = field(at.request, 'email');
      const outcome = await beginProof(deps, {
        holder: holderOf(at),
        email,
        language,
        address: addressOf(at.request),
      });
      const t = strings[language].address;
      if (outcome === 'sent') return goTo(at, '/account/email/code');
      return outcome === 'no_email'
        ? sendEmail(failed(at, 400), t.wrong, email)
        : sendEmail(tooOften(at, deps.limits.codes.lockS), t.tooMany, email);
    }),
    showEmailCode: ownPage(pages, 'email', async (at) => {
      const proof = await findProof(deps, holderOf(at));
      return proof ? sendCode(at, proof.email) : goTo(at, '/account/email');
    }),
    submitEmailCode: ownForm(pages, 'email', async (at) => {
      const t = strings[at.language];
      const outcome = await confirmCode(deps, { holder: holderOf(at), code: field(at.request, 'code') });
      if (outcome === 'over') return sendEmail(failed(at, 400), t.code.over);
      const email = (await findProof(deps, holderOf(at)))?.email ?? '';
      if (outcome === 'wrong') return sendCode(failed(at, 400), email, t.code.wrong);
      if (outcome === 'locked') return sendCode(tooOften(at, deps.limits.codes.lockS), email, t.code.locked);
      const changed = await changeEmail(deps, at.owner, holderOf(at));
      // Whoever reads the mail of an address may know that it has an account.
      if (changed === 'taken') return sendEmail(failed(at, 409), t.account.email.taken, email);
      if (changed === 'changed') rememberOn(at, deps, email);
      return goTo(at, changed === 'over' ? '/account/email' : '/account');
    }),
    showErase: ownPage(pages, 'delete', (at) => sendErase(at)),
    submitErase: ownForm(pages, 'delete', async (at) => {
      const { problem } = strings[at.language].account.erase;
      if (field(at.request, 'confirm') !== 'yes') return sendErase(failed(at, 400), problem);
      await engine.tellClients(await engine.sessionsOf(at.account.id));
      await eraseAccount(deps, at.owner);
      return sendPage(at.reply, renderMessage(at.language, 'erased'));
    }),
  };
}

function pathOf(state: unknown): string {
  return (
    paths.find((path) => path === `/account/${state}`) ??
    (state === 'passkey' ? '/account/passkeys/new' : '/account')
  );
}

/** Where a sign-in can lead back to, by its state. */
const paths = [
  '/account/email',
  '/account/phone',
  '/account/password',
  '/account/delete',
  '/account/authenticator',
];

function holderOf({ session }: OwnVisit): string {
  return `account\n${session.uid}`;
}

function failed(at: OwnVisit, status: number): OwnVisit {
  return { ...at, reply: at.reply.code(status) };
}
