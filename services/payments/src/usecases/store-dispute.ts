import { randomUUID } from 'node:crypto';
import { type DisputeMove, disputePath } from '../domain/dispute.ts';
import type { Dispute, Payment } from '../domain/entities.ts';
import { randomBytesWanted, standardId } from '../domain/ids.ts';
import {
  disputeLostEntries,
  disputeOpenedEntries,
  disputeWonEntries,
  type Entry,
  type EntryKind,
  feeEntries,
} from '../domain/money.ts';
import type { ProviderDispute } from '../domain/ports.ts';
import { insertDispute, moveDispute, readDisputeOf } from '../store/disputes.ts';
import type { Posting } from '../store/ledger.ts';
import type { Deps } from './deps.ts';

/**
 * Stores what a provider says of a dispute of a payment: that it was raised, and every step on from where it stood. Told the same again, or
 * something older, it changes nothing. Answers the dispute as it is then; undefined when the payment's money was never taken.
 */
export async function storeDispute(
  deps: Deps,
  payment: Pick<Payment, 'id' | 'provider'>,
  told: ProviderDispute,
): Promise<Dispute | undefined> {
  const raised = await raise(deps, payment, told);
  const of = { provider: payment.provider, id: told.id };
  let dispute = raised ?? (await readDisputeOf(deps.db, of));
  if (!dispute) {
    deps.log.warn({ paymentId: payment.id, dispute: told.id }, 'a payment is disputed that was not captured');
    return undefined;
  }
  for (const move of disputePath(dispute.status, told)) {
    // What was kept of one that is lost is on the ledger already.
    const fee = move.from === 'lost' ? dispute.fee : told.fee;
    const stepped = await moveDispute(deps.db, {
      id: dispute.id,
      paymentId: payment.id,
      move,
      fee,
      postings: postingsOf(dispute, move, fee),
      at: deps.now(),
    });
    // Somebody else took it on meanwhile, and had asked the provider as well.
    if (!stepped) return readDisputeOf(deps.db, of);
    dispute = stepped;
    deps.logged();
  }
  return dispute;
}

async function raise(
  deps: Deps,
  payment: Pick<Payment, 'id'>,
  told: ProviderDispute,
): Promise<Dispute | undefined> {
  const at = deps.now();
  const raised = await insertDispute(deps.db, {
    id: standardId(told.raisedAt, deps.random(randomBytesWanted)),
    paymentId: payment.id,
    providerDisputeId: told.id,
    amount: told.amount,
    reason: told.reason,
    evidenceDueAt: told.evidenceDueAt,
    createdAt: told.raisedAt,
    postings: [posting('dispute_opened', disputeOpenedEntries(told.amount))],
    lookAt: new Date(at.getTime() + deps.times.checkDisputes * 1000),
    at,
  });
  if (raised) deps.logged();
  return raised;
}

function postingsOf({ amount }: Dispute, { from, event }: DisputeMove, fee: number): Posting[] {
  if (event !== 'lost' && event !== 'won') return [];
  const entries = event === 'lost' ? disputeLostEntries(amount) : disputeWonEntries(amount, from === 'lost');
  const decided = posting(`dispute_${event}`, entries);
  return fee > 0 && from !== 'lost' ? [decided, posting('dispute_fee', feeEntries(fee))] : [decided];
}

function posting(kind: EntryKind, entries: readonly Entry[]): Posting {
  return { transaction: randomUUID(), kind, entries };
}
