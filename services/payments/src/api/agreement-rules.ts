import type { MakeAgreement } from '../usecases/agreements.ts';
import type { PayError } from './errors.ts';
import { asBody, idempotencyKeyRule, lengthRule, type Rule, stringRule, textRule } from './rule.ts';

/** What can be wrong with a new agreement, in the order of the standard: types and presence (400), then lengths (422). */
const agreementBodyRules: readonly Rule<{ readonly idempotencyKey: string | undefined }>[] = [
  textRule('reference'),
  textRule('description'),
  stringRule('user_identifier', 'Field must be a string'),
  idempotencyKeyRule,
  lengthRule('reference', 255),
  lengthRule('description', 255),
  lengthRule('user_identifier', 255),
];

// The rules are those of payments; the standard gives agreements codes of their own for the members of the body.
const codes: Readonly<Record<string, string>> = { P0101: 'P2101', P0102: 'P2102' };

/** The first error of a body, or undefined when an agreement can be made of it. */
export function firstAgreementError(body: unknown, idempotencyKey: string | undefined): PayError | undefined {
  for (const rule of agreementBodyRules) {
    const error = rule(asBody(body), { idempotencyKey });
    if (error) return error.header ? error : { ...error, code: codes[error.code] ?? error.code };
  }
  return undefined;
}

/** Reads a body that has no error. */
export function readAgreementRequest(body: unknown): MakeAgreement['request'] {
  const { reference, description, user_identifier: user } = asBody(body);
  return {
    reference: String(reference),
    description: String(description),
    userIdentifier: typeof user === 'string' && user !== '' ? user : null,
  };
}
