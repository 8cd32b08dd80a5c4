import type { Dispute } from '../domain/entities.ts';
import { leaseOpenDisputes } from '../store/disputes.ts';
import type { Deps } from './deps.ts';
import { storeDispute } from './store-dispute.ts';

const batch = 20;

/** Asks the providers of open disputes what became of them, in case they said so and were not heard. Returns how many it took in hand. */
export async function checkDisputes(deps: Deps): Promise<number> {
  const now = deps.now();
  const next = new Date(now.getTime() + deps.times.checkDisputes * 1000);
  const open = await leaseOpenDisputes(deps.db, { now, next, limit: batch });
  await Promise.all(open.map((dispute) => checkOne(deps, dispute)));
  return open.length;
}

async function checkOne(deps: Deps, dispute: Dispute): Promise<void> {
  try {
    await hearDispute(deps, dispute);
  } catch (error) {
    deps.log.warn({ disputeId: dispute.id, err: error }, 'a provider did not answer about a dispute');
  }
}

/** Asks the provider of a dispute where it is, and stores that. Answers the dispute as it is then. Rejects when the provider does not answer. */
export async function hearDispute(deps: Deps, dispute: Dispute): Promise<Dispute> {
  const { provider, paymentId, providerDisputeId: id } = dispute;
  const told = await (await deps.provider(dispute)).dispute({ id });
  const heard = told && (await storeDispute(deps, { id: paymentId, provider }, told));
  return heard ?? dispute;
}
