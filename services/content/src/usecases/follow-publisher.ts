import { setTimeout } from 'node:timers/promises';
import type { Log } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { NewsPage, PathNews, PublisherFeed } from '../domain/ports.ts';
import { applyNews, endSnapshot, readClock, readCursor } from '../store/replica.ts';
import type { ItemMemory } from './read-item.ts';

/** What a replica reads and writes. */
export interface FollowDeps {
  readonly db: Queryable;
  readonly publisher: PublisherFeed;
  /** What was read lately, to be told of what changes. */
  readonly items: ItemMemory;
  readonly log: Log;
}

/** Where a replica stands. */
export interface FollowState {
  /** Whether there is anything to serve: a snapshot has been read once. */
  readonly hasItems: boolean;
  /** How many positions of the publisher's log are not read yet, as far as it has been heard of. */
  readonly positionsBehind: number;
  /** How old what is served may be, in seconds: 0 while everything is read, and since the publisher was last heard of while it does not answer. */
  readonly secondsBehind: number;
  /** Why it does not get on, in words for strangers. */
  readonly trouble: string | undefined;
}

/** A replica that follows its publisher. */
export interface Follower {
  state(): FollowState;
  /** Resolves as soon as everything has been read that the publisher had said by then. */
  current(): Promise<void>;
  stop(): Promise<void>;
}

const waitS = 20;
const longestPauseMs = 5000;

/**
 * Follows a publisher: reads a snapshot unless one is in, then the change log from there on, for ever. Each page is applied in one statement with its
 * position, so a replica that is killed goes on where it was. Whatever fails is tried again, and what has been read is served meanwhile. Any number of processes
 * may follow into one database.
 */
export function startFollower(deps: FollowDeps): Follower {
  const stopping = new AbortController();
  const run: Run = {
    ...deps,
    signal: stopping.signal,
    position: undefined,
    hasItems: false,
    behind: 0,
    heardAt: performance.now(),
    lastAt: undefined,
    trouble: undefined,
    current: Promise.withResolvers(),
  };
  const running = follow(run);
  return {
    state: () => stateOf(run),
    current: () => run.current.promise,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/**
 * Reads a snapshot, and the cursor after it; answers that cursor. What the snapshot does not name is shown no longer. `again` also writes what is there in the same version,
 * as after damage.
 */
export async function readWholeSnapshot(
  { db, publisher, items }: Pick<FollowDeps, 'db' | 'publisher' | 'items'>,
  { signal, again = false }: { signal: AbortSignal; again?: boolean },
): Promise<number> {
  const begunAt = await readClock(db);
  let after: string | undefined;
  // What happened after the first part is in the log.
  let position: number | undefined;
  do {
    const page = await publisher.items({ after, signal });
    position ??= page.position;
    await applyNews(db, page.news, { position: null, again });
    tell(items, page.news);
    after = page.next;
  } while (after !== undefined);
  for (const { department, basePath } of await endSnapshot(db, { begunAt, position })) {
    items.changed(department, [basePath]);
  }
  return position;
}

/** Takes over a part of the log. News that cannot be stored are left out and logged: the log would stand still for ever otherwise, for every page behind it. */
export async function applyPage({ db, items, log }: FollowDeps, page: NewsPage): Promise<void> {
  const news = page.news.filter(isSound);
  const unsound = page.news.length - news.length;
  if (unsound > 0)
    log.error({ position: page.position, unsound }, 'news that cannot be stored were left out');
  await applyNews(db, news, { position: page.position });
  tell(items, news);
}

interface Run extends FollowDeps {
  readonly signal: AbortSignal;
  /** Where to read on; null when a snapshot is needed, undefined before the database was asked. */
  position: number | null | undefined;
  hasItems: boolean;
  behind: number;
  heardAt: number;
  lastAt: Date | undefined;
  trouble: string | undefined;
  readonly current: PromiseWithResolvers<void>;
}

async function follow(run: Run): Promise<void> {
  for (let failures = 0; !run.signal.aborted; ) {
    try {
      await step(run);
      if (run.trouble !== undefined) run.log.info({ position: run.position }, 'the replica gets on again');
      run.trouble = undefined;
      failures = 0;
    } catch (error) {
      if (run.signal.aborted) return;
      failures += 1;
      if (failures === 1) run.log.warn({ err: error }, 'the replica does not get on; it tries again');
      run.trouble = 'the publisher is not read';
      const pauseMs = Math.min(50 * 2 ** Math.min(failures, 10), longestPauseMs) * (0.5 + Math.random() / 2);
      await setTimeout(pauseMs, undefined, { signal: run.signal }).catch(() => {});
    }
  }
}

async function step(run: Run): Promise<void> {
  if (run.position === undefined) run.position = await readCursor(run.db);
  run.hasItems ||= run.position !== null;
  if (run.position === null) {
    run.position = await readWholeSnapshot(run, run);
    run.hasItems = true;
    run.log.info({ position: run.position }, 'the snapshot is in');
    return;
  }
  // Until everything is read nothing is worth waiting for.
  const isCurrent = run.behind === 0 && run.trouble === undefined && run.lastAt !== undefined;
  const page = await run.publisher.changes({
    after: run.position,
    waitS: isCurrent ? waitS : 0,
    signal: run.signal,
  });
  if (page === 'gone') {
    run.log.warn(
      { position: run.position },
      'the log is no longer kept from here: the replica reads a snapshot',
    );
    run.position = null;
    return;
  }
  if (page.position > run.position) await applyPage(run, page);
  run.position = page.position;
  run.behind = Math.max(0, page.head - page.position);
  run.heardAt = performance.now();
  run.lastAt = page.lastAt ?? run.lastAt ?? new Date();
  if (run.behind === 0) run.current.resolve();
}

function isSound({ base_path: path, payload_version: version, ...shown }: PathNews): boolean {
  if (!path.startsWith('/') || !Number.isSafeInteger(version)) return false;
  if (shown.body === undefined) return true;
  return (
    Number.isInteger(shown.status) && Array.isArray(shown.exact_routes) && Array.isArray(shown.prefix_routes)
  );
}

function tell(items: ItemMemory, news: readonly PathNews[]): void {
  for (const { department, base_path: path } of news) items.changed(department, [path]);
}

function stateOf(run: Run): FollowState {
  const unheardS = (performance.now() - run.heardAt) / 1000;
  const lateS = run.behind > 0 && run.lastAt ? Math.max(0, (Date.now() - run.lastAt.getTime()) / 1000) : 0;
  return {
    hasItems: run.hasItems,
    positionsBehind: run.behind,
    secondsBehind: run.trouble === undefined ? lateS : Math.max(unheardS, lateS),
    trouble: run.trouble,
  };
}
