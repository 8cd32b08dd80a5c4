/**
 * A JSON value as its canonical text (RFC 8785): no spaces, members sorted by the UTF-16 units of their names, numbers and texts as
 * ECMAScript writes them. Members that are undefined are left out, as JSON does.
 * @throws {TypeError} for what JSON cannot hold: a function, a number that is not finite, undefined itself.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${value} has no place in JSON`);
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`${typeof value} has no place in JSON`);
  return text;
}
