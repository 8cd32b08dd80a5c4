import type { Queryable } from '@ashlar/postgres';
import { type RawRow, rowColumns, toRow } from '../change-rows.ts';
import { isPublic, type PublicRow } from '../envelope.ts';

/**
 * What a reader asks of the log: the public rows of one department after a position. '*' is every department (or, if `exact`, the rows of none), and only what was
 * made here: positions of predecessors are their departments'. Where the log passed on as a `whole`, all of it is one line.
 */
export interface ReadQuery {
  department: string;
  exact?: boolean | undefined;
  after: number;
  limit: number;
  whole?: boolean | undefined;
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
  // A page that was not cut short has seen everything up to the head, private rows and other departments' included; where the log goes on elsewhere, up to the
  // department's last row.
  const position = cut ? Number(last.position) : Math.max(query.after, Number(state.seen));
  return { rows: found.map(toRow).filter(isPublic), position, head };
};

/** The position up to which a department's rows were deleted, or everybody's ('*'), of a log that passes on as a `whole` also those of predecessors. */
export async function readOldest(db: Queryable, department: string, whole = false): Promise<number> {
  const { rows } = await db.query<{ pruned: number | string }>({
    name: whole ? 'changes-oldest-whole' : 'changes-oldest',
    text: `select case when $1 = '*' then ${whole ? wholeHorizon : '(select pruned from relay_state)'} else ${horizonSql('$1')} end as pruned`,
    values: [department],
  });
  return Number(rows[0]?.pruned ?? 0);
}

/** The same as SQL. `*` stands for departments without a row, too. */
export function horizonSql(department: string): string {
  return `coalesce((select pruned from change_log_horizon where department = ${department}),
                   (select pruned from change_log_horizon where department = '*'), 0)`;
}

/** The same of everybody, where the log passes on as a whole. */
export const wholeHorizon = `greatest((select pruned from relay_state), (select max(pruned) from change_log_horizon))`;

const budgetBytes = 4 * 1024 * 1024;

interface State {
  stamped: number | string;
  seen: number | string;
  pruned: number | string;
}
type PageRow = State & ((RawRow & { bytes: string }) | { position: null });

function hasRow(row: PageRow): row is State & RawRow & { bytes: string } {
  return row.position !== null;
}

function statement({ department, exact = false, after, limit, whole = false }: ReadQuery) {
  const everyone = department === '*' && !exact;
  const pruned = everyone ? (whole ? wholeHorizon : 'pruned') : horizonSql('$3');
  const own = everyone ? 'true' : 'department = $3';
  const capped = whole ? `department in ('*'${everyone ? '' : ', $3'})` : own;
  const seen =
    everyone && !whole
      ? 'stamped'
      : `case when exists (select from change_log_cap where ${capped})
            then coalesce((select max(position) from change_log where ${own} and position <= stamped), 0) else stamped end`;
  return {
    name: `${everyone ? 'changes-read-all' : 'changes-read'}${whole ? '-whole' : ''}`,
    text: `
      select stamped, ${pruned} as pruned, ${seen} as seen, page.*
      from relay_state left join lateral (
        select ${rowColumns}, bytes from (
          select *, sum(octet_length(data::text)) over (order by position) as bytes from (
            select * from change_log
            where type is not null and position > $1 and position <= stamped
              and ${everyone && !whole ? 'not imported' : own}
            order by position limit $2
          ) as chosen
        ) as sized
        where bytes - octet_length(data::text) < ${budgetBytes}
      ) as page on true
      order by position`,
    values: everyone ? [after, limit] : [after, limit, department],
  };
}
