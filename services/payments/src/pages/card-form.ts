import type { CardRefusal } from '../domain/card-kinds.ts';
import {
  type Address,
  type Card,
  cvcLength,
  isCardNumber,
  isUnexpired,
  mayContainCardNumber,
  normaliseCardNumber,
} from '../domain/cards.ts';
import { isCountry } from './countries.ts';
import type { Strings } from './strings/en.ts';

/** The fields of the card page, by the names that the standard's own page gives them, in the order of the page. */
export const fieldNames = [
  ...(['cardNo', 'expiryMonth', 'expiryYear', 'cardholderName', 'cvc'] as const),
  ...(['addressLine1', 'addressLine2', 'addressCity', 'addressCountry', 'addressPostcode', 'email'] as const),
];

/** One field's name. */
export type FieldName = (typeof fieldNames)[number];

/** The card page as it was sent: trimmed, an absent field is empty. */
export type CardForm = Readonly<Record<FieldName, string>>;

/** What is wrong with one field; the words are the language's `errors[code]`. */
export interface FieldError {
  readonly field: FieldName;
  readonly code: keyof Strings['errors'];
  /** What `%s` in the words stands for. */
  readonly brand?: string;
}

/** A form in which nothing is wrong, as the use case takes it. */
export interface CheckedForm {
  readonly card: Card;
  readonly billingAddress: Address;
  readonly email: string;
}

/** Reads the fields from a posted body. Whatever is no single text counts as empty. */
export function readCardForm(body: unknown): CardForm {
  const sent = typeof body === 'object' && body !== null ? body : {};
  const text = (name: FieldName) => {
    return oneLine(Reflect.get(sent, name));
  };
  return Object.fromEntries(fieldNames.map((name) => [name, text(name)])) as Record<FieldName, string>;
}

/** A field's single line of text; whatever else comes counts as empty. */
export function oneLine(value: unknown): string {
  // PostgreSQL cannot hold a NUL, and no other control character belongs on one line either.
  return typeof value === 'string' ? value.replace(/\p{Cc}/gu, ' ').trim() : '';
}

/** Checks all fields at once; `notTaken` says of a good number why its card is not taken. Answers every error in the order of the page, or the card, address and e-mail. */
export function checkCardForm(
  form: CardForm,
  now: Date,
  notTaken: (number: string) => CardRefusal | undefined,
): { errors: readonly FieldError[] } | CheckedForm {
  const number = normaliseCardNumber(form.cardNo);
  const expiry = readExpiry(form);
  const errors = [
    cardNumberError(number) ?? refusalError(notTaken(number)),
    expiryError(form, expiry, now),
    lineError(form, 'cardholderName', 255) ?? nameError(form),
    cvcError(form.cvc, number),
    lineError(form, 'addressLine1', 255),
    form.addressLine2 ? lineError(form, 'addressLine2', 255) : undefined,
    lineError(form, 'addressCity', 255),
    isCountry(form.addressCountry) ? undefined : fault('addressCountry', 'addressCountryMissing'),
    postcodeError(form),
    lineError(form, 'email', 254) ?? emailError(form),
  ].filter((error) => error !== undefined);
  if (errors.length > 0) return { errors };
  const card = { number, ...expiry, cvc: form.cvc, holder: form.cardholderName };
  return { card, billingAddress: addressOf(form), email: form.email };
}

/** What the page may show again: never the card number or security code, whichever field they were typed into. */
export function shownAgain(form: CardForm): CardForm {
  const kept = (name: FieldName) => (holdsCardData(name, form[name]) ? '' : form[name]);
  return Object.fromEntries(fieldNames.map((name) => [name, kept(name)])) as Record<FieldName, string>;
}

function holdsCardData(name: FieldName, value: string): boolean {
  if (name === 'cardNo' || name === 'cvc') return true;
  if (name === 'expiryMonth' || name === 'expiryYear') return !/^\d{0,4}$/.test(value);
  return mayContainCardNumber(value) || (name === 'cardholderName' && /^\d{3,4}$/.test(value));
}

function fault(field: FieldName, code: FieldError['code']): FieldError {
  return { field, code };
}

