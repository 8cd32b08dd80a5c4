/** Nothing that is read is kept for less, in seconds. */
export const shortestAgeS = 5;

/**
 * How long anybody may keep an answer, in seconds: the site's own time, or less where the item asks for less by `details.max_cache_time`, or where something
 * is to be published at the path in `secondsToPublish`.
 */
export function maxAgeOf(
  defaultTtlS: number,
  item: { readonly maxCacheTime?: number | undefined; readonly secondsToPublish?: number | undefined },
): number {
  const { maxCacheTime = defaultTtlS, secondsToPublish = defaultTtlS } = item;
  return Math.max(shortestAgeS, Math.min(defaultTtlS, maxCacheTime, secondsToPublish));
}

/** What an item asks for in `details.max_cache_time`, in whole seconds; undefined when it asks for nothing that is a time. `body` is its JSON. */
export function maxCacheTimeOf(body: string): number | undefined {
  // Few items have it, and all are read here.
  if (!body.includes('"max_cache_time"')) return undefined;
  const { details } = JSON.parse(body) as { details?: { max_cache_time?: unknown } };
  const asked = details?.max_cache_time;
  return typeof asked === 'number' && asked >= 0 ? Math.floor(asked) : undefined;
}
