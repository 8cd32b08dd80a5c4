import { accountOf } from './account.ts';
import { submitCard } from './authorising.ts';
import {
  type Card,
  type CardRules,
  codeLength,
  isCardNumber,
  isGood,
  mayHideCard,
  refusalOf,
} from './cards.ts';
import { mustServe } from './fence.ts';
import type { Answer, Asked, Route } from './http.ts';
import { isId, readPageToken } from './ids.ts';
import type { Json } from './journal.ts';
import type { Keyring } from './keyring.ts';
import { cardPage, confirmPage, countries, endPage, fields, messagePage, type Shown } from './page-html.ts';
import { type Payment, paymentOf } from './payment.ts';
import { beginSession, readSession, type Session } from './session.ts';
import { isAsking, isConfirmed, stateOf } from './states.ts';
import { confirm, type Desk, end, followLink } from './taking.ts';
import { wordsOf } from './words.ts';

interface PageDeps {
  readonly desk: Desk;
  readonly keyring: Keyring;
}

/** A payer who may see a payment. */
interface Visit extends Shown {
  readonly session: Session;
}

const guarded = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'`,
};

/** What a payer sees: the link, the card page, the confirmation and the end. */
export function pageRoutes(deps: PageDeps): readonly Route[] {
  const show = (path: RegExp, stage: string, view: (visit: Visit) => string): Route => [
    'GET',
    path,
    (asked) =>
      visit(deps, asked, (seen) => (stageOf(seen.payment) === stage ? page(view(seen)) : onward(seen))),
  ];
  const take = (
    path: RegExp,
    act: (visit: Visit, form: URLSearchParams, asked: Asked) => Promise<Answer>,
  ): Route => [
    'POST',
    path,
    async (asked) => {
      const form = new URLSearchParams(await asked.body());
      return visit(deps, asked, (seen) =>
        seen.session.accepts(form.get('csrfToken'))
          ? act(seen, form, asked)
          : page(messagePage('badForm', seen.payment.language), 403),
      );
    },
  ];
  return [
    ['GET', /^\/secure\/([^/]+)$/, (asked) => follow(deps, asked, asked.params[0])],
    [
      'POST',
      /^\/secure$/,
      async (asked) =>
        follow(deps, asked, new URLSearchParams(await asked.body()).get('chargeTokenId') ?? undefined),
    ],
    show(/^\/card_details\/([^/]+)$/, '', (visit) => cardPage(visit, prefilled(visit.payment), new Map())),
    take(/^\/card_details\/([^/]+)$/, (seen, form, asked) => submit(deps, seen, form, asked)),
    show(/^\/card_details\/([^/]+)\/confirm$/, '/confirm', confirmPage),
    take(/^\/card_details\/([^/]+)\/confirm$/, async (seen, _form, asked) => {
      if ((await confirm(deps.desk, asked.act, seen.payment.id)) === 'not_open')
        return onward(again(deps, seen));
      return { status: 302, headers: { ...guarded, location: String(seen.payment.return_url) } };
    }),
    take(/^\/card_details\/([^/]+)\/cancel$/, async (seen, _form, asked) => {
      await end(deps.desk, asked.act, seen.payment.id, 'USER');
      return onward(again(deps, seen));
    }),
    show(/^\/card_details\/([^/]+)\/result$/, '/result', (visit) =>
      endPage(visit, endOf(visit.payment), { href: String(visit.payment.return_url) }),
    ),
    show(/^\/card_details\/([^/]+)\/auth_waiting$/, '/auth_waiting', (visit) =>
      endPage(visit, '', { href: `${visit.base}/card_details/${visit.payment.id}/auth_waiting`, again: 3 }),
    ),
  ];
}

/** Follows a payment's link: it works once, and for the browser that used it leads back to the payment. */
async function follow({ desk, keyring }: PageDeps, asked: Asked, token: string | undefined): Promise<Answer> {
  const known = paymentOf(desk.books, String(token).slice(0, 26));
  const link = known && readPageToken(token, keyring.taken('page_token', known.department));
  if (!known || !link || isForeign(asked, known)) return page(messagePage('notFound'), 404);
  mustServe(desk.books, known.department, asked.grant);
  const followed = await followLink(desk, asked.act, link);
  const onward = { ...guarded, location: `${asked.basePath}/card_details/${known.id}` };
  if (followed === 'followed') {
    const at = { basePath: asked.basePath, path: asked.path, secure: asked.publicUrl.startsWith('https:') };
    return { status: 303, headers: { ...onward, 'set-cookie': beginSession(keyring, known.id, at) } };
  }
  const session = readSession(keyring, known.id, known.department, asked.headers.cookie);
  return session ? { status: 303, headers: onward } : page(messagePage('usedLink', known.language), 410);
}

/** Serves a payer who followed the payment's link. */
function visit(
  { desk, keyring }: PageDeps,
  asked: Asked,
  serve: (visit: Visit) => Promise<Answer> | Answer,
): Promise<Answer> | Answer {
  const [id] = asked.params;
  const payment = isId(id) ? paymentOf(desk.books, id) : undefined;
  if (!payment || payment.return_url === null || isForeign(asked, payment))
    return page(messagePage('notFound'), 404);
  mustServe(desk.books, payment.department, asked.grant);
  const session = readSession(keyring, payment.id, payment.department, asked.headers.cookie);
  if (!session) return page(messagePage('noSession', payment.language), 403);
  const account = accountOf(desk.books, payment.gateway_account_id) ?? {};
  return serve({ payment, account, session, csrfToken: session.csrfToken, base: asked.basePath });
}

