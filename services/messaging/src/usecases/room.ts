import { setTimeout } from 'node:timers/promises';

/** How long it takes at least until there is room again after something came in, in milliseconds: what is fetched for it comes in handfuls. */
const gatherMs = 20;

/** A place for so much work at once. Work must not reject. */
export interface Room {
  /** How much more there is room for. */
  free(): number;
  enter(work: Promise<void>): void;
  /** Resolves once there is room. */
  open(): Promise<void>;
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
    async open() {
      if (within.size === 0) return;
      await setTimeout(gatherMs);
      if (within.size === most) await Promise.race(within);
    },
    async empty() {
      await Promise.all(within);
    },
  };
}
