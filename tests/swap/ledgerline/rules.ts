import type { Json } from './journal.ts';

/** One error of the standard, with its HTTP status. */
export interface PayError {
  readonly status: number;
  readonly code: string;
  readonly description: string;
  readonly field?: string;
  readonly header?: string;
}

/** What is wrong with one part of a request; undefined when nothing is. */
export type Rule = (body: Json) => PayError | undefined;

/** The first error of a list of rules. */
export function firstError(body: Json, rules: readonly Rule[]): PayError | undefined {
  for (const rule of rules) {
    const error = rule(body);
    if (error) return error;
  }
  return undefined;
}

/** A JSON value as an object; what is none has no members. */
export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A member that has to be there. */
export function missing(field: string, status = 400): PayError {
  return { status, field, code: 'P0101', description: `Missing mandatory attribute: ${field}` };
}

/** A member whose value is wrong: 400 for its type, 422 for its length or range. */
export function invalid(status: number, field: string, why: string): PayError {
  return { status, field, code: 'P0102', description: `Invalid attribute value: ${field}. ${why}` };
}

/** A member that has no place. */
export function unexpected(field: string): PayError {
  return { status: 400, field, code: 'P0104', description: `Unexpected attribute: ${field}` };
}

/** The form of an Idempotency-Key. */
export function keyRule(key: string | undefined): Rule {
  return () => {
    const wrong = (why: string) => ({
      ...{ status: 422, header: 'Idempotency-Key', code: 'P0102' },
      description: `Header [Idempotency-Key] can ${why}`,
    });
    if (key === undefined) return undefined;
    if (key.length < 1 || key.length > 255) return wrong('have a size between 1 and 255');
    return /^[a-zA-Z0-9-]+$/.test(key)
      ? undefined
      : wrong('only contain alphanumeric characters and hyphens');
  };
}

/** A text that has to be there, not blank, and without `<`, `>` and `|`. */
export function needed(field: string): Rule {
  return ({ [field]: value }) => {
    if (value === undefined || value === null) return missing(field);
    if (typeof value !== 'string') return invalid(400, field, 'Must be a valid string format');
    if (value.trim() === '') return missing(field);
    return /[<>|]/.test(value) || !isClean(value)
      ? invalid(400, field, 'Must be a valid string format')
      : undefined;
  };
}

/** A text, where it is given. */
export function string(field: string, why: string): Rule {
  return ({ [field]: value }) =>
    value === undefined || value === null || (typeof value === 'string' && isClean(value))
      ? undefined
      : invalid(400, field, why);
}

/** Truth or falsehood, where it is given. */
export function boolean(field: string): Rule {
  return ({ [field]: value }) =>
    value === undefined || typeof value === 'boolean'
      ? undefined
      : invalid(400, field, 'Must be true or false');
}

/** A text of at most so many characters. */
export function atMost(field: string, most: number): Rule {
  return ({ [field]: value }) =>
    typeof value === 'string' && value.length > most
      ? invalid(422, field, `Must be less than or equal to ${most} characters length`)
      : undefined;
}

/** Whether a number is one of 32 bits. */
export function isInt(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}

/** Whether a text can be kept and comes back as it was. */
export function isClean(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
