// What lies deeper is told as changed as a whole.
const deepest = 8;

/** Where two JSON values differ, as JSON pointers (RFC 6901) in their order: into objects, while a list is told as a whole. Empty when nowhere. */
export function differences(before: unknown, after: unknown, at = '', depth = 0): string[] {
  if (depth === deepest || !isObject(before) || !isObject(after)) return isSame(before, after) ? [] : [at];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].sort().flatMap((name) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return differences(own(before, name), own(after, name), pointer, depth + 1);
  });
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
