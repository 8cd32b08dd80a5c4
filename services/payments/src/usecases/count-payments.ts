import { countNextPayments, readCountedPosition } from '../store/payment-count.ts';
import type { Deps } from './deps.ts';

const batch = 10_000;

/** Brings the counts of accounts' payments up to the change log, and returns the position that they are at. */
export async function countPayments(deps: Pick<Deps, 'db'>): Promise<number> {
  for (;;) {
    const after = await readCountedPosition(deps.db);
    const { changes, position } = await countNextPayments(deps.db, after, batch);
    if (changes < batch) return position;
  }
}
