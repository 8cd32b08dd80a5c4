import { Failure } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { parameterFailure } from './errors.ts';

/** The members of a request's body; none when it has no body. Throws when the body is something else than an object. */
export function bodyOf(request: FastifyRequest): Record<string, unknown> {
  const { body } = request;
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return { ...body };
  throw new Failure(400, { error: { code: 400, message: 'The body must be an object' } });
}

/** Whether a value is a UUID as it is written. */
export function isUuid(value: unknown): value is string {
  return (
    typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)
  );
}

/** Flags come as booleans or, from older clients, as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** An optional text member. Throws when it is something else. */
export function textOf(body: Record<string, unknown>, field: string): string | null {
  const value = body[field];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  throw parameterFailure(field, 'must be text');
}

/** A member that is a list of texts, 1,000 at most; without a default it has to be there. */
export function listOf(
  body: Record<string, unknown>,
  field: string,
  otherwise?: readonly string[],
): string[] {
  const value = body[field] ?? otherwise;
  if (value === undefined) throw parameterFailure(field, 'is required');
  if (!Array.isArray(value) || value.length > 1000 || !value.every(isStorable)) {
    throw parameterFailure(field, 'must be a list of texts, 1,000 at most');
  }
  return value;
}

/** Whether a value is a redirect in the standard's shape. */
export function isRedirect(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const {
    path,
    type,
    destination,
    segments_mode: mode = 'ignore',
    ...rest
  } = value as Record<string, unknown>;
  const isComplete = isText(path) && isText(destination) && (type === 'exact' || type === 'prefix');
  return isComplete && (mode === 'ignore' || mode === 'preserve') && Object.keys(rest).length === 0;
}

/** Throws when there is text that no database keeps: the character zero, or half of a pair of surrogates. */
export function refuseUnstorable(value: unknown): void {
  if (isKept(value)) return;
  throw new Failure(422, {
    error: { code: 422, message: 'The body has a character that cannot be stored', fields: {} },
  });
}

function isKept(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isKept(inner));
}

function isStorable(value: unknown): boolean {
  return isText(value) && value.isWellFormed() && !value.includes('\0');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
