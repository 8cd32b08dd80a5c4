/**
 * Follows every reference in `value`, which is part of `document`. With `keep`, a reference that starts with it is followed
 * once: the result is the very object of the document, whose inside is left as it is.
 * @throws {Error} on a reference that leaves the document, finds nothing, or leads back to itself.
 */
export function resolveRefs(value: unknown, document: unknown, keep?: string): unknown {
  const follow = (part: unknown, trail: readonly string[]): unknown => {
    if (Array.isArray(part)) return part.map((item) => follow(item, trail));
    if (!isObject(part)) return part;
    const reference = part.$ref;
    if (typeof reference !== 'string') {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, follow(inner, trail)]));
    }
    if (trail.includes(reference)) throw new Error(`${reference} refers back to itself`);
    const target = lookUp(document, reference);
    return keep && reference.startsWith(keep) ? target : follow(target, [...trail, reference]);
  };
  return follow(value, []);
}

/**
 * What a reference such as `#/components/schemas/Problem` names in `document`.
 * @throws {Error} when it does not start with `#/` or names nothing.
 */
export function lookUp(document: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) throw new Error(`${reference} leads out of the document`);
  let found = document;
  for (const token of reference.slice(2).split('/')) {
    const key = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) || Array.isArray(found) ? (found as Record<string, unknown>)[key] : undefined;
    if (found === undefined) throw new Error(`${reference} names nothing`);
  }
  return found;
}

/** Copies `value` with every reference inside it changed by `change`. */
export function mapRefs(value: unknown, change: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? change(inner) : mapRefs(inner, change),
    ]),
  );
}

/** Whether `value` is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
