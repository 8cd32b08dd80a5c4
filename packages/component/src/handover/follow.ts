import { randomUUID } from 'node:crypto';
import { fencedOff, type Pool, type Queryable } from '@ashlar/postgres';
import type { Log } from '../resources.ts';
import { BadBatch } from './crypto.ts';
import {
  beginSnapshot,
  claimFollows,
  endSnapshot,
  type Follow,
  moveFeed,
  moveSnapshot,
  noteFailure,
  noteSeen,
  type Place,
  readFollow,
  restartSnapshot,
} from './follow-store.ts';
import type { Handover } from './handover.ts';
import { finishSnapshot, importBatch } from './import.ts';
import { askFeed, askSnapshot, type SourceAsk, SourceRefused } from './source.ts';
import type { Item } from './types.ts';

/** What it takes to follow. */
export interface FollowSetup {
  readonly handover: Handover;
  readonly pool: Pool;
  readonly log: Pick<Log, 'warn' | 'info'>;
  /** Opens a batch that was sealed to us. */
  open(jwe: string): Promise<Item[]>;
}

/** What follows other implementations in the background. */
export interface Follower {
  /** Something about a follow has changed: look now. */
  wake(): void;
  stop(): Promise<void>;
}

const lookMs = 1000;
/** After this another process takes up what one was not seen with. */
const unseenMs = 3000;
const waitS = 20;
const backoff = { firstMs: 250, mostMs: 10_000 };
/** So often what the source sends may meet another thing here: two that change places may have come in a wrong order. */
const mostClashes = 5;

