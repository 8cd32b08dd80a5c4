import type { Refund } from '../domain/entities.ts';
import { providerKeys } from '../domain/ports.ts';
import { leaseStuckRefunds } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { askProvider, storeRefund } from './refund-payment.ts';

const batch = 20;

/**
 * Looks into refunds whose provider was asked too long ago: whoever asked may have died before the answer was stored. The provider says
 * what became of each by its key; one that it has never heard of is asked for again. Returns how many it took in hand.
 */
export async function resolveRefunds(deps: Deps): Promise<number> {
  const now = deps.now();
  const span = deps.times.resolveAfter * 1000;
  const stuck = await leaseStuckRefunds(deps.db, {
    now,
    lockedBefore: new Date(now.getTime() - span),
    until: new Date(now.getTime() + span),
    limit: batch,
  });
  await Promise.all(stuck.map((refund) => resolveOne(deps, refund)));
  return stuck.length;
}

async function resolveOne(deps: Deps, refund: Refund): Promise<void> {
  try {
    const standing = await deps.provider(refund.provider).query({ key: providerKeys.refund(refund.id) });
    await (standing?.operation === 'refund'
      ? storeRefund(deps, refund, standing.outcome)
      : askProvider(deps, refund));
  } catch (error) {
    deps.log.warn({ refundId: refund.id, err: error }, 'a stuck refund could not be resolved yet');
  }
}
