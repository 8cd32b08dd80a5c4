import type { Queryable } from '@ashlar/postgres';
import { type RawRow, rowColumns, toRow } from '../change-rows.ts';
import { isPublic, type PublicRow } from '../envelope.ts';

/** What a reader asks of the log: the public rows of one department ('*' = all, or, if `exact`, those of none) after a position. */
export interface ReadQuery {
  department: string;
  exact?: boolean | undefined;
  after: number;
  limit: number;
}

/**
 * What the log answers: rows in order of position, the cursor to send next, and the highest position given. 'gone' when rows after
 * the cursor were deleted, or when it is beyond the head, which only a log that was set back can bring about.
 */
export type ReadResult = { rows: PublicRow[]; position: number; head: number } | 'gone';

/** Reads one page in one statement, so that rows and head are of one moment. */
export type ReadChanges = (db: Queryable, query: ReadQuery) => Promise<ReadResult>;

/** Reads at most `limit` rows, or about 4 MB. */
export const readChanges: ReadChanges = async (db, query) => {
  const { rows } = await db.query<PageRow>(statement(query));
  const state = rows[0];
  if (state === undefined) throw new Error('relay_state has no row: the database is not migrated');
  const head = Number(state.stamped);
  if (query.after < Number(state.pruned) || query.after > head) return 'gone';
  const found = rows.filter(hasRow);
  const last = found.at(-1);
  const cut = last !== undefined && (found.length === query.limit || Number(last.bytes) >= budgetBytes);
  // A page that was not cut short has seen everything up to the head, private rows and other departments' included.
  return { rows: found.map(toRow).filter(isPublic), position: cut ? Number(last.position) : head, head };
};

/** The position up to which rows were deleted. */
export async function readOldest(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ pruned: number | string }>({
    name: 'changes-oldest',
    text: 'select pruned from relay_state',
  });
  return Number(rows[0]?.pruned ?? 0);
}

const budgetBytes = 4 * 1024 * 1024;

interface State {
  stamped: number | string;
  pruned: number | string;
}
type PageRow = State & ((RawRow & { bytes: string }) | { position: null });

function hasRow(row: PageRow): row is State & RawRow & { bytes: string } {
  return row.position !== null;
}

function statement({ department, exact = false, after, limit }: ReadQuery) {
  const everyone = department === '*' && !exact;
  return {
    name: everyone ? 'changes-read-all' : 'changes-read',
    text: `
      select stamped, pruned, page.*
      from relay_state left join lateral (
        select ${rowColumns}, bytes from (
          select *, sum(octet_length(data::text)) over (order by position) as bytes from (
            select * from change_log
            where type is not null and position > $1 and position <= stamped
              ${everyone ? '' : 'and department = $3'}
            order by position limit $2
          ) as chosen
        ) as sized
        where bytes - octet_length(data::text) < ${budgetBytes}
      ) as page on true
      order by position`,
    values: everyone ? [after, limit] : [after, limit, department],
  };
}