/** Starts what follows: every follow that is stored, each by one process, also after that process was killed. */
export function startFollower(setup: FollowSetup): Follower {
  const holder = randomUUID();
  const jobs = new Map<string, { ended: Promise<void>; stop: AbortController; wake: () => void }>();
  let stopped = false;

  const look = async () => {
    const mine = await claimFollows(setup.pool, holder, unseenMs);
    for (const [department, { stop }] of jobs) if (!mine.includes(department)) stop.abort();
    for (const department of mine) if (!jobs.has(department) && !stopped) start(department);
  };
  const start = (department: string) => {
    const stop = new AbortController();
    const nap = createNap(stop.signal);
    const ended = follow(setup, department, stop.signal, nap.rest)
      .catch((error: unknown) =>
        setup.log.warn({ err: error, department }, 'a follow will be taken up again'),
      )
      .finally(() => {
        jobs.delete(department);
        // It may be wanted again by now.
        if (stop.signal.aborted) pause.wake();
      });
    jobs.set(department, { ended, stop, wake: nap.wake });
  };

  const stopping = new AbortController();
  const pause = createNap(stopping.signal);
  const running = (async () => {
    while (!stopped) {
      await look().catch((error: unknown) =>
        setup.log.warn({ err: error }, 'follows will be looked for again'),
      );
      await pause.rest(lookMs);
    }
  })();
  return {
    wake() {
      pause.wake();
      for (const { wake } of jobs.values()) wake();
    },
    async stop() {
      stopped = true;
      stopping.abort();
      await running;
      for (const { stop } of jobs.values()) stop.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}

/** Follows for one department until it is stopped, or there is nothing to follow. */
async function follow(
  setup: FollowSetup,
  department: string,
  signal: AbortSignal,
  rest: (ms: number) => Promise<void>,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const at = await readFollow(setup.pool, department);
    if (at?.phase !== 'snapshot' && at?.phase !== 'feed') return;
    try {
      await (at.phase === 'snapshot' ? pullSnapshot(setup, at, signal) : pullFeed(setup, at, signal));
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      if (!(await failed(setup, at, error, failures))) continue;
      await rest(Math.min(backoff.mostMs, backoff.firstMs * 2 ** (failures - 1)));
    }
  }
}

/** Notes a failure. Whether to wait before going on. */
async function failed(setup: FollowSetup, at: Follow, error: unknown, failures: number): Promise<boolean> {
  if (error instanceof SourceRefused && error.status === 410 && at.phase === 'feed') {
    setup.log.warn(
      { department: at.department },
      'the source no longer keeps the feed: the snapshot is read again',
    );
    await restartSnapshot(setup.pool, at);
    return false;
  }
  const hopeless = error instanceof BadBatch || (isClash(error) && failures >= mostClashes);
  const ends = hopeless ? 'failed' : fencedOff(error) ? 'stopped' : undefined;
  const reason = reasonOf(error);
  setup.log.warn({ err: error, department: at.department }, 'following the predecessor failed');
  await noteFailure(setup.pool, at, { error: reason, ends });
  return true;
}

function reasonOf(error: unknown): string {
  if (fencedOff(error)) return 'The department does not follow here any more';
  if (error instanceof SourceRefused || error instanceof BadBatch) return error.message;
  if (error instanceof TypeError) return 'The source cannot be reached';
  if (error instanceof Error && error.message.startsWith('The source')) return error.message;
  if (isClash(error)) return 'What the source sent cannot stand beside what is here and not there';
  return 'What the source sent could not be stored';
}

/** Whether another thing has what there may be once (unique_violation). */
function isClash(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
}

async function pullSnapshot(setup: FollowSetup, at: Follow, signal: AbortSignal): Promise<void> {
  let cursor = at.cursor;
  let begun = at.begun;
  let ended = false;
  // While one batch is stored the next is opened.
  let storing: Promise<boolean> = Promise.resolve(true);
  for await (const line of askSnapshot(askOf(setup, at, signal), cursor)) {
    if ('end' in line) {
      ended = true;
    } else if ('position' in line) {
      if (!begun)
        await beginSnapshot(setup.pool, at, { position: line.position, eventsFrom: line.events_from ?? 0 });
      begun = true;
    } else {
      const items = await setup.open(line.jwe);
      if (!(await storing)) return;
      const place = { ...at, cursor };
      cursor = line.cursor;
      storing = store(setup, at.department, items, (db, records) =>
        passBatch(setup, { db, place, items, records, cursor: line.cursor }),
      );
      storing.catch(() => {});
    }
  }
  if (!(await storing)) return;
  if (!ended) throw new Error('The source broke off its snapshot');
  const end = (db: Queryable) => endSnapshot(db, { ...at, cursor });
  const { handover, pool } = setup;
  if (!(await finishSnapshot(handover, { pool, department: at.department, end }))) return;
  setup.log.info({ department: at.department }, 'the snapshot of the predecessor is in');
}

/** Moves a snapshot past a batch, and remembers what of it may have gone at the source by the next one. */
async function passBatch(
  { handover }: FollowSetup,
  batch: { db: Queryable; place: Place; items: readonly Item[]; records: number; cursor: string },
): Promise<boolean> {
  const { db, place, items, records, cursor } = batch;
  if (!(await moveSnapshot(db, place, { cursor, records }))) return false;
  const goes = handover.mapping.entities.filter(({ weed }) => weed).map(({ name }) => name);
  const seen = items.filter(({ entity }) => goes.includes(entity));
  if (seen.length > 0) await noteSeen(db, place.department, seen);
  return true;
}

async function pullFeed(setup: FollowSetup, at: Follow, signal: AbortSignal): Promise<void> {
  const page = await askFeed(askOf(setup, at, signal), at.position, at.caughtUp ? waitS : 0);
  const caughtUp = page.position >= page.head;
  if (page.jwe === undefined) {
    await moveFeed(setup.pool, at, { position: page.position, records: 0, caughtUp });
    return;
  }
  const items = await setup.open(page.jwe);
  await store(setup, at.department, items, (db, records) =>
    moveFeed(db, at, { position: page.position, records, caughtUp }),
  );
}

function store(
  { handover, pool }: FollowSetup,
  department: string,
  items: readonly Item[],
  progress: Parameters<typeof importBatch>[1]['progress'],
): Promise<boolean> {
  return importBatch(handover, { pool, department, items, progress });
}

function askOf({ handover }: FollowSetup, at: Follow, signal: AbortSignal): SourceAsk {
  return { source: at.source, token: handover.seal.open(at.token), department: at.department, signal };
}

/** A rest that ends early when it is woken, also by what woke it just before. */
function createNap(signal: AbortSignal) {
  let woken = false;
  let end = () => {};
  signal.addEventListener('abort', () => end(), { once: true });
  return {
    wake() {
      woken = true;
      end();
    },
    async rest(ms: number) {
      if (!woken && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      woken = false;
    },
  };
}
