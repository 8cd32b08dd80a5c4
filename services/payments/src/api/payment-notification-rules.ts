import { type CardDetails, mayContainCardNumber } from '../domain/cards.ts';
import type { PaymentNotification } from '../domain/entities.ts';
import { largestAmount } from '../domain/money.ts';
import type { PaymentRequest } from '../usecases/take-payment.ts';
import type { PayError } from './errors.ts';
import { asBody, type Body, invalid, isStorable, missing, type Rule } from './rule.ts';
import { isMoment } from './search.ts';

const longest = 255;

/**
 * What can be wrong with the notification of a payment, in the order of the standard's own members; the first that is wrong is told. All
 * are 422, except for what the reference implementation cannot read at all.
 */
export const paymentNotificationRules: readonly Rule<unknown>[] = [
  readableRule,
  presenceRule('amount'),
  amountRule,
  presenceRule('reference'),
  textRule('reference'),
  presenceRule('description'),
  textRule('description'),
  formRule('created_date', isMoment, 'must be a valid ISO-8601 time and date format'),
  formRule('authorised_date', isMoment, 'must be a valid ISO-8601 time and date format'),
  presenceRule('processor_id'),
  textRule('processor_id'),
  presenceRule('provider_id'),
  textRule('provider_id'),
  textRule('auth_code'),
  presenceRule('payment_outcome'),
  outcomeRule,
  formRule(
    'card_type',
    (type) => Object.hasOwn(brands, type),
    'must be either master-card, visa, maestro, diners-club, american-express or jcb',
  ),
  textRule('name_on_card'),
  textRule('email_address'),
  formRule('card_expiry', (text) => /^(0[1-9]|1[0-2])\/\d{2}$/.test(text), 'must have valid MM/YY'),
  formRule('last_four_digits', (text) => /^\d{4}$/.test(text), 'must be exactly 4 digits'),
  formRule('first_six_digits', (text) => /^\d{6}$/.test(text), 'must be exactly 6 digits'),
  textRule('telephone_number'),
];

/** The first error of a body, or undefined when a payment can be noted of it. */
export function firstNotificationError(body: unknown): PayError | undefined {
  for (const rule of paymentNotificationRules) {
    const error = rule(asBody(body), undefined);
    if (error) return error;
  }
  return undefined;
}

/** Reads a body that has no error: the payment, what is kept of its card, and all that was told. */
export function readNotification(body: unknown): {
  request: PaymentRequest;
  card: CardDetails | null;
  told: PaymentNotification;
} {
  const sent = asBody(body);
  const told = Object.fromEntries(
    members.flatMap((member) => (isThere(sent[member]) ? [[member, sent[member]]] : [])),
  ) as unknown as PaymentNotification;
  return {
    request: requestOf(told),
    card: cardOf(told),
    told: { ...told, payment_outcome: outcomeOf(sent) },
  };
}

const texts = [
  ...([
    'reference',
    'description',
    'created_date',
    'authorised_date',
    'processor_id',
    'provider_id',
  ] as const),
  ...(['auth_code', 'card_type', 'name_on_card', 'email_address', 'card_expiry'] as const),
  ...(['last_four_digits', 'first_six_digits', 'telephone_number'] as const),
];
const members = ['amount', ...texts] as const;

const brands: Readonly<Record<string, string>> = {
  'master-card': 'Mastercard',
  visa: 'Visa',
  maestro: 'Maestro',
  'diners-club': 'Diners Club',
  'american-express': 'American Express',
  jcb: 'Jcb',
};

function requestOf(told: Body): PaymentRequest {
  return {
    amount: Number(told.amount),
    reference: String(told.reference),
    description: String(told.description),
    returnUrl: null,
    language: 'en',
    delayedCapture: false,
    email: String(told.email_address ?? '') || null,
    metadata: null,
    prefilled: null,
    moto: false,
    authorisationMode: 'external',
    agreementId: null,
    agreementPaymentType: null,
  };
}

