import type { FastifyRequest } from 'fastify';
import type { PayError } from './errors.ts';

/** A JSON object as it was sent. */
export type Body = Readonly<Record<string, unknown>>;

/** Looks for one error; undefined when there is none. */
export type Rule<Context> = (body: Body, context: Context) => PayError | undefined;

/** A body that is no object has no members. */
export function asBody(body: unknown): Body {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : {};
}

/** The Idempotency-Key of a request as it came. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  return Array.isArray(header) ? header.join(', ') : header;
}

/** A member that has to be there. */
export function missing(field: string): PayError {
  return { status: 400, field, code: 'P0101', description: `Missing mandatory attribute: ${field}` };
}

/** A member whose value is wrong: 400 for its type, 422 for its length or range. */
export function invalid(status: 400 | 422, field: string, why: string): PayError {
  return { status, field, code: 'P0102', description: `Invalid attribute value: ${field}. ${why}` };
}

/** A member that has no place in such a payment. */
export function unexpected(field: string): PayError {
  return { status: 400, field, code: 'P0104', description: `Unexpected attribute: ${field}` };
}

/** A text that has to be there, not blank, and without `<`, `>` and `|`. */
export function textRule(field: string): Rule<unknown> {
  return (body) => {
    const value = body[field];
    if (value === undefined || value === null) return missing(field);
    if (typeof value !== 'string') return invalid(400, field, 'Must be a valid string format');
    if (value.trim() === '') return missing(field);
    return /[<>|]/.test(value) || !isStorable(value)
      ? invalid(400, field, 'Must be a valid string format')
      : undefined;
  };
}

/** A text that may be left out or null. */
export function stringRule(field: string, why: string): Rule<unknown> {
  return (body) => {
    const value = body[field];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' && isStorable(value) ? undefined : invalid(400, field, why);
  };
}

/** PostgreSQL keeps no NUL, and half a surrogate pair would come back as another character. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Truth or falsehood, if it is there. */
export function booleanRule(field: string): Rule<unknown> {
  return (body) => {
    const value = body[field];
    return value === undefined || typeof value === 'boolean'
      ? undefined
      : invalid(400, field, 'Must be true or false');
  };
}

/** A text of at most so many UTF-16 units, if it is there. */
export function lengthRule(field: string, most: number): Rule<unknown> {
  return (body) => tooLong(field, body[field], most);
}

/** The error of a text that is too long. */
export function tooLong(field: string, value: unknown, most: number): PayError | undefined {
  return typeof value === 'string' && value.length > most
    ? invalid(422, field, `Must be less than or equal to ${most} characters length`)
    : undefined;
}

/** The form of an Idempotency-Key, if there is one. */
export function idempotencyKeyRule(
  _body: Body,
  { idempotencyKey }: { readonly idempotencyKey: string | undefined },
): PayError | undefined {
  if (idempotencyKey === undefined) return undefined;
  const wrong = (why: string) => ({
    status: 422,
    header: 'Idempotency-Key',
    code: 'P0102',
    description: `Header [Idempotency-Key] can ${why}`,
  });
  if (idempotencyKey.length < 1 || idempotencyKey.length > 255) return wrong('have a size between 1 and 255');
  return /^[a-zA-Z0-9-]+$/.test(idempotencyKey)
    ? undefined
    : wrong('only contain alphanumeric characters and hyphens');
}

/**
 * Whether a payer can be sent there: an http or https address of an IP address, of `localhost`, or of a name whose last label could be
 * a top-level domain (`internal` and `local` among them).
 */
export function isReturnUrl(text: string): boolean {
  // Browsers take a backslash for a slash, other readers do not: they would not agree on the host.
  if (!/^https?:\/\/[!-[\]-~]+$/i.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  if (username || password) return false;
  return (
    hostname === 'localhost' ||
    /^\[[0-9a-f:.]+\]$/.test(hostname) ||
    /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname) ||
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]+)$/.test(hostname)
  );
}
