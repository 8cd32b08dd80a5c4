import type { Queryable } from '@ashlar/postgres';
import { type DisputeReason, type DisputeStatus, disputeMoves } from '../domain/dispute.ts';
import { keySubject, type ProviderDispute } from '../domain/ports.ts';

/** A dispute as a sandbox remembers it. */
interface RememberedDispute {
  readonly key: string;
  readonly captureKey: string;
  readonly amount: number;
  readonly reason: DisputeReason;
  readonly status: DisputeStatus;
  readonly evidence: boolean;
  readonly raisedAt: Date;
}

/** What every sandbox keeps for its work on a dispute, in minor units. */
const fee = 2000;
/** How long evidence is taken: to the end of the seventh day. */
const daysForEvidence = 7;

/** What is remembered of a dispute; undefined when nothing is. */
export async function recallDispute(db: Queryable, key: string): Promise<RememberedDispute | undefined> {
  const { rows } = await db.query<RememberedDispute>({
    name: 'sandbox-find-dispute',
    text: `select key, capture_key as "captureKey", amount, reason, status, evidence, raised_at as "raisedAt"
             from sandbox_dispute where key = $1`,
    values: [key],
  });
  return rows[0];
}

/** A dispute as a sandbox tells it; its keys there begin with `prefix`. */
export function shownDispute(known: RememberedDispute, prefix: string): ProviderDispute | undefined {
  const subject = keySubject(known.captureKey.slice(prefix.length));
  if (!subject || !('paymentId' in subject)) return undefined;
  const { amount, reason, status, raisedAt } = known;
  const due = new Date(raisedAt);
  due.setUTCDate(due.getUTCDate() + daysForEvidence);
  due.setUTCHours(23, 59, 59, 0);
  return {
    id: known.key.slice(prefix.length),
    paymentId: subject.paymentId,
    amount,
    reason,
    status,
    evidenceSubmitted: known.evidence,
    evidenceDueAt: due,
    fee: status === 'lost' ? fee : 0,
    raisedAt,
  };
}

/** Has a dispute go on; what is no way on from where it stands changes nothing. */
export async function playDispute(db: Queryable, key: string, to: DisputeStatus): Promise<void> {
  const from = Object.entries(disputeMoves).flatMap(([status, on]) => (on[to] === undefined ? [] : [status]));
  await db.query({
    name: 'sandbox-play-dispute',
    text: `update sandbox_dispute set status = $2, evidence = evidence or $2 = 'under_review'
             from fenced(sandbox_department((select capture_key from sandbox_dispute where key = $1)), :fence)
            where key = $1 and status = any ($3)`,
    values: [key, to, from],
  });
}
