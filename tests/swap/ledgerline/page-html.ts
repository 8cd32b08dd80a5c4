import type { Json } from './journal.ts';
import { type Payment, totalOf } from './payment.ts';
import { type Words, wordsOf } from './words.ts';

/** The form's fields, by the names that the standard's own page gives them, with the id of each. */
export const fields: Readonly<Record<string, string>> = {
  ...{
    cardNo: 'card-no',
    expiryMonth: 'expiry-month',
    expiryYear: 'expiry-year',
    cardholderName: 'cardholder-name',
    cvc: 'cvc',
  },
  ...{ addressLine1: 'address-line-1', addressLine2: 'address-line-2', addressCity: 'address-city' },
  ...{ addressCountry: 'address-country', addressPostcode: 'address-postcode', email: 'email' },
};

const completion: Readonly<Record<string, string>> = {
  ...{
    cardNo: 'cc-number',
    expiryMonth: 'cc-exp-month',
    expiryYear: 'cc-exp-year',
    cardholderName: 'cc-name',
    cvc: 'cc-csc',
  },
  ...{
    addressLine1: 'billing address-line1',
    addressLine2: 'billing address-line2',
    addressCity: 'billing address-level2',
  },
  ...{ addressCountry: 'billing country', addressPostcode: 'billing postal-code', email: 'email' },
};

/** Every country that a card's address can be in. */
export const countries: readonly string[] = [
  ...'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD'.split(
    ' ',
  ),
  ...'CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE'.split(
    ' ',
  ),
  ...'GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI'.split(
    ' ',
  ),
  ...'KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX'.split(
    ' ',
  ),
  ...'MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD'.split(
    ' ',
  ),
  ...'SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ'.split(
    ' ',
  ),
  ...'VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(' '),
];

/** A page about a payment: whose it is, its form's proof, and the path before its address. */
export interface Shown {
  readonly payment: Payment;
  readonly account: Json;
  readonly csrfToken: string;
  readonly base: string;
}

/** The card page. `faults` names what is wrong with each field, `values` what it shows again. */
export function cardPage(
  shown: Shown,
  values: Readonly<Record<string, string>>,
  faults: ReadonlyMap<string, string>,
): string {
  const words = wordsOf(shown.payment.language);
  const input = (name: string) => inputOf(name, words, values[name] ?? '', faults.get(name));
  const list = [...faults]
    .map(([name, fault]) => `<li><a href="#${fields[name]}">${safe(fault)}</a></li>`)
    .join('');
  const summary = `<div class="govuk-error-summary" role="alert"><h2>${safe(words.problem)}</h2><ul>${list}</ul></div>`;
  const most = Object.keys(fields).filter(
    (name) => !['cardNo', 'expiryMonth', 'expiryYear', 'addressCountry'].includes(name),
  );
  return frame(
    shown,
    faults.size > 0 ? `${words.error}: ${words.card}` : words.card,
    `<div class="charge-new__content">${faults.size > 0 ? summary : ''}
<div id="card-details-wrap"><h1>${safe(words.card)}</h1>
<form id="card-details" method="post" action="${shown.base}/card_details/${shown.payment.id}" novalidate>${proof(shown)}
${input('cardNo')}
<fieldset id="expiry"><legend>${safe(words.fields.expiry ?? '')}</legend>${input('expiryMonth')}${input('expiryYear')}</fieldset>
${most.map(input).join('\n')}
${countrySelect(words, values.addressCountry ?? 'GB', shown.payment.language, faults.get('addressCountry'))}
<button type="submit" id="submit-card-details">${safe(words.next)}</button>
</form></div>${cancelForm(shown, words)}</div>`,
  );
}

/** The page on which a payer confirms. */
export function confirmPage(shown: Shown): string {
  const { payment, base } = shown;
  const words = wordsOf(payment.language);
  const {
    card_brand: brand,
    last_digits_card_number: last,
    expiry_date: expiry,
    cardholder_name: name,
  } = payment.card ?? {};
  const row = (label: string | undefined, id: string, value: unknown) =>
    `<div><dt>${safe(label ?? '')}</dt><dd id="${id}">${safe(String(value ?? ''))}</dd></div>`;
  return frame(
    shown,
    words.confirm,
    `<h1>${safe(words.confirm)}</h1><p>${safe(words.confirmLead)}</p>
<dl>${row(words.fields.cardNo, 'card-number', `${brand ?? ''} •••• ${last}`)}${row(words.fields.expiry, 'expiry-date', expiry)}
${row(words.fields.cardholderName, 'cardholder-name', name)}${row(words.fields.email, 'email', payment.email)}</dl>
<form id="confirmation" method="post" action="${base}/card_details/${payment.id}/confirm" novalidate>${proof(shown)}
<button type="submit" id="confirm">${safe(words.confirmButton)}</button></form>${cancelForm(shown, words)}`,
  );
}

