import type { ShownEdition } from '../domain/entities.ts';
import type { ListedEdition, WindowAsked } from '../domain/listing.ts';
import { countContent, findContent, findEditions } from '../store/lists.ts';
import type { Deps } from './deps.ts';

/** A page of a department's documents, and how many there are on all pages. */
export async function listContent(
  { db }: Pick<Deps, 'db'>,
  ...ask: [
    filter: Parameters<typeof findContent>[1],
    order: Parameters<typeof findContent>[2],
    page: Parameters<typeof findContent>[3],
  ]
): Promise<{ total: number; found: ShownEdition[] }> {
  const [total, found] = await Promise.all([countContent(db, ask[0]), findContent(db, ...ask)]);
  return { total, found };
}

/** Some of a department's editions in the list's order, and whether there are more on either side. */
export async function listEditions(
  { db }: Pick<Deps, 'db'>,
  filter: Parameters<typeof findEditions>[1],
  order: Parameters<typeof findEditions>[2],
  window: WindowAsked,
): Promise<{ found: ListedEdition[]; hasNext: boolean; hasPrevious: boolean }> {
  const rows = await findEditions(db, filter, order, window);
  const hasMore = rows.length > window.size;
  const found = rows.slice(0, window.size);
  // Who came from a place came from a page there.
  const cameFrom = window.from !== undefined && found.length > 0;
  return window.backwards
    ? { found: found.reverse(), hasNext: cameFrom, hasPrevious: hasMore }
    : { found, hasNext: hasMore, hasPrevious: cameFrom };
}
