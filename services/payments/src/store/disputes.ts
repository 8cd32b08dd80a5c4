import { type Queryable, receiptSql } from '@ashlar/postgres';
import { type DisputeMove, disputeEventType, isOpen } from '../domain/dispute.ts';
import type { Dispute } from '../domain/entities.ts';
import { disputeFact } from '../events/facts.ts';
import { enterSql, type Posting, postingsJson } from './ledger.ts';
import { traceSql } from './trace.ts';

/** The columns of `dispute` under the names of {@link Dispute}. */
export const disputeColumns = `id, payment_id as "paymentId", gateway_account_id as "gatewayAccountId", provider,
  credential_id as "credentialId", provider_dispute_id as "providerDisputeId", amount, currency, reason, status, evidence_due_at as "evidenceDueAt", fee,
  created_at as "createdAt"`;

/** The department of what hangs on a payment, as SQL over its row. */
export const departmentOf = (row: string) =>
  `(select department from payment where payment.id = ${row}.payment_id)`;

/** A dispute that was raised, with the ledger entries that say what is held back. */
export interface NewDispute
  extends Pick<
    Dispute,
    'id' | 'paymentId' | 'providerDisputeId' | 'amount' | 'reason' | 'evidenceDueAt' | 'createdAt'
  > {
  readonly postings: readonly Posting[];
  /** When its provider is asked again. */
  readonly lookAt: Date;
  readonly at: Date;
}

// The rest of both statements: `moved` is the payment's row, and the dispute's is `row`.
const logged = (row: string, type: string, at: string) => `logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), moved.id, moved.sequence, fenced(moved.department, :fence), moved.service, ${type}, ${at}::timestamptz,
           ${disputeFact(row, 'moved')}, ${traceSql('moved', 'null')}
      from moved, ${row}
    returning ${receiptSql} as receipt
  )`;

/**
 * Stores that a captured payment is disputed, its event and its entries, once for each of the provider's ids. From then on nothing of the
 * payment is given back. Undefined when the dispute was stored before, or the payment is not captured.
 */
export async function insertDispute(db: Queryable, dispute: NewDispute): Promise<Dispute | undefined> {
  const { rows } = await db.query<Dispute>({
    name: 'insert-dispute',
    text: `with paid as (
             select id, gateway_account_id, provider, credential_id, currency from payment where id = $2 and status = 'CAPTURED' for update
           ), made as (
             insert into dispute (id, payment_id, gateway_account_id, provider, credential_id, provider_dispute_id, amount, currency, reason, status,
                                  evidence_due_at, look_at, created_at, updated_at)
             select $1, paid.id, paid.gateway_account_id, paid.provider, paid.credential_id, $3, $4::integer, paid.currency, $5, 'needs_response',
                    $6::timestamptz, $7::timestamptz, $8::timestamptz, $9::timestamptz
               from paid
             on conflict (provider, provider_dispute_id) do nothing
             returning *
           ), moved as (
             update payment set disputed = disputed + 1, sequence = sequence + 1, updated_at = $9::timestamptz
               from made where payment.id = made.payment_id
             returning payment.*
           ), ${enterSql('moved', { postings: '$10', at: '$9', dispute: '$1' })},
           ${logged('made', `'${disputeEventType('created')}'`, '$9')}
           select ${disputeColumns}, (select receipt from logged) from made`,
    values: [
      dispute.id,
      dispute.paymentId,
      dispute.providerDisputeId,
      dispute.amount,
      dispute.reason,
      dispute.evidenceDueAt,
      dispute.lookAt,
      dispute.createdAt,
      dispute.at,
      postingsJson(dispute.postings),
    ],
  });
  return rows[0];
}

/** One step of a dispute, with the ledger entries that say where the money is then. */
export interface DisputeStep {
  readonly id: string;
  readonly paymentId: string;
  readonly move: DisputeMove;
  /** What the provider keeps for its work, in minor units. */
  readonly fee: number;
  readonly postings: readonly Posting[];
  readonly at: Date;
}

/** Takes a dispute one step on. One that is won blocks no refund any more. Undefined when it is no longer where the step begins. */
export async function moveDispute(db: Queryable, step: DisputeStep): Promise<Dispute | undefined> {
  const { from, to, event } = step.move;
  const { rows } = await db.query<Dispute>({
    name: 'move-dispute',
    text: `with paid as (
             select id from payment where id = $2 for update
           ), stepped as (
             update dispute set status = $4, fee = $5::integer, updated_at = $6::timestamptz,
                                look_at = case when $7::boolean then look_at end
               from paid where dispute.id = $1 and dispute.payment_id = paid.id and status = $3 returning dispute.*
           ), moved as (
             update payment set disputed = disputed - case when $4 = 'won' then 1 else 0 end, sequence = sequence + 1,
                                updated_at = $6::timestamptz
               from stepped where payment.id = stepped.payment_id
             returning payment.*
           ), ${enterSql('moved', { postings: '$8', at: '$6', dispute: '$1' })},
           ${logged('stepped', '$9', '$6')}
           select ${disputeColumns}, (select receipt from logged) from stepped`,
    values: [
      step.id,
      step.paymentId,
      from,
      to,
      step.fee,
      step.at,
      isOpen(to),
      postingsJson(step.postings),
      disputeEventType(event),
    ],
  });
  return rows[0];
}

/** Reads a dispute; undefined when there is none with this id. */
export async function readDispute(db: Queryable, id: string): Promise<Dispute | undefined> {
  const { rows } = await db.query<Dispute>({
    name: 'read-dispute',
    text: `select ${disputeColumns} from dispute where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Reads a dispute by its provider's own id; undefined when none is stored. */
export async function readDisputeOf(
  db: Queryable,
  { provider, id }: { provider: string; id: string },
): Promise<Dispute | undefined> {
  const { rows } = await db.query<Dispute>({
    name: 'read-dispute-of-provider',
    text: `select ${disputeColumns} from dispute where provider = $1 and provider_dispute_id = $2`,
    values: [provider, id],
  });
  return rows[0];
}

/** Takes up to `limit` open disputes in hand whose provider is to be asked again, and puts that off until `next`. */
export async function leaseOpenDisputes(
  db: Queryable,
  ask: { now: Date; next: Date; limit: number },
): Promise<Dispute[]> {
  const { rows } = await db.query<Dispute>({
    name: 'lease-open-disputes',
    text: `with due as (
             select id, payment_id from dispute
              where status in ('needs_response', 'under_review') and look_at < $1 and primary_here(${departmentOf('dispute')})
              order by look_at limit $3 for update skip locked
           ), held as (
             select id from due where primary_held(${departmentOf('due')})
           ), leased as (
             update dispute set look_at = $2 from held as due where dispute.id = due.id returning dispute.*
           )
           select ${disputeColumns} from leased`,
    values: [ask.now, ask.next, ask.limit],
  });
  return rows;
}
