import type { Json } from './journal.ts';
import {
  atMost,
  boolean,
  firstError,
  invalid,
  isInt,
  keyRule,
  missing,
  needed,
  objectOf,
  type PayError,
  type Rule,
  string,
  unexpected,
} from './rules.ts';

/** What the rules know of the account that asks. */
export interface CreateContext {
  readonly live: boolean;
  readonly features: Json;
  readonly idempotencyKey: string | undefined;
}

const modes = ['web', 'moto_api', 'agreement'];
const reasons = ['instalment', 'recurring', 'unscheduled'];
const lines = { line1: 255, line2: 255, city: 255, postcode: 25 } as const;
const support = 'https://www.payments.service.gov.uk/support/';

/** The first thing that is wrong with a new payment, in the standard's order: types and presence, lengths and ranges, then what the account may. */
export function createError(value: unknown, context: CreateContext): PayError | undefined {
  const { features } = context;
  const prefilled = (body: Json) => objectOf(body.prefilled_cardholder_details);
  const address = (body: Json) => objectOf(prefilled(body).billing_address);
  const within =
    (of: (body: Json) => Json, rule: Rule): Rule =>
    (body) =>
      rule(of(body));
  const textual = 'Field must be a string';
  return firstError(objectOf(value), [
    amountType,
    needed('reference'),
    needed('description'),
    string('return_url', 'Must be a valid URL format'),
    boolean('moto'),
    mode,
    agreementId,
    reason,
    language,
    boolean('delayed_capture'),
    string('email', textual),
    within(prefilled, string('cardholder_name', textual)),
    ...[...Object.keys(lines), 'country'].map((line) => within(address, string(line, textual))),
    metadata,
    keyRule(context.idempotencyKey),
    amountRange,
    atMost('reference', 255),
    atMost('description', 255),
    atMost('email', 254),
    atMost('return_url', 2000),
    agreementLength('set_up_agreement'),
    agreementLength('agreement_id'),
    within(prefilled, atMost('cardholder_name', 255)),
    ...Object.entries(lines).map(([line, most]) => within(address, atMost(line, most))),
    (body) => byAgreement(body, features),
    byApi,
    ({ return_url: url, authorisation_mode: how = 'web' }) =>
      url || how !== 'web' ? undefined : missing('return_url'),
    ({ return_url: url }) =>
      !url || isReturnUrl(String(url)) ? undefined : invalid(422, 'return_url', 'Must be a valid URL format'),
    () => (features.payments === false ? disabled : undefined),
    ({ amount }) => (amount === 0 && features.zero_amount !== true ? tooLittle : undefined),
    (body) => insecure(body, context.live),
    ({ authorisation_mode: how }) =>
      how === 'moto_api' && features.moto_api !== true ? noMotoApi : undefined,
    ({ moto }) => (moto === true && features.moto !== true ? noMoto : undefined),
    ({ set_up_agreement: id }) => (typeof id === 'string' ? noAgreement : undefined),
  ]);
}

/** Reads a body in which nothing is wrong, as it is kept. */
export function readCreate(value: unknown): Json {
  const body = objectOf(value);
  const how = (body.authorisation_mode ?? 'web') as string;
  return {
    amount: Number(body.amount),
    reference: body.reference,
    description: body.description,
    return_url: how === 'web' ? body.return_url : null,
    language: body.language === 'cy' ? 'cy' : 'en',
    delayed_capture: body.delayed_capture === true,
    email: body.email || null,
    metadata: body.metadata ?? null,
    prefilled: readPrefilled(body.prefilled_cardholder_details),
    moto: body.moto === true || how === 'moto_api',
    authorisation_mode: how,
    agreement_id: null,
    agreement_payment_type: null,
  };
}

/** Refunds and payments are switched off. */
export const disabled: PayError = {
  ...{ status: 403, code: 'P0941' },
  description: `GOV.UK Pay has disabled payment and refund creation on this account. Contact support with your error code - ${support} .`,
};

/** The account takes no recurring payments. */
export const recurringOff: PayError = {
  ...{ status: 422, code: 'P0942' },
  description: `Recurring card payments are currently disabled for this service. Contact support with your error code - ${support}`,
};

const noMotoApi: PayError = {
  ...{
    status: 422,
    code: 'P0195',
    description: 'Using authorisation_mode of moto_api is not allowed for this account',
  },
};
const noMoto: PayError = {
  ...{ status: 422, code: 'P0196' },
  description: `MOTO payments are not enabled for this account. Please contact support if you would like to process MOTO payments - ${support} .`,
};
// The core profile sets no agreement up, so that there is never one of that id.
const noAgreement: PayError = {
  ...{ status: 400, field: 'set_up_agreement', code: 'P0103' },
  description: 'Invalid attribute value: set_up_agreement. Agreement ID does not exist',
};
const tooLittle = invalid(
  422,
  'amount',
  'Must be greater than or equal to 1. Refer to https://docs.payments.service.gov.uk/making_payments/#amount',
);

function amountType({ amount }: Json): PayError | undefined {
  if (amount === undefined || amount === null) return missing('amount');
  return isInt(amount) ? undefined : invalid(400, 'amount', 'Must be a valid numeric format');
}

function amountRange({ amount }: Json): PayError | undefined {
  if (Number(amount) < 0) return invalid(422, 'amount', 'Must be greater than or equal to 1');
  return Number(amount) > 10_000_000
    ? invalid(422, 'amount', 'Must be less than or equal to 10000000')
    : undefined;
}

