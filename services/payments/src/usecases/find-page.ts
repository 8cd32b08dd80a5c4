/** Which page of a search is asked for, from 1, and how long pages are. */
export interface PageAsk {
  readonly page: number;
  readonly size: number;
}

/** One page of what was found. */
export interface Found<Thing> {
  readonly things: readonly Thing[];
  /** How many there are on all pages. */
  readonly total: number;
  readonly lastPage: number;
}

/** Reads one page of a search; undefined when it lies beyond the last. A search that finds nothing has one page. */
export async function findPage<Thing>(
  { page, size }: PageAsk,
  search: {
    count(): Promise<number>;
    read(rows: { limit: number; offset: number }): Promise<Thing[]>;
  },
): Promise<Found<Thing> | undefined> {
  const read = () => search.read({ limit: size, offset: (page - 1) * size });
  // There always is a first page, and most ask for it: both are looked up at once.
  const [total, first] = await Promise.all([search.count(), page === 1 ? read() : undefined]);
  const lastPage = Math.max(1, Math.ceil(total / size));
  if (page > lastPage) return undefined;
  return { things: first ?? (await read()), total, lastPage };
}
