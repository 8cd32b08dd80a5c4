import { type Card, isUnexpired, mayContainCardNumber } from '../domain/cards.ts';
import type { PayError } from './errors.ts';
import { asBody, type Body, invalid, isStorable, missing, type Rule } from './rule.ts';

const members = ['one_time_token', 'card_number', 'cvc', 'expiry_date', 'cardholder_name'] as const;
const expiryForm = 'Must be a valid date with the format MM/YY';

/**
 * What can be wrong with a card that is sent through the API, before its payment is looked at, in the order of the standard's reference
 * implementation: all presence and lengths first, which name their field, then the texts' contents, which name none.
 */
export const authorisationRules: readonly Rule<{ readonly now: Date }>[] = [
  scalarsRule,
  presenceRule('one_time_token'),
  presenceRule('card_number'),
  sizeRule('card_number', 12, 19),
  presenceRule('cvc'),
  sizeRule('cvc', 3, 4),
  presenceRule('expiry_date'),
  expirySizeRule,
  presenceRule('cardholder_name'),
  nameRule,
  digitsRule,
  expiryRule,
];

/** The first error of a body, or undefined when it holds a card and a token. */
export function firstAuthorisationError(body: unknown, now: Date): PayError | undefined {
  for (const rule of authorisationRules) {
    const error = rule(asBody(body), { now });
    if (error) return error;
  }
  return undefined;
}

/** Reads a body that has no error. */
export function readAuthorisation(body: unknown): { token: string; card: Card } {
  const sent = asBody(body);
  const text = (member: (typeof members)[number]) => String(sent[member]);
  return {
    token: text('one_time_token'),
    card: {
      number: text('card_number'),
      ...expiryOf(text('expiry_date')),
      cvc: text('cvc'),
      holder: text('cardholder_name'),
    },
  };
}

// The reference implementation reads a number or truth value as text.
function scalarsRule(body: Body): PayError | undefined {
  const isScalar = (value: unknown) => value === null || typeof value !== 'object';
  return members.every((member) => isScalar(body[member]))
    ? undefined
    : { status: 400, code: 'P0197', description: 'Unable to parse JSON' };
}

function presenceRule(member: (typeof members)[number]): Rule<unknown> {
  return (body) => {
    const value = body[member];
    const isThere = value !== undefined && value !== null && String(value).trim() !== '';
    return isThere ? undefined : { ...missing(member), status: 422 };
  };
}

function sizeRule(member: 'card_number' | 'cvc', least: number, most: number): Rule<unknown> {
  return (body) => {
    const { length } = String(body[member]);
    return length >= least && length <= most
      ? undefined
      : invalid(422, member, `Must be between ${least} and ${most} characters long`);
  };
}

function expirySizeRule({ expiry_date: expiry }: Body): PayError | undefined {
  return String(expiry).length === 5 ? undefined : invalid(422, 'expiry_date', expiryForm);
}

function nameRule({ cardholder_name: name }: Body): PayError | undefined {
  const text = String(name);
  if (text.length > 255) {
    return invalid(422, 'cardholder_name', 'Must be less than or equal to 255 characters long');
  }
  // A name is kept, and a card number never is.
  return isStorable(text) && !mayContainCardNumber(text)
    ? undefined
    : invalid(422, 'cardholder_name', 'Must be a valid string format');
}

function digitsRule({ card_number: number, cvc }: Body): PayError | undefined {
  // What is no double was read as another number, perhaps somebody else's.
  const isRead = typeof number !== 'number' || Number.isSafeInteger(number);
  if (!isRead || !/^\d+$/.test(String(number))) return unnamed('card_number', 'Must be a valid card number');
  return /^\d+$/.test(String(cvc)) ? undefined : unnamed('cvc', 'Must contain numbers only');
}

function expiryRule({ expiry_date: expiry }: Body, { now }: { now: Date }): PayError | undefined {
  const text = String(expiry);
  if (!/^(0[1-9]|1[0-2])\/\d{2}$/.test(text)) return unnamed('expiry_date', expiryForm);
  return isUnexpired(expiryOf(text), now)
    ? undefined
    : unnamed('expiry_date', 'Must be a valid date in the future');
}

function unnamed(member: string, why: string): PayError {
  const { field: _field, ...error } = invalid(422, member, why);
  return error;
}

function expiryOf(text: string): { expiryMonth: number; expiryYear: number } {
  return { expiryMonth: Number(text.slice(0, 2)), expiryYear: 2000 + Number(text.slice(3)) };
}
