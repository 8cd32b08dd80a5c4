import type { Refund } from '../domain/entities.ts';
import { providerKeys, type Standing } from '../domain/ports.ts';
import { readPayment } from '../store/payments.ts';
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

/** What its provider knows of a refund; undefined when it has never heard of it. */
export async function queryRefund(deps: Deps, refund: Refund): Promise<Standing | undefined> {
  const payment = await readPayment(deps.db, refund.paymentId);
  const provider = await deps.provider(refund);
  return provider.query({
    key: providerKeys.refund(refund.id),
    paymentId: refund.paymentId,
    transactionId: payment?.transactionId ?? null,
  });
}

async function resolveOne(deps: Deps, refund: Refund): Promise<void> {
  try {
    const standing = await queryRefund(deps, refund);
    await (standing?.operation === 'refund'
      ? storeRefund(deps, refund, standing.outcome)
      : askProvider(deps, refund));
  } catch (error) {
    deps.log.warn({ refundId: refund.id, err: error }, 'a stuck refund could not be resolved yet');
  }
}