async function submit(deps: PageDeps, seen: Visit, form: URLSearchParams, asked: Asked): Promise<Answer> {
  const { payment, account } = seen;
  const stage = stageOf(payment);
  if (stage !== '' && stage !== '/auth_waiting') return onward(seen);
  const values = Object.fromEntries(
    Object.keys(fields).map((name) => [name, (form.get(name) ?? '').replace(/\p{Cc}/gu, ' ').trim()]),
  );
  const card = cardOf(values);
  const faults = faultsOf(values, card, account, payment.language);
  if (faults.size > 0) return page(cardPage(seen, shownAgain(values), faults), 400);
  const address = addressOf(values);
  await submitCard(deps.desk, asked.act, { payment: payment.id, card, address, email: values.email ?? '' });
  return onward(again(deps, seen));
}

function again({ desk }: PageDeps, seen: Visit): Visit {
  return { ...seen, payment: paymentOf(desk.books, seen.payment.id) ?? seen.payment };
}

function page(body: string, status = 200): Answer {
  return { status, body, headers: guarded };
}

function onward({ payment, base }: Shown): Answer {
  return {
    status: 303,
    headers: { ...guarded, location: `${base}/card_details/${payment.id}${stageOf(payment)}` },
  };
}

/** Which page a payment's payer belongs on: the end of its path. */
function stageOf({ status }: Payment): string {
  const state = stateOf(status).status;
  if (isAsking(status) || status === 'AUTHORISATION 3DS REQUIRED') return '/auth_waiting';
  if (state === 'created' || state === 'started') return '';
  return state === 'submitted' ? '/confirm' : '/result';
}

function endOf({ status }: Payment): string {
  return isConfirmed(status) ? 'success' : (stateOf(status).code ?? 'P0050');
}

function isForeign({ entry }: Asked, { department }: Payment): boolean {
  return entry !== undefined && entry !== department;
}

function prefilled({ email, prefilled: given }: Payment): Record<string, string> {
  const address = (given?.billing_address ?? {}) as Json;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const country = text(address.country).toUpperCase();
  return {
    ...{ cardholderName: text(given?.cardholder_name), email: email ?? '' },
    ...{
      addressLine1: text(address.line1),
      addressLine2: text(address.line2),
      addressCity: text(address.city),
    },
    ...{
      addressPostcode: text(address.postcode),
      addressCountry: countries.includes(country) ? country : 'GB',
    },
  };
}

function cardOf(values: Readonly<Record<string, string>>): Card {
  const year = Number(values.expiryYear);
  return {
    number: (values.cardNo ?? '').replace(/[\s-]/g, ''),
    expiryMonth: Number(values.expiryMonth),
    expiryYear: values.expiryYear?.length === 2 ? 2000 + year : year,
    cvc: values.cvc ?? '',
    holder: values.cardholderName ?? '',
  };
}

function faultsOf(
  values: Readonly<Record<string, string>>,
  card: Card,
  account: Json,
  language: string,
): Map<string, string> {
  const words = wordsOf(language).faults;
  const line = (name: string, most = 255) => {
    const value = values[name] ?? '';
    return value !== '' && value.length <= most && !mayHideCard(value);
  };
  const isDate =
    /^(0?[1-9]|1[0-2])$/.test(values.expiryMonth ?? '') && /^(\d{2}|20\d{2})$/.test(values.expiryYear ?? '');
  const inUk = values.addressCountry === 'GB';
  const checks: readonly (readonly [string, boolean])[] = [
    ['cardNo', isCardNumber(card.number)],
    [
      'expiryMonth',
      isDate && isGood(card, new Date()) && card.expiryYear <= new Date().getUTCFullYear() + 50,
    ],
    ['cardholderName', line('cardholderName') && !/^\d{3,4}$/.test(card.holder)],
    ['cvc', /^\d+$/.test(card.cvc) && card.cvc.length === codeLength(card.number)],
    ['addressLine1', line('addressLine1')],
    ['addressLine2', values.addressLine2 === '' || line('addressLine2')],
    ['addressCity', line('addressCity')],
    ['addressCountry', countries.includes(values.addressCountry ?? '')],
    [
      'addressPostcode',
      inUk
        ? line('addressPostcode', 25) && isUkPostcode(values.addressPostcode ?? '')
        : values.addressPostcode === '' || line('addressPostcode', 25),
    ],
    ['email', line('email', 254) && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(values.email ?? '')],
  ];
  const faults = new Map(checks.filter(([, isRight]) => !isRight).map(([name]) => [name, words[name] ?? '']));
  const refused = faults.has('cardNo') ? undefined : refusalOf(card.number, account.cards as CardRules);
  if (!refused) return faults;
  const which =
    refused.type === null ? 'notTaken' : refused.type === 'debit' ? 'notTakenDebit' : 'notTakenCredit';
  return new Map([['cardNo', (words[which] ?? '').replace('%s', refused.brand)], ...faults]);
}

function isUkPostcode(text: string): boolean {
  return /^([A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA|BFPO(C\/?O)?\d{1,4})$/i.test(text.replace(/[\s-]/g, ''));
}

function addressOf(values: Readonly<Record<string, string>>): Record<string, string> {
  const lines = {
    ...{ line1: values.addressLine1, line2: values.addressLine2, city: values.addressCity },
    ...{ postcode: values.addressPostcode, country: values.addressCountry },
  };
  return Object.fromEntries(Object.entries(lines).flatMap(([name, line]) => (line ? [[name, line]] : [])));
}

/** A card's number and security code are never shown again, whichever field they were typed into. */
function shownAgain(values: Readonly<Record<string, string>>): Record<string, string> {
  const hidden = (name: string, value: string) =>
    ['cardNo', 'cvc'].includes(name) ||
    mayHideCard(value) ||
    (name === 'cardholderName' && /^\d{3,4}$/.test(value));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, hidden(name, value) ? '' : value]),
  );
}
