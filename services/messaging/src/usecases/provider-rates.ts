import { setTimeout as pause } from 'node:timers/promises';
import type { Queryable } from '@ashlar/postgres';
import { takeSlot } from '../store/provider-rates.ts';

/** Keeps to what providers take a second. */
export interface ProviderRates {
  /** Which providers have a limit, as was just read. */
  learn(providers: readonly { channel: string; id: string; rate: number | null }[]): void;
  /** Resolves with true once a message may go; with false when that is too far off to wait for. */
  turn(channel: string, id: string): Promise<boolean>;
}

/** Makes the keeper of one process. The limits themselves are counted in the database, for all. */
export function createProviderRates(deps: { db: Queryable; now(): Date }): ProviderRates {
  let limited: ReadonlySet<string> = new Set();
  return {
    learn(providers) {
      limited = new Set(
        providers.filter(({ rate }) => rate !== null).map(({ channel, id }) => `${channel}/${id}`),
      );
    },
    async turn(channel, id) {
      if (!limited.has(`${channel}/${id}`)) return true;
      const now = deps.now();
      const slot = await takeSlot(deps.db, { channel, id, now });
      if (!slot) return false;
      await pause(Math.max(0, slot.getTime() - now.getTime()));
      return true;
    },
  };
}
