import { setTimeout } from 'node:timers/promises';

/** How long is waited at least before more is fetched of what waits in number, in milliseconds: so that it comes in handfuls. */
const gatherMs = 20;

/** A place for so much work at once. Work must not reject. */
export interface Room {
  /** How much more there is room for. */
  free(): number;
  enter(work: Promise<void>): void;
  /** Resolves once there is room; where more is known to wait (`gathers`), once there may be room for a handful. */
  open(gathers: boolean): Promise<void>;
  /** Resolves once nothing is in it. */
  empty(): Promise<void>;
}

/** Makes a room for `most` pieces of work. */
export function createRoom(most: number): Room {
  const within = new Set<Promise<void>>();
  return {
    free: () => most - within.size,
    enter(work) {
      const tracked = work.then(() => void within.delete(tracked));
      within.add(tracked);
    },
    async open(gathers) {
      if (within.size === 0) return;
      if (gathers) await setTimeout(gatherMs);
      if (within.size === most) await Promise.race(within);
    },
    async empty() {
      await Promise.all(within);
    },
  };
}
