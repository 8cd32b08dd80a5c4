import { type Card, isGood, mayHideCard } from './cards.ts';
import type { Json } from './journal.ts';
import { firstError, invalid, isClean, missing, objectOf, type PayError, type Rule } from './rules.ts';

const members = ['one_time_token', 'card_number', 'cvc', 'expiry_date', 'cardholder_name'];
const form = 'Must be a valid date with the format MM/YY';

/** The first thing that is wrong with a card that a service sends: presence and lengths name their field, contents do not. */
export function authError(value: unknown, now: Date): PayError | undefined {
  return firstError(objectOf(value), [
    scalars,
    there('one_time_token'),
    there('card_number'),
    sized('card_number', 12, 19),
    there('cvc'),
    sized('cvc', 3, 4),
    there('expiry_date'),
    ({ expiry_date: date }) => (String(date).length === 5 ? undefined : invalid(422, 'expiry_date', form)),
    there('cardholder_name'),
    holder,
    digits,
    (body) => expiry(body, now),
  ]);
}

/** Reads a body in which nothing is wrong. */
export function readAuth(value: unknown): { token: string; card: Card } {
  const body = objectOf(value);
  const date = String(body.expiry_date);
  const card = {
    number: String(body.card_number),
    expiryMonth: Number(date.slice(0, 2)),
    expiryYear: 2000 + Number(date.slice(3)),
    cvc: String(body.cvc),
    holder: String(body.cardholder_name),
  };
  return { token: String(body.one_time_token), card };
}

function scalars(body: Json): PayError | undefined {
  const odd = members.some((name) => typeof body[name] === 'object' && body[name] !== null);
  return odd ? { status: 400, code: 'P0197', description: 'Unable to parse JSON' } : undefined;
}

function there(name: string): Rule {
  return ({ [name]: value }) =>
    value === undefined || value === null || String(value).trim() === '' ? missing(name, 422) : undefined;
}

function sized(name: string, least: number, most: number): Rule {
  return ({ [name]: value }) => {
    const { length } = String(value);
    return length < least || length > most
      ? invalid(422, name, `Must be between ${least} and ${most} characters long`)
      : undefined;
  };
}

function holder({ cardholder_name: name }: Json): PayError | undefined {
  const text = String(name);
  if (text.length > 255)
    return invalid(422, 'cardholder_name', 'Must be less than or equal to 255 characters long');
  return isClean(text) && !mayHideCard(text)
    ? undefined
    : invalid(422, 'cardholder_name', 'Must be a valid string format');
}

function digits({ card_number: number, cvc }: Json): PayError | undefined {
  const isRead = typeof number !== 'number' || Number.isSafeInteger(number);
  if (!isRead || !/^\d+$/.test(String(number))) return unnamed('card_number', 'Must be a valid card number');
  return /^\d+$/.test(String(cvc)) ? undefined : unnamed('cvc', 'Must contain numbers only');
}

function expiry(body: Json, now: Date): PayError | undefined {
  if (!/^(0[1-9]|1[0-2])\/\d{2}$/.test(String(body.expiry_date))) return unnamed('expiry_date', form);
  return isGood(readAuth(body).card, now)
    ? undefined
    : unnamed('expiry_date', 'Must be a valid date in the future');
}

function unnamed(name: string, why: string): PayError {
  const { status, code, description } = invalid(422, name, why);
  return { status, code, description };
}
