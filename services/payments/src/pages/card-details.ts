import type { Handler } from '@ashlar/service-kit';
import { type CardKind, type CardRefusal, cardRefusal, surcharges } from '../domain/card-kinds.ts';
import { brandOf } from '../domain/cards.ts';
import { formatPounds } from '../domain/money.ts';
import type { CardOutcome, SubmitCard } from '../usecases/submit-card.ts';
import {
  type CardForm,
  checkCardForm,
  type FieldError,
  type FieldName,
  readCardForm,
  shownAgain,
} from './card-form.ts';
import { countryOptions, isCountry } from './countries.ts';
import { sendPage } from './render.ts';
import { stageAfter } from './stage.ts';
import { strings } from './strings/index.ts';
import { form, goTo, page, type Visit, type VisitDeps } from './visit.ts';

/** What the card page needs. */
export interface CardDeps extends VisitDeps {
  submitCard(input: SubmitCard): Promise<CardOutcome>;
  /** What is known of a card by its number. */
  kindOf(number: string): CardKind;
}

/** `showCardDetails`: the form in which the payer enters a card. */
export function showCardDetails(deps: CardDeps): Handler {
  return page(deps, '', (visit) => sendForm(deps, visit, prefilled(visit)));
}

/** `submitCardDetails`: checks the whole form at once, then has the card authorised. */
export function submitCardDetails(deps: CardDeps): Handler {
  return form(deps, async (visit) => {
    const { request, payment } = visit;
    const sent = readCardForm(request.body);
    const checked = checkCardForm(sent, deps.now(), (number) => notTaken(deps, payment, number));
    if ('errors' in checked) return showAgain(deps, visit, sent, checked.errors);
    const { traceparent } = request;
    const challengeReturnUrl = `${request.publicUrl.replace(/\/+$/, '')}/card_details/${payment.id}/3ds_required_in`;
    const ask = { paymentId: payment.id, traceparent, challengeReturnUrl };
    return goTo(visit, stageAfter[await deps.submitCard({ ...ask, ...checked })]);
  });
}

function notTaken(deps: CardDeps, { account }: Visit['payment'], number: string): CardRefusal | undefined {
  const brand = brandOf(number);
  return brand === undefined
    ? undefined
    : cardRefusal(account.cards, { brand, type: deps.kindOf(number).type });
}

function showAgain(deps: CardDeps, visit: Visit, sent: CardForm, errors: readonly FieldError[]): unknown {
  // A payment that has moved on meanwhile has no use for corrections.
  const stillOpen = page(deps, '', () => {
    visit.reply.code(400);
    return sendForm(deps, visit, shownAgain(sent), errors);
  });
  return stillOpen(visit.request, visit.reply);
}

function sendForm(
  deps: CardDeps,
  visit: Visit,
  values: CardForm,
  errors: readonly FieldError[] = [],
): unknown {
  const { request, reply, payment, session } = visit;
  const { language } = payment;
  const t = strings[language];
  const title = t.card.title;
  const { cards } = payment.account;
  const textOf = ({ code, brand = '' }: FieldError) => t.errors[code].replace('%s', brand);
  return sendPage(request, reply, {
    view: 'card-details',
    language,
    title: errors.length > 0 ? `${t.error}: ${title}` : title,
    payment,
    csrfToken: session.csrfToken,
    values,
    surcharges: surcharges
      .filter((name) => cards[name] > 0)
      .map((name) => t.card.surcharges[name](formatPounds(cards[name]))),
    errorList: errors.map((error) => ({ text: textOf(error), href: `#${idOf(error.field)}` })),
    errors: Object.fromEntries(errors.map((error) => [error.field, textOf(error)])),
    countryOptions: countryOptions(language, values.addressCountry),
    expiryExample: `10 ${(deps.now().getUTCFullYear() + 2) % 100}`,
  });
}

/** The standard's element ids follow from its field names: `addressLine1` is `#address-line-1`. */
function idOf(field: FieldName): string {
  return field.replace(/[A-Z]|\d/g, (mark) => `-${mark.toLowerCase()}`);
}

/** What the service already knows of the payer. */
function prefilled({ payment }: Visit): CardForm {
  const { cardholder_name: cardholderName = '', billing_address: address = {} } = payment.prefilled ?? {};
  const country = address.country ?? '';
  return {
    cardNo: '',
    expiryMonth: '',
    expiryYear: '',
    cardholderName,
    cvc: '',
    addressLine1: address.line1 ?? '',
    addressLine2: address.line2 ?? '',
    addressCity: address.city ?? '',
    addressCountry: isCountry(country) ? country : 'GB',
    addressPostcode: address.postcode ?? '',
    email: payment.email ?? '',
  };
}
