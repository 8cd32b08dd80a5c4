/** A place in a list that is ordered by creation. */
export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

/** Which part of a list is asked for. */
export interface PageAsk {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** One page, oldest first, with the cursor of the next one if there is one. */
export interface Page<Thing> {
  readonly things: Thing[];
  readonly nextCursor?: string;
}

/** Reads one page by `list`, which lists at most so many things after a place; ids look like `ids`. `bad_cursor`: the cursor is none of these. */
export async function readPage<Thing extends Place>(
  { cursor, limit }: PageAsk,
  ids: RegExp,
  list: (part: { after: Place | undefined; limit: number }) => Promise<Thing[]>,
): Promise<Page<Thing> | 'bad_cursor'> {
  const after = cursor === undefined ? undefined : readCursor(cursor, ids);
  if (after === null) return 'bad_cursor';
  // One more tells whether there is a next page.
  const found = await list({ after, limit: limit + 1 });
  const things = found.slice(0, limit);
  const last = things.at(-1);
  return { things, ...(found.length > limit && last && { nextCursor: writeCursor(last) }) };
}

function writeCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

function readCursor(cursor: string, ids: RegExp): Place | null {
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return time && id && ids.test(id) ? { createdAt: new Date(Number(time)), id } : null;
}
