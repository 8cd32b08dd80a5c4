import type { AgreementPaymentType } from '../domain/agreement.ts';
import type { Features } from '../domain/entities.ts';
import type { PaymentRequest } from '../usecases/take-payment.ts';
import { agreementRules } from './create-payment-agreements.ts';
import {
  metadataError,
  prefilledLengthErrors,
  prefilledTypeErrors,
  readPrefilled,
} from './create-payment-parts.ts';
import { accountDisabled, type PayError } from './errors.ts';
import {
  asBody,
  type Body,
  booleanRule,
  idempotencyKeyRule,
  invalid,
  isReturnUrl,
  lengthRule,
  missing,
  type Rule,
  stringRule,
  textRule,
} from './rule.ts';

/** What the rules need to know besides the body. */
export interface RuleContext {
  readonly live: boolean;
  readonly features: Features;
  /** The smallest amount that the account's provider takes, in pence; 1 unless told. */
  readonly leastAmount?: number;
  /** The Idempotency-Key header as it came. */
  readonly idempotencyKey: string | undefined;
}

/**
 * Everything that can be wrong with a new payment, in the order of the standard's reference implementation; the first that is wrong is
 * told. Types and presence first (400), then lengths and ranges (422), then what depends on the account.
 */
export const createPaymentRules: readonly Rule<RuleContext>[] = [
  amountTypeRule,
  textRule('reference'),
  textRule('description'),
  stringRule('return_url', 'Must be a valid URL format'),
  booleanRule('moto'),
  ...agreementRules.types,
  languageRule,
  booleanRule('delayed_capture'),
  stringRule('email', 'Field must be a string'),
  prefilledTypeErrors,
  metadataError,
  idempotencyKeyRule,
  amountRangeRule,
  lengthRule('reference', 255),
  lengthRule('description', 255),
  lengthRule('email', 254),
  lengthRule('return_url', 2000),
  ...agreementRules.lengths,
  prefilledLengthErrors,
  ...agreementRules.presence,
  returnUrlPresenceRule,
  returnUrlFormatRule,
  disabledRule,
  leastAmountRule,
  httpsRule,
  ...agreementRules.account,
  motoRule,
];

/** The first error of a body, or undefined when a payment can be made of it. A body that is no object has no members. */
export function firstCreateError(body: unknown, context: RuleContext): PayError | undefined {
  const members = asBody(body);
  for (const rule of createPaymentRules) {
    const error = rule(members, context);
    if (error) return error;
  }
  return undefined;
}

/** Reads a body that has no error. */
export function readCreateRequest(body: unknown): PaymentRequest {
  const members = asBody(body);
  const text = (name: string) => String(members[name]);
  const mode = (members.authorisation_mode ?? 'web') as 'web' | 'agreement' | 'moto_api';
  const agreement = mode === 'agreement' ? members.agreement_id : members.set_up_agreement;
  const agreementId = typeof agreement === 'string' ? agreement : null;
  return {
    amount: Number(members.amount),
    reference: text('reference'),
    description: text('description'),
    returnUrl: mode === 'web' ? text('return_url') : null,
    language: members.language === 'cy' ? 'cy' : 'en',
    delayedCapture: members.delayed_capture === true,
    email: members.email ? text('email') : null,
    metadata: (members.metadata as PaymentRequest['metadata'] | undefined) ?? null,
    prefilled: readPrefilled(members.prefilled_cardholder_details),
    moto: members.moto === true || mode === 'moto_api',
    authorisationMode: mode,
    agreementId,
    agreementPaymentType:
      agreementId === null ? null : ((members.agreement_payment_type as AgreementPaymentType) ?? 'recurring'),
  };
}

function amountTypeRule({ amount }: Body): PayError | undefined {
  if (amount === undefined || amount === null) return missing('amount');
  // The reference implementation reads a 32-bit integer; anything else is no number to it.
  return Number.isInteger(amount) && Math.abs(Number(amount)) < 2 ** 31
    ? undefined
    : invalid(400, 'amount', 'Must be a valid numeric format');
}

function languageRule({ language }: Body): PayError | undefined {
  if (language === undefined || language === 'en' || language === 'cy') return undefined;
  const isText = typeof language === 'string' && language.trim() !== '';
  return invalid(isText ? 422 : 400, 'language', 'Must be "en" or "cy"');
}

function amountRangeRule({ amount }: Body): PayError | undefined {
  if (Number(amount) < 0) return invalid(422, 'amount', 'Must be greater than or equal to 1');
  return Number(amount) > 10_000_000
    ? invalid(422, 'amount', 'Must be less than or equal to 10000000')
    : undefined;
}

// Other modes have no payer to send anywhere, and no return_url (which was looked at before).
function returnUrlPresenceRule({
  return_url: url,
  authorisation_mode: mode = 'web',
}: Body): PayError | undefined {
  return url || mode !== 'web' ? undefined : missing('return_url');
}

function returnUrlFormatRule({ return_url: url }: Body): PayError | undefined {
  return !url || isReturnUrl(String(url))
    ? undefined
    : invalid(422, 'return_url', 'Must be a valid URL format');
}

function disabledRule(_body: Body, { features }: RuleContext): PayError | undefined {
  return features.payments ? undefined : accountDisabled;
}

function leastAmountRule({ amount }: Body, { leastAmount = 1, features }: RuleContext): PayError | undefined {
  if (Number(amount) >= leastAmount || (amount === 0 && leastAmount === 1 && features.zero_amount))
    return undefined;
  const help = 'Refer to https://docs.payments.service.gov.uk/making_payments/#amount';
  return invalid(422, 'amount', `Must be greater than or equal to ${leastAmount}. ${help}`);
}

function motoRule({ moto }: Body, { features }: RuleContext): PayError | undefined {
  if (moto !== true || features.moto) return undefined;
  return {
    status: 422,
    code: 'P0196',
    description:
      'MOTO payments are not enabled for this account. Please contact support if you would like to process MOTO payments - https://www.payments.service.gov.uk/support/ .',
  };
}

function httpsRule({ return_url: url }: Body, { live }: RuleContext): PayError | undefined {
  if (!live || !url || String(url).startsWith('https://')) return undefined;
  return {
    ...invalid(422, 'return_url', 'Must begin with https:// for a live gateway account'),
    code: 'P0920',
  };
}
