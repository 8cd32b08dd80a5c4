import { largestAmount } from '../domain/money.ts';
import type { RefundRefusal } from '../domain/refund.ts';
import type { PayError } from './errors.ts';
import { asBody, idempotencyKeyRule, type Rule } from './rule.ts';

/** What can be wrong with a refund before its payment is looked at, in the order of the standard; the first that is wrong is told. */
export const refundRules: readonly Rule<{ readonly idempotencyKey: string | undefined }>[] = [
  amountTypeRule,
  idempotencyKeyRule,
  amountRangeRule,
];

/** The first error of a body, or undefined when a refund can be asked for with it. */
export function firstRefundError(body: unknown, idempotencyKey: string | undefined): PayError | undefined {
  for (const rule of refundRules) {
    const error = rule(asBody(body), { idempotencyKey });
    if (error) return error;
  }
  return undefined;
}

/** Reads a body that has no error. `expected` is undefined when the caller leaves it to what is available. */
export function readRefundRequest(body: unknown): { amount: number; expected: number | undefined } {
  const { amount, refund_amount_available: expected } = asBody(body);
  return { amount: Number(amount), expected: expected === undefined ? undefined : leniently(expected) };
}

/** The error of a refund that its payment does not allow. */
export function refusedRefund(refused: RefundRefusal): PayError {
  if (refused === 'mismatch') {
    return { status: 412, code: 'P0604', description: 'Refund amount available mismatch.' };
  }
  if (refused === 'disputed') {
    return { status: 400, code: 'P0603', description: 'The payment is disputed and cannot be refunded' };
  }
  return {
    status: 400,
    code: 'P0603',
    description: `The payment is not available for refund. Payment refund status: ${refused}`,
  };
}

// The reference implementation takes a 32-bit integer; anything else is no number to it.
function amountTypeRule({ amount }: Readonly<Record<string, unknown>>): PayError | undefined {
  if (amount === undefined || amount === null) {
    return {
      status: 400,
      field: 'amount',
      code: 'P0601',
      description: 'Missing mandatory attribute: amount',
    };
  }
  return Number.isInteger(amount) && Math.abs(Number(amount)) < 2 ** 31
    ? undefined
    : invalidAmount(400, 'Must be a valid numeric format');
}

function amountRangeRule({ amount }: Readonly<Record<string, unknown>>): PayError | undefined {
  if (Number(amount) < 1) return invalidAmount(422, 'Must be greater than or equal to 1');
  return Number(amount) > largestAmount
    ? invalidAmount(422, `Must be less than or equal to ${largestAmount}`)
    : undefined;
}

function invalidAmount(status: number, why: string): PayError {
  return { status, field: 'amount', code: 'P0602', description: `Invalid attribute value: amount. ${why}` };
}

// As the reference implementation reads it: what is no whole number of 32 bits is as good as another amount.
function leniently(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) < 2 ** 31 ? Math.trunc(number) : 0;
}
