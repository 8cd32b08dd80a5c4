import type { Chance } from '../random.ts';

/** A payment as the driver knows it. */
export interface Known {
  readonly id: string;
  /** `new`: it waits for a card. `capturable`: its money waits to be taken. `taken`: some may be given back. `over`: nothing more. */
  stage: 'new' | 'capturable' | 'taken' | 'over';
  readonly token: string;
  readonly amount: number;
  readonly delayed: boolean;
  refunded: number;
}

/** The payments that a driver made, by what can be done with them. */
export interface Pool {
  /** The ids of the newest ones, for reading. */
  readonly ids: readonly string[];
  /** Takes one out, so that nobody else does something with it; undefined when there is none. */
  take(stage: Known['stage']): Known | undefined;
  put(payment: Known): void;
}

const remembered = 2000;

/** Makes an empty one. */
export function createPool(chance: Chance): Pool {
  const stages: Record<Known['stage'], Known[]> = { new: [], capturable: [], taken: [], over: [] };
  const ids: string[] = [];
  const seen = new Set<string>();
  return {
    ids,
    take(stage) {
      const among = stages[stage];
      const at = chance.below(among.length);
      const [found] = among.splice(at, 1);
      return found;
    },
    put(payment) {
      if (!seen.has(payment.id)) ids[seen.size % remembered] = payment.id;
      seen.add(payment.id);
      if (payment.stage !== 'over') stages[payment.stage].push(payment);
    },
  };
}
