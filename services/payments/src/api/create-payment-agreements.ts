import type { Features } from '../domain/entities.ts';
import type { PayError } from './errors.ts';
import { type Body, invalid, missing, type Rule, unexpected } from './rule.ts';

const modes = ['web', 'moto_api', 'agreement'];
const paymentTypes = ['instalment', 'recurring', 'unscheduled'];
const idLength = 26;

/**
 * The rules of ways to pay other than the hosted page, at the places that the standard gives them. Whether an agreement exists and can
 * be charged is asked afterwards.
 */
export const agreementRules = {
  types: [modeRule, agreementIdRule, paymentTypeRule],
  lengths: [lengthRuleOf('set_up_agreement'), lengthRuleOf('agreement_id')],
  presence: [agreementModeRule, motoModeRule],
  account: [motoApiRule],
} as const satisfies Record<string, readonly Rule<{ readonly features: Features }>[]>;

/** The error of an account that may not take recurring payments. */
export const recurringDisabled: PayError = {
  status: 422,
  code: 'P0942',
  description:
    'Recurring card payments are currently disabled for this service. Contact support with your error code - https://www.payments.service.gov.uk/support/',
};

const motoApiDisabled: PayError = {
  status: 422,
  code: 'P0195',
  description: 'Using authorisation_mode of moto_api is not allowed for this account',
};

/** The error of a set-up whose agreement the account does not have. */
export const noAgreementToSetUp: PayError = {
  status: 400,
  field: 'set_up_agreement',
  code: 'P0103',
  description: 'Invalid attribute value: set_up_agreement. Agreement ID does not exist',
};

/** The errors of a charge whose agreement the account does not have, or that cannot be charged. */
export const noAgreement: PayError = invalid(400, 'agreement_id', 'Agreement does not exist');
export const agreementNotActive: PayError = invalid(400, 'agreement_id', 'Agreement must be active');

function modeRule({ authorisation_mode: mode }: Body): PayError | undefined {
  if (mode === undefined || modes.includes(mode as string)) return undefined;
  const isText = typeof mode === 'string' && mode.trim() !== '';
  return invalid(isText ? 422 : 400, 'authorisation_mode', `Must be one of ${modes.join(', ')}`);
}

function agreementIdRule(body: Body): PayError | undefined {
  if (!('agreement_id' in body)) return undefined;
  const id = body.agreement_id;
  if (body.authorisation_mode !== 'agreement') return unexpected('agreement_id');
  if (id === null || id === undefined) return missing('agreement_id');
  if (typeof id !== 'string') return invalid(400, 'agreement_id', 'Must be a valid string format');
  return id.trim() === '' ? missing('agreement_id') : undefined;
}

function paymentTypeRule(body: Body): PayError | undefined {
  if (!('agreement_payment_type' in body)) return undefined;
  const type = body.agreement_payment_type;
  const wrong = (status: 400 | 422) =>
    invalid(status, 'agreement_payment_type', `Must be one of ${paymentTypes.join(', ')}`);
  if (typeof type !== 'string' || type.trim() === '') return wrong(400);
  if (!('set_up_agreement' in body) && body.authorisation_mode !== 'agreement') {
    return unexpected('agreement_payment_type');
  }
  return paymentTypes.includes(type) ? undefined : wrong(422);
}

function lengthRuleOf(field: 'set_up_agreement' | 'agreement_id'): Rule<unknown> {
  return (body) => {
    const value = body[field];
    return typeof value === 'string' && value.length !== idLength
      ? invalid(422, field, `Field [${field}] length must be ${idLength}`)
      : undefined;
  };
}

function agreementModeRule(body: Body, { features }: { features: Features }): PayError | undefined {
  if (body.authorisation_mode !== 'agreement') return undefined;
  if (!body.agreement_id) return missing('agreement_id');
  const payerFields = ['return_url', 'email', 'prefilled_cardholder_details'];
  const field = payerFields.find((name) => body[name] !== undefined && body[name] !== null);
  if (field) return unexpected(field);
  if (typeof body.set_up_agreement === 'string') return unexpected('set_up_agreement');
  return features.recurring ? undefined : recurringDisabled;
}

function motoModeRule(body: Body): PayError | undefined {
  if (body.authorisation_mode !== 'moto_api') return undefined;
  if (body.return_url) return unexpected('return_url');
  // Nobody is there to agree to anything.
  return typeof body.set_up_agreement === 'string' ? unexpected('set_up_agreement') : undefined;
}

function motoApiRule(body: Body, { features }: { features: Features }): PayError | undefined {
  return body.authorisation_mode === 'moto_api' && !features.moto_api ? motoApiDisabled : undefined;
}
