import type { Pool } from '@ashlar/postgres';
import { type Event, toEvent } from '../envelope.ts';
import { type ReadChanges, readChanges, readOldest } from './read.ts';
import { createWaiters } from './waiters.ts';

/** What a reader of the feed asks. `department` '*' means all, unless `exact`: then only what belongs to no department; `after` is the last position seen, 0 from the beginning. */
export interface ChangesQuery {
  department: string;
  exact?: boolean | undefined;
  after: number;
  /** The most events in the page, at least 1. */
  limit: number;
  /** How long to wait for the first event, in milliseconds; 0 answers at once. */
  waitMs: number;
  /** Ends the wait early: the page is then answered as it stands. */
  signal?: AbortSignal;
}

/** A page of the feed: events by position, the cursor to send next, and the highest position there is. */
export interface ChangesPage {
  events: Event[];
  position: number;
  head: number;
}

/** The feed of a component's change log. */
export interface Changes {
  /** 'gone' when the cursor is older than what is kept (or was never handed out). Rejects when the database is away. */
  page(query: ChangesQuery): Promise<ChangesPage | 'gone'>;
  /** The least cursor of a department that is not gone. */
  oldest(department: string): Promise<number>;
  /** Answers everybody who waits and stops listening. */
  close(): Promise<void>;
}

/** What a feed needs: the component's pool, the same database's URL for a listening connection, and the `source` of the events. */
export interface ChangesOptions {
  pool: Pool;
  url: string;
  component: string;
  /** Whether the log passes on to successors as one, and not department by department. */
  whole?: boolean;
  /** Hears of failures of the listening connection, which is made again by itself. */
  onError?(error: unknown): void;
}

/** Opens the feed. The listening connection is made when somebody first waits. */
export function openChanges(options: ChangesOptions): Changes {
  return openChangesWith(options, readChanges);
}

/** A feed whose reading is given: `openChanges` passes the real one, the tests pass broken ones. */
export function openChangesWith(options: ChangesOptions, read: ReadChanges): Changes {
  const { pool, component, whole = false } = options;
  const waiters = createWaiters(options);

  return {
    async page({ department, exact, after, limit, waitMs, signal }) {
      const end = Date.now() + waitMs;
      let cursor = after;
      // Joined before reading, so that a wake-up between reading and waiting counts.
      const waiter = waitMs > 0 ? waiters.join(department) : undefined;
      try {
        for (;;) {
          const found = await read(pool, {
            department,
            exact,
            after: cursor,
            limit,
            ...(whole && { whole }),
          });
          if (found === 'gone') return found;
          const left = end - Date.now();
          const over = waiter === undefined || left <= 0 || signal?.aborted === true || waiters.closed();
          if (found.rows.length > 0 || over) {
            const events = found.rows.map((row) => toEvent(row, component));
            return { events, position: found.position, head: found.head };
          }
          cursor = found.position;
          await waiter.bell.wait(left, signal);
        }
      } finally {
        waiter?.leave();
      }
    },
    oldest: (department) => readOldest(pool, department, whole),
    close: () => waiters.close(),
  };
}
