/** Which part of a list is asked for, and by whom. */
export interface PageAsk {
  /** Where the page before ended. */
  readonly cursor: string | undefined;
  readonly limit: number;
  /** Only those of this component, where things have one. */
  readonly component?: string | undefined;
  /** `*` sees every department's. */
  readonly department: string;
}

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next part begins; absent on the last. */
  readonly nextCursor?: string;
}

/** Makes a page of rows of which one more than `limit` was asked for. */
export function pageOf<Item>(
  rows: readonly Item[],
  limit: number,
  cursorOf: (last: Item) => string,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: cursorOf(last) } : { items };
}
