/** How far a group is in one partition that a consumer holds. */
export interface Progress {
  /** Names the partition. */
  name: string;
  committed: bigint;
  /** The offset that the next message will have. */
  end: bigint;
  /** Whether the consumer has a delivery in hand there, or waits to retry one. */
  busy: boolean;
}

/** Tells a consumer that stands still from one that has nothing to do. */
export interface StallDetector {
  /** Takes a look at `now` (milliseconds); returns the partitions that are behind and have not moved for too long. */
  look(now: number, partitions: readonly Progress[]): string[];
}

/** Makes a detector that calls a partition stalled after `stalledMs`. One that is handling, or catching up, never is. */
export function createStallDetector(stalledMs: number): StallDetector {
  let last = new Map<string, { committed: bigint; since: number }>();
  return {
    look(now, partitions) {
      const seen = new Map<string, { committed: bigint; since: number }>();
      for (const { name, committed, end, busy } of partitions) {
        const before = last.get(name);
        const still = before?.committed === committed && committed < end && !busy;
        seen.set(name, { committed, since: still ? before.since : now });
      }
      last = seen;
      return [...seen].filter(([, { since }]) => now - since >= stalledMs).map(([name]) => name);
    },
  };
}
