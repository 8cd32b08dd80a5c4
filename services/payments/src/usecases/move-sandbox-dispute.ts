import type { DisputeStatus } from '../domain/dispute.ts';
import type { Dispute } from '../domain/entities.ts';
import { isStandardId } from '../domain/ids.ts';
import { readDispute } from '../store/disputes.ts';
import { readPayment } from '../store/payments.ts';
import { hearDispute } from './check-disputes.ts';
import type { Deps } from './deps.ts';

/**
 * Has a sandbox take a dispute on, and hears at once what became of it. `visible` says whether the caller may see its payment. `real` and
 * `no_way` are refusals.
 */
export async function moveSandboxDispute(
  deps: Deps,
  input: {
    disputeId: string;
    status: Exclude<DisputeStatus, 'needs_response'>;
    visible(payment: { gatewayAccountId: string; department: string }): boolean;
  },
): Promise<Dispute | 'unknown' | 'real' | 'no_way'> {
  const dispute = isStandardId(input.disputeId) ? await readDispute(deps.db, input.disputeId) : undefined;
  const payment = dispute && (await readPayment(deps.db, dispute.paymentId));
  if (!payment || !input.visible(payment)) return 'unknown';
  const { playDispute } = await deps.provider(dispute);
  if (!playDispute) return 'real';
  await playDispute({ id: dispute.providerDisputeId, status: input.status });
  const heard = await hearDispute(deps, dispute);
  return heard.status === input.status ? heard : 'no_way';
}
