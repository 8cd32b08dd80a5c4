import { setTimeout } from 'node:timers/promises';
import type { Faults, Span } from '../domain/sandbox-faults.ts';
import type { Telling } from './sandbox-memory.ts';

/** The faults of one sandbox, drawn one after the other. `id` sets the sandboxes of one process apart. */
export function createFaults(faults: Faults, id: string) {
  const random = seeded(faults.seed, id);
  const happens = (chance: number) => chance > 0 && random() < chance;
  const pause = (ms: number) => (ms > 0 ? setTimeout(ms) : undefined);
  return {
    /** Does what a sandbox was asked for, with the fault that is due. Throws {@link SandboxFault} for one that its caller sees. */
    async around<T>(act: () => Promise<T>): Promise<T> {
      await pause(slowness(faults.latency, random));
      if (happens(faults.error)) throw new SandboxFault('has a fault');
      if (happens(faults.lostBefore)) {
        await pause(faults.timeout);
        throw new SandboxFault('was not reached');
      }
      const lost = happens(faults.lostAfter);
      const answer = await act();
      if (!lost) return answer;
      await pause(faults.timeout);
      throw new SandboxFault('did not answer');
    },
    /** How an operation is told of. */
    telling(): Telling {
      if (happens(faults.unsent)) return { copies: 0, afterMs: 0 };
      const { from, to } = faults.late;
      return {
        copies: happens(faults.duplicate) ? 2 : 1,
        afterMs: to > 0 ? Math.round(from + random() * (to - from)) : 0,
      };
    },
  };
}

/** Thrown where a sandbox plays a fault: its caller cannot know whether the call took effect. */
export class SandboxFault extends Error {
  constructor(what: string) {
    super(`The sandbox ${what}`);
    this.name = 'SandboxFault';
  }
}

function slowness({ from, to }: Span, random: () => number): number {
  if (to <= from) return from;
  const least = Math.max(from, 1);
  return Math.round(least * (to / least) ** random());
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function seeded(seed: number, id: string): () => number {
  let state = [...id].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