function mode({ authorisation_mode: how }: Json): PayError | undefined {
  if (how === undefined || modes.includes(how as string)) return undefined;
  return invalid(isFilled(how) ? 422 : 400, 'authorisation_mode', `Must be one of ${modes.join(', ')}`);
}

function agreementId(body: Json): PayError | undefined {
  if (!('agreement_id' in body)) return undefined;
  const { agreement_id: id } = body;
  if (body.authorisation_mode !== 'agreement') return unexpected('agreement_id');
  if (id === null || id === undefined || (typeof id === 'string' && id.trim() === ''))
    return missing('agreement_id');
  return typeof id === 'string' ? undefined : invalid(400, 'agreement_id', 'Must be a valid string format');
}

function reason(body: Json): PayError | undefined {
  if (!('agreement_payment_type' in body)) return undefined;
  const why = `Must be one of ${reasons.join(', ')}`;
  const given = body.agreement_payment_type;
  if (!isFilled(given)) return invalid(400, 'agreement_payment_type', why);
  const fits = 'set_up_agreement' in body || body.authorisation_mode === 'agreement';
  if (!fits) return unexpected('agreement_payment_type');
  return reasons.includes(given) ? undefined : invalid(422, 'agreement_payment_type', why);
}

function language({ language: given }: Json): PayError | undefined {
  if (given === undefined || given === 'en' || given === 'cy') return undefined;
  return invalid(isFilled(given) ? 422 : 400, 'language', 'Must be "en" or "cy"');
}

function agreementLength(field: string): Rule {
  return ({ [field]: id }) =>
    typeof id === 'string' && id.length !== 26
      ? invalid(422, field, `Field [${field}] length must be 26`)
      : undefined;
}

function byAgreement(body: Json, features: Json): PayError | undefined {
  if (body.authorisation_mode !== 'agreement') return undefined;
  if (!body.agreement_id) return missing('agreement_id');
  const payers = ['return_url', 'email', 'prefilled_cardholder_details'];
  const odd = payers.find((name) => body[name] !== undefined && body[name] !== null);
  if (odd) return unexpected(odd);
  if (typeof body.set_up_agreement === 'string') return unexpected('set_up_agreement');
  return features.recurring === true
    ? invalid(400, 'agreement_id', 'Agreement does not exist')
    : recurringOff;
}

function byApi(body: Json): PayError | undefined {
  if (body.authorisation_mode !== 'moto_api') return undefined;
  if (body.return_url) return unexpected('return_url');
  return typeof body.set_up_agreement === 'string' ? unexpected('set_up_agreement') : undefined;
}

function insecure({ return_url: url }: Json, live: boolean): PayError | undefined {
  if (!live || !url || String(url).startsWith('https://')) return undefined;
  return {
    ...invalid(422, 'return_url', 'Must begin with https:// for a live gateway account'),
    code: 'P0920',
  };
}

function metadata(body: Json): PayError | undefined {
  const { metadata: given } = body;
  if (given === undefined) return undefined;
  if (given === null) return invalid(422, 'metadata', 'Value must not be null');
  if (typeof given !== 'object' || Array.isArray(given))
    return invalid(422, 'metadata', 'Must be an object of JSON key-value pairs');
  const names = Object.keys(given);
  const values = Object.values(given);
  const faults: readonly (readonly [boolean, string])[] = [
    [names.length > 15, 'Cannot have more than 15 key-value pairs'],
    [names.some(({ length }) => length < 1 || length > 30), 'Keys must be between 1 and 30 characters long'],
    [
      values.some((value) => value !== null && !isScalar(value)),
      'Values must be of type String, Boolean or Number',
    ],
    [
      values.some((value) => typeof value !== 'object' && String(value).length > 100),
      'Values must be no greater than 100 characters long',
    ],
    [values.includes(null), 'Must not have null values'],
    [
      new Set(names.map((name) => name.toLowerCase())).size < names.length,
      'Must have case insensitive unique keys',
    ],
  ];
  const wrong = faults.filter(([is]) => is).map(([, why]) => why);
  return wrong.length > 0 ? invalid(422, 'metadata', wrong.join('. ')) : undefined;
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number')
    return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean';
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** Whether a payer can be sent there: an http or https address of an IP address, `localhost` or a name with a dot. */
function isReturnUrl(url: string): boolean {
  if (!/^https?:\/\/[!-[\]-~]+$/i.test(url) || !URL.canParse(url)) return false;
  const { hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (hostname === 'localhost' || /^\[[0-9a-f:.]+\]$|^\d{1,3}(\.\d{1,3}){3}$/.test(hostname)) return true;
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]+)$/.test(hostname);
}

function readPrefilled(value: unknown): Json | null {
  const given = objectOf(value);
  const address = Object.entries(objectOf(given.billing_address)).filter(
    ([line, text]) => isFilled(text) && (line in lines || (line === 'country' && /^[A-Z]{2}$/i.test(text))),
  );
  const kept = {
    ...(isFilled(given.cardholder_name) && { cardholder_name: given.cardholder_name }),
    ...(address.length > 0 && { billing_address: Object.fromEntries(address) }),
  };
  return Object.keys(kept).length > 0 ? kept : null;
}