function cardOf(told: Body): CardDetails | null {
  const card = {
    last_digits_card_number: told.last_four_digits,
    first_digits_card_number: told.first_six_digits,
    cardholder_name: told.name_on_card,
    expiry_date: told.card_expiry,
    card_brand: brands[String(told.card_type)],
  };
  const known = Object.entries(card).filter(([, fact]) => fact !== undefined && fact !== '');
  return known.length > 0 ? Object.fromEntries(known) : null;
}

function outcomeOf(sent: Body): PaymentNotification['payment_outcome'] {
  const { status, code, supplemental } = asBody(sent.payment_outcome);
  const { error_code, error_message } = asBody(supplemental);
  const reasons = Object.entries({ error_code, error_message }).filter(([, reason]) => isThere(reason));
  return {
    status: status === 'success' ? 'success' : 'failed',
    ...(isThere(code) && { code: String(code) }),
    ...(reasons.length > 0 && { supplemental: Object.fromEntries(reasons) }),
  };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

// What the reference implementation's parser stops at.
function readableRule(body: Body): PayError | undefined {
  const { amount, payment_outcome: outcome } = body;
  const { status, code, supplemental } = asBody(outcome);
  const { error_code, error_message } = asBody(supplemental);
  const words = [...texts.map((member) => body[member]), status, code, error_code, error_message];
  const readable =
    words.every((word) => !isThere(word) || typeof word === 'string') &&
    [outcome, supplemental].every((thing) => !isThere(thing) || isObject(thing)) &&
    (!isThere(amount) || (Number.isInteger(amount) && Math.abs(Number(amount)) < 2 ** 31));
  return readable ? undefined : { status: 400, code: 'P0197', description: 'Unable to parse JSON' };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

function presenceRule(member: string): Rule<unknown> {
  return (body) => {
    const value = body[member];
    const isBlank = typeof value === 'string' && value.trim() === '';
    return isThere(value) && !isBlank ? undefined : { ...missing(member), status: 422 };
  };
}

function amountRule({ amount }: Body): PayError | undefined {
  if (Number(amount) < 1) return invalid(422, 'amount', 'Must be greater than or equal to 1');
  return Number(amount) > largestAmount
    ? invalid(422, 'amount', `Must be less than or equal to ${largestAmount}`)
    : undefined;
}

function textRule(member: string): Rule<unknown> {
  return (body) => {
    const value = body[member];
    return typeof value === 'string' ? textError(member, value) : undefined;
  };
}

function textError(member: string, text: string): PayError | undefined {
  if (text.length > longest) {
    return invalid(422, member, `Must be less than or equal to ${longest} characters length`);
  }
  // What is told is kept, and a card number never is. Ids are the taker's own and may be long numbers.
  const holdsCard = member === 'name_on_card' && mayContainCardNumber(text);
  return isStorable(text) && !holdsCard ? undefined : invalid(422, member, 'Must be a valid string format');
}

function formRule(member: string, isRight: (text: string) => boolean, why: string): Rule<unknown> {
  return (body) => {
    const value = body[member];
    if (!isThere(value) || (isRight(String(value)) && isStorable(String(value)))) return undefined;
    return invalid(422, member, `Field [${member}] ${why}`);
  };
}

function outcomeRule({ payment_outcome: outcome }: Body): PayError | undefined {
  const { status, code, supplemental } = asBody(outcome);
  const isRight =
    status === 'success' ? !isThere(code) : status === 'failed' && failures.includes(String(code));
  if (!isRight) {
    const why = 'Field [payment_outcome] must include a valid status and error code';
    return invalid(422, 'payment_outcome', why);
  }
  const { error_code, error_message } = asBody(supplemental);
  return [error_code, error_message]
    .filter((reason) => typeof reason === 'string')
    .map((reason) => textError('supplemental', reason))
    .find((error) => error !== undefined);
}

const failures = ['P0010', 'P0030', 'P0050'];