/** A page that says how a payment stands, with the way back to its service or to this page again. */
export function endPage(shown: Shown, end: string, way: { href: string; again?: number }): string {
  const words = wordsOf(shown.payment.language);
  const text = way.again === undefined ? (words.ends[end] ?? words.ends.P0050 ?? '') : words.waiting;
  const refresh = way.again === undefined ? '' : `<meta http-equiv="refresh" content="${way.again}">`;
  const link = `<p><a id="return-url" href="${safe(way.href)}">${safe(way.again === undefined ? words.back : words.next)}</a></p>`;
  return frame(shown, text, `<h1>${safe(text)}</h1>${link}`, refresh);
}

/** A page about no payment. */
export function messagePage(message: string, language = 'en'): string {
  const text = wordsOf(language).ends[message] ?? '';
  return layout(language, text, `<main id="main-content"><h1>${safe(text)}</h1></main>`);
}

function frame(shown: Shown, title: string, content: string, head = ''): string {
  const { payment, account } = shown;
  const words = wordsOf(payment.language);
  const pounds = (pence: number) => `£${(pence / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;
  const surcharge = payment.corporate_surcharge;
  const parts =
    surcharge === null
      ? ''
      : `<dt>${safe(words.amount)}</dt><dd id="payment-summary-breakdown-amount">${pounds(payment.amount)}</dd>
<dt>${safe(words.fee)}</dt><dd id="payment-summary-corporate-card-fee">${pounds(surcharge)}</dd>`;
  const body = `<header><p>${safe(String(account.name))}</p></header>
${account.type === 'test' ? `<p id="sandbox">${safe(words.test)}</p>` : ''}
<div class="govuk-grid-row"><main id="main-content">${content}</main>
<aside aria-label="${safe(words.summary)}"><h2>${safe(words.summary)}</h2><dl><dt>${safe(words.paymentFor)}</dt>
<dd id="payment-description">${safe(payment.description)}</dd>${parts}
<dt>${safe(words.total)}</dt><dd id="amount">${pounds(totalOf(payment))}</dd></dl></aside></div>`;
  return layout(payment.language, title, body, head);
}

function layout(language: string, title: string, body: string, head = ''): string {
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><title>${safe(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">${head}
<style>body{font:19px/1.4 sans-serif;max-width:60rem;margin:0 auto;padding:1rem}label,legend,dt{font-weight:bold;display:block}
input,select{font:inherit;padding:.3rem;border:2px solid #0b0c0c;max-width:100%}button{font:inherit;padding:.5rem 1rem;margin:1rem 0}
.field{margin:1rem 0}.error,.govuk-error-summary{color:#942514}.govuk-error-summary{border:4px solid;padding:1rem}</style></head>
<body>${body}</body></html>`;
}

function inputOf(name: string, words: Words, value: string, fault: string | undefined): string {
  const id = fields[name] ?? name;
  const said =
    fault === undefined ? '' : `<p class="error" id="${id}-error">${safe(words.error)}: ${safe(fault)}</p>`;
  const described = fault === undefined ? '' : ` aria-describedby="${id}-error" aria-invalid="true"`;
  const numeric = ['cardNo', 'cvc', 'expiryMonth', 'expiryYear'].includes(name) ? ' inputmode="numeric"' : '';
  return `<div class="field"><label for="${id}">${safe(words.fields[name] ?? name)}</label>${said}
<input id="${id}" name="${name}" type="${name === 'email' ? 'email' : 'text'}" value="${safe(value)}" autocomplete="${completion[name]}"${numeric}${described}></div>`;
}

function countrySelect(words: Words, chosen: string, language: string, fault: string | undefined): string {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const options = countries
    .map((code) => [code, names.of(code) ?? code] as const)
    .sort((a, b) => a[1].localeCompare(b[1], language))
    .map(
      ([code, name]) => `<option value="${code}"${code === chosen ? ' selected' : ''}>${safe(name)}</option>`,
    );
  const said = fault === undefined ? '' : `<p class="error" id="address-country-error">${safe(fault)}</p>`;
  return `<div class="field"><label for="address-country">${safe(words.fields.addressCountry ?? '')}</label>${said}
<select id="address-country" name="addressCountry" autocomplete="billing country">${options.join('')}</select></div>`;
}

function proof({ payment, csrfToken }: Shown): string {
  return `<input type="hidden" name="csrfToken" value="${csrfToken}"><input type="hidden" name="chargeId" value="${payment.id}">`;
}

function cancelForm(shown: Shown, words: Words): string {
  return `<form id="cancel" method="post" action="${shown.base}/card_details/${shown.payment.id}/cancel" novalidate>${proof(shown)}
<button type="submit" id="cancel-payment">${safe(words.cancel)}</button></form>`;
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
