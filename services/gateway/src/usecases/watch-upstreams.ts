import type { EntryPoint } from '../domain/entry-points.ts';
import type { Upstreams } from './upstreams.ts';

/** What was last known of an implementation. */
export interface UpstreamState {
  ready: boolean;
  /** Why it is not ready, in a few public words. */
  reason?: string;
  checkedAt: Date;
}

/** Knows which implementations are ready. */
export interface UpstreamStates {
  /** The state of each entry point's implementation, at most a few seconds old. */
  of(entryPoints: readonly EntryPoint[]): Promise<ReadonlyMap<EntryPoint, UpstreamState>>;
}

/** Asks when somebody wants to know and remembers the answer for `freshMs`, so that an idle platform stays idle. */
export function createUpstreamStates(upstreams: Upstreams, now: () => Date, freshMs = 2000): UpstreamStates {
  const known = new Map<string, { state: Promise<UpstreamState>; until: number }>();

  const stateOf = (entryPoint: EntryPoint): Promise<UpstreamState> => {
    // Nothing is served there, so nobody is asked.
    if (entryPoint.bound?.isEmpty)
      return Promise.resolve({ ready: false, reason: 'is refused', checkedAt: now() });
    const cached = known.get(entryPoint.upstream);
    if (cached && cached.until > now().getTime()) return cached.state;
    const state = ask(upstreams, entryPoint, now);
    known.set(entryPoint.upstream, { state, until: now().getTime() + freshMs });
    return state;
  };

  return {
    async of(entryPoints) {
      const states = await Promise.all(entryPoints.map(async (one) => [one, await stateOf(one)] as const));
      return new Map(states);
    },
  };
}

async function ask(upstreams: Upstreams, entryPoint: EntryPoint, now: () => Date): Promise<UpstreamState> {
  try {
    await upstreams.checkReady(entryPoint);
    return { ready: true, checkedAt: now() };
  } catch (error) {
    const answered = error instanceof Error && error.message.startsWith('answers ');
    return { ready: false, reason: answered ? error.message : 'does not answer', checkedAt: now() };
  }
}
