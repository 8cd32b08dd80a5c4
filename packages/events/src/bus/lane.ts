import { backoff, pause } from '../waiting.ts';
import { type BusLog, brief } from './log.ts';
import type { ConsumeOptions, Delivery } from './port.ts';

/** What a lane needs of its consumer. */
export interface LaneOwner {
  handle: ConsumeOptions['handle'];
  group: string;
  log: BusLog;
  /** Whether the lease is known to be alive; a lane starts no delivery while it is not. */
  sure(): boolean;
  /** Stores the next offset; false when the partition belongs to another member. */
  commit(lane: Lane, nextOffset: number): Promise<boolean>;
  /** Called when the lane has nothing left to do. */
  idle(lane: Lane): void;
}

/** One partition held by a consumer: its deliveries are handled one at a time, in order. */
export interface Lane {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to read. */
  next(): number;
  /** Whether it can take deliveries. */
  ready(): boolean;
  /** Commits what a failed commit left over. */
  settle(): Promise<void>;
  /** Handles these, which follow the last ones, and commits. Resolves when done, or closed. */
  give(deliveries: readonly Delivery[]): Promise<void>;
  /** Stops after the delivery in hand, whose offset is committed. Resolves when done. */
  close(): Promise<void>;
  /** Another member has the partition: stops at once, and `alive` rejects from now on. */
  lose(): void;
}

/** Makes the lane of a partition that the group has handled up to `offset`. */
export function createLane(owner: LaneOwner, topic: string, partition: number, offset: number): Lane {
  const closing = new AbortController();
  let lost = false;
  let handled = offset;
  let committed = offset;
  let work: Promise<void> | undefined;
  const lane: Lane = {
    topic,
    partition,
    next: () => handled,
    ready: () => work === undefined && !closing.signal.aborted,
    settle: () => commit(),
    give(deliveries) {
      work = run(deliveries).finally(() => {
        work = undefined;
        owner.idle(lane);
      });
      return work;
    },
    async close() {
      closing.abort();
      await work;
      await commit();
    },
    lose() {
      lost = true;
      closing.abort();
    },
  };

  async function run(deliveries: readonly Delivery[]): Promise<void> {
    let lastCommit = performance.now();
    for (const delivery of deliveries) {
      if (!(await handleOnce(delivery))) break;
      handled = Number(delivery.offset) + 1;
      if (performance.now() - lastCommit < commitEveryMs) continue;
      await commit();
      lastCommit = performance.now();
    }
    await commit();
  }

  /** True when handled; false when the lane closed before that. */
  async function handleOnce(delivery: Delivery): Promise<boolean> {
    for (let failures = 0; ; ) {
      while (!owner.sure() && !closing.signal.aborted) await pause(100, closing.signal);
      if (closing.signal.aborted) return false;
      try {
        await owner.handle(delivery, alive);
        return !lost;
      } catch (error) {
        failures += 1;
        reportFailure(owner, delivery, failures, error);
        await pause(backoff(failures, retryBaseMs, retryCapMs), closing.signal);
      }
    }
  }

  async function alive(): Promise<void> {
    if (lost) throw new Error('The partition belongs to another member of the group');
  }

  async function commit(): Promise<void> {
    const reached = handled;
    if (lost || reached === committed) return;
    try {
      if (await owner.commit(lane, reached)) committed = reached;
      else lane.lose();
    } catch (error) {
      // The next commit includes this one.
      owner.log.warn(
        { ...brief(error), topic, partition, group: owner.group },
        'an offset could not be committed yet',
      );
    }
  }

  return lane;
}

// How long a failing delivery waits before it is tried again: doubling from the one to the other.
const retryBaseMs = 100;
const retryCapMs = 5000;

// A commit is a write to the disk: in a backlog many deliveries share one.
const commitEveryMs = 100;

/** Logs a delivery that its handler rejected, without what it carries. */
function reportFailure(
  { log, group }: { log: BusLog; group: string },
  { topic, partition, offset }: Delivery,
  failures: number,
  error: unknown,
): void {
  log.warn(
    { err: error, topic, partition, offset, group, failures },
    'a delivery failed and will be tried again',
  );
}