function cardNumberError(number: string): FieldError | undefined {
  if (number === '') return fault('cardNo', 'cardNoMissing');
  return isCardNumber(number) ? undefined : fault('cardNo', 'cardNoInvalid');
}

function refusalError(refusal: CardRefusal | undefined): FieldError | undefined {
  if (!refusal) return undefined;
  const { brand, type } = refusal;
  const code = type === null ? 'cardNoBrand' : type === 'debit' ? 'cardNoDebit' : 'cardNoCredit';
  return { field: 'cardNo', code, brand };
}

function readExpiry(form: CardForm): { expiryMonth: number; expiryYear: number } {
  const year = Number(form.expiryYear);
  return {
    expiryMonth: Number(form.expiryMonth),
    expiryYear: form.expiryYear.length === 2 ? 2000 + year : year,
  };
}

function expiryError(
  form: CardForm,
  expiry: ReturnType<typeof readExpiry>,
  now: Date,
): FieldError | undefined {
  if (!form.expiryMonth && !form.expiryYear) return fault('expiryMonth', 'expiryMissing');
  if (!form.expiryMonth) return fault('expiryMonth', 'expiryMonthMissing');
  if (!/^(0?[1-9]|1[0-2])$/.test(form.expiryMonth)) return fault('expiryMonth', 'expiryMonthInvalid');
  if (!form.expiryYear) return fault('expiryYear', 'expiryYearMissing');
  const farOff = expiry.expiryYear > now.getUTCFullYear() + 50;
  if (!/^(\d{2}|20\d{2})$/.test(form.expiryYear) || farOff) return fault('expiryYear', 'expiryYearInvalid');
  return isUnexpired(expiry, now) ? undefined : fault('expiryMonth', 'expiryPast');
}

function cvcError(cvc: string, number: string): FieldError | undefined {
  if (cvc === '') return fault('cvc', 'cvcMissing');
  const fits = isCardNumber(number) ? cvc.length === cvcLength(number) : cvc.length === 3 || cvc.length === 4;
  return fits && /^\d+$/.test(cvc) ? undefined : fault('cvc', 'cvcInvalid');
}

type Line = 'cardholderName' | 'addressLine1' | 'addressCity' | 'addressPostcode' | 'email';

/** A line of text that must be there (line 2 is only asked when it is), is not too long and hides no card number. */
function lineError(form: CardForm, field: Line | 'addressLine2', most: number): FieldError | undefined {
  const value = form[field];
  if (value === '' && field !== 'addressLine2') return fault(field, `${field}Missing`);
  if (value.length > most) return fault(field, `${field}TooLong`);
  return mayContainCardNumber(value) ? fault(field, `${field}Digits`) : undefined;
}

/** A name of three or four digits is a security code in the wrong field. */
function nameError({ cardholderName }: CardForm): FieldError | undefined {
  return /^\d{3,4}$/.test(cardholderName) ? fault('cardholderName', 'cardholderNameDigits') : undefined;
}

function emailError({ email }: CardForm): FieldError | undefined {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email) ? undefined : fault('email', 'emailInvalid');
}

/** Many countries have no postcodes, so only an address in the United Kingdom needs one. */
function postcodeError(form: CardForm): FieldError | undefined {
  const inUk = form.addressCountry === 'GB';
  if (!inUk && form.addressPostcode === '') return undefined;
  const error = lineError(form, 'addressPostcode', 25);
  if (error || !inUk) return error;
  return ukPostcode.test(form.addressPostcode.replace(/[\s-]/g, ''))
    ? undefined
    : fault('addressPostcode', 'addressPostcodeInvalid');
}

// Royal Mail's forms of an outward and an inward code, with British Forces' own.
const ukPostcode = /^([A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA|BFPO(C\/?O)?\d{1,4})$/i;

function addressOf(form: CardForm): Address {
  return {
    line1: form.addressLine1,
    ...(form.addressLine2 && { line2: form.addressLine2 }),
    city: form.addressCity,
    ...(form.addressPostcode && { postcode: form.addressPostcode }),
    country: form.addressCountry,
  };
}
