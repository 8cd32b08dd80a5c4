import type { Pool, Queryable } from '@ashlar/postgres';
import { type RawRow, rowColumns, toRow } from '../change-rows.ts';
import type { ChangeRow } from '../envelope.ts';
import { horizonSql, wholeHorizon } from './read.ts';
import { createWaiters } from './waiters.ts';

/** What a successor asks: a department's rows, or all of them (`*`), after a position, at most `limit`, waiting up to `waitMs` for the first. */
export interface WholeLogQuery {
  department: string;
  after: number;
  limit: number;
  waitMs: number;
  signal?: AbortSignal;
}

/** A page of the whole log: rows by position, private ones included, the cursor to send next, and where the log stood. */
export interface WholeLogPage {
  rows: ChangeRow[];
  position: number;
  head: number;
}

/** The log with its private rows, for whoever takes over. */
export interface WholeLog {
  /** 'gone' when rows after the cursor were deleted. Rejects when the database is away. */
  page(query: WholeLogQuery): Promise<WholeLogPage | 'gone'>;
  close(): Promise<void>;
}

/** Opens the whole log of a component. */
export function openWholeLog(options: {
  pool: Pool;
  url: string;
  component: string;
  onError?(error: unknown): void;
}): WholeLog {
  const waiters = createWaiters(options);
  return {
    async page({ department, after, limit, waitMs, signal }) {
      const end = Date.now() + waitMs;
      // Joined before reading, so that a wake-up between reading and waiting counts.
      const waiter = waitMs > 0 ? waiters.join(department) : undefined;
      try {
        for (;;) {
          const page = await readWholeLog(options.pool, { department, after, limit });
          if (page === 'gone') return page;
          const left = end - Date.now();
          const over = waiter === undefined || left <= 0 || signal?.aborted === true || waiters.closed();
          if (page.rows.length > 0 || over) return page;
          await waiter.bell.wait(left, signal);
        }
      } finally {
        waiter?.leave();
      }
    },
    close: () => waiters.close(),
  };
}

/** The highest position of a department's log, or of the whole one (`*`), private and imported rows included; 0 when it never had one. */
export async function readHead(db: Queryable, department: string): Promise<number> {
  const { rows } = await db.query<{ head: number | string | null }>({
    name: named('log-head', department),
    text: `select ${headSql(department)} as head`,
    values: [department],
  });
  return Number(rows[0]?.head ?? 0);
}

/** How many rows of a department, or of the whole log (`*`), have no position yet. */
export async function countUnstamped(db: Queryable, department: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: named('log-unstamped', department),
    text: `select count(*)::int as count from change_log where position is null and ${ofDepartment(department)}`,
    values: [department],
  });
  return rows[0]?.count ?? 0;
}

/** The highest position of the log, whosever row it is. */
export async function readStamped(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ stamped: number | string }>({
    name: 'log-stamped',
    text: 'select stamped from relay_state',
  });
  return Number(rows[0]?.stamped ?? 0);
}

/** Says whether a department's log goes on elsewhere, so that its cursors stay at its last row. */
export async function capCursors(db: Queryable, department: string, elsewhere: boolean): Promise<void> {
  await db.query({
    name: 'log-cap',
    text: `with capped as (
             insert into change_log_cap (department) select $1 where $2::boolean on conflict do nothing
           )
           delete from change_log_cap where department = $1 and not $2::boolean`,
    values: [department, elsewhere],
  });
}

/** Has the log go on after a position, which a predecessor reached. */
export async function continueLog(db: Queryable, position: number): Promise<void> {
  await db.query({
    name: 'log-continue',
    text: `with moved as (
             update relay_state set stamped = $1::bigint where stamped < $1::bigint returning old.stamped as before
           )
           insert into change_log_jump (before, after) select before, $1::bigint from moved`,
    values: [position],
  });
}

/** Whose rows, as SQL with the department as `$1`: those of all of them are a statement of their own. */
function ofDepartment(department: string): string {
  return department === '*' ? `$1 = '*'` : 'department = $1';
}

function named(name: string, department: string): string {
  return department === '*' ? `${name}-whole` : name;
}

function headSql(department: string): string {
  const pruned =
    department === '*' ? wholeHorizon : '(select pruned from change_log_horizon where department = $1)';
  return `greatest((select max(position) from change_log where ${ofDepartment(department)}), ${pruned}, 0)`;
}

async function readWholeLog(
  db: Queryable,
  { department, after, limit }: { department: string; after: number; limit: number },
): Promise<WholeLogPage | 'gone'> {
  const { rows } = await db.query<RawRow & { head: number | string; pruned: number | string }>({
    name: named('log-read', department),
    text: `select state.head, state.pruned, page.*
             from (select stamped as head, ${department === '*' ? wholeHorizon : horizonSql('$1')} as pruned from relay_state) as state
             left join lateral (
               select ${rowColumns} from change_log where ${ofDepartment(department)} and position > $2 order by position limit $3
             ) as page on true
            order by position`,
    values: [department, after, limit],
  });
  const [first] = rows;
  if (first === undefined || after < Number(first.pruned)) return 'gone';
  const found = rows.filter(({ position }) => position !== null).map(toRow);
  const last = found.at(-1);
  const cut = last !== undefined && found.length === limit;
  return {
    rows: found,
    position: cut ? last.position : Math.max(after, last?.position ?? 0, Number(first.head)),
    head: Number(first.head),
  };
}
