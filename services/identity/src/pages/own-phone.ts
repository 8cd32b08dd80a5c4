import { addressOf, type Handler } from '@ashlar/service-kit';
import { changePhone, removePhone } from '../usecases/own-phone.ts';
import { beginPhoneProof, confirmCode, findProof } from '../usecases/prove-email.ts';
import { goTo, type OwnVisit, ownForm, ownPage, sendOwn } from './own-visits.ts';
import { strings } from './strings/index.ts';
import { field, type PageDeps, tooOften } from './visits.ts';

type PhoneOperation =
  | 'showChangePhone'
  | 'submitChangePhone'
  | 'showPhoneCode'
  | 'submitPhoneCode'
  | 'removePhone';

/** Adding, changing and removing the own phone number, by operationId. */
export function ownPhoneHandlers(pages: PageDeps): Record<PhoneOperation, Handler> {
  const { deps } = pages;

  const sendPhone = (at: OwnVisit, problem?: string, phone = '') =>
    sendOwn(at, 'phone', strings[at.language].phone.title, { phone }, problem);

  const sendCode = (at: OwnVisit, phone: string, problem?: string) => {
    const content = { action: '/account/phone/code', email: phone };
    return sendOwn(at, 'code', strings[at.language].phone.codeTitle, content, problem);
  };

  const tooMany = (at: OwnVisit) => tooOften(at, deps.limits.codes.lockS);

  return {
    showChangePhone: ownPage(pages, 'phone', async (at) =>
      (await deps.mailer.canText()) ? sendPhone(at) : goTo(at, '/account'),
    ),
    submitChangePhone: ownForm(pages, 'phone', async (at) => {
      if (!(await deps.mailer.canText())) return goTo(at, '/account');
      const t = strings[at.language];
      const given = field(at.request, 'phone');
      const phone = deps.phoneOf(given);
      if (phone === undefined) return sendPhone(failed(at), t.phone.wrong, given);
      const { language } = at;
      const address = addressOf(at.request);
      const outcome = await beginPhoneProof(deps, { holder: holderOf(at), phone, language, address });
      return outcome === 'sent'
        ? goTo(at, '/account/phone/code')
        : sendPhone(tooMany(at), t.address.tooMany, given);
    }),
    showPhoneCode: ownPage(pages, 'phone', async (at) => {
      const proof = await findProof(deps, holderOf(at));
      return proof ? sendCode(at, proof.email) : goTo(at, '/account/phone');
    }),
    submitPhoneCode: ownForm(pages, 'phone', async (at) => {
      const t = strings[at.language];
      const outcome = await confirmCode(deps, { holder: holderOf(at), code: field(at.request, 'code') });
      if (outcome === 'over') return sendPhone(failed(at), t.code.over);
      const phone = (await findProof(deps, holderOf(at)))?.email ?? '';
      if (outcome === 'wrong') return sendCode(failed(at), phone, t.phone.wrongCode);
      if (outcome === 'locked') return sendCode(tooMany(at), phone, t.code.locked);
      const changed = await changePhone(deps, at.owner, holderOf(at));
      return goTo(at, changed === 'over' ? '/account/phone' : '/account');
    }),
    removePhone: ownForm(pages, 'phone', async (at) => {
      await removePhone(deps, at.owner);
      return goTo(at, '/account');
    }),
  };
}

function holderOf({ session }: OwnVisit): string {
  return `phone of session\n${session.uid}`;
}

function failed(at: OwnVisit): OwnVisit {
  return { ...at, reply: at.reply.code(400) };
}
