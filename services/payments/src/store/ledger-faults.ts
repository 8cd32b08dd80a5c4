import type { Queryable } from '@ashlar/postgres';
import { eventType } from '../domain/payment.ts';
import { totalSql } from '../events/facts.ts';

/** Something that the books say and that cannot be. */
export interface LedgerFault {
  readonly fault: keyof typeof faults;
  /** The transaction, payment, account or position it is about. */
  readonly id: string;
}

/** What was looked at. */
export interface LedgerExtent {
  readonly payments: number;
  readonly refunds: number;
  readonly entries: number;
}

const each = 100;

/**
 * Everything that can be wrong, as SQL that answers what it is wrong with. What a payment's state and its refunds say must be on the
 * ledger: the payer is to give what was confirmed, the provider owes what was taken and neither kept, given back, held back nor lost in a dispute,
 * the department is owed that less what is on its way back.
 */
const faults = {
  unbalanced: `select transaction_id::text as id from ledger_entry
                group by transaction_id, currency having sum(amount) <> 0 or count(*) < 2`,
  not_as_its_state: `
    with stood as (
      select payment_id, account.kind, sum(entry.amount) as amount
        from ledger_entry as entry join ledger_account as account on account.id = entry.account_id
       group by payment_id, account.kind
    ), gone as (
      select payment_id, coalesce(sum(amount) filter (where status = 'REFUNDED'), 0) as done,
             coalesce(sum(amount) filter (where status = 'REFUND READY'), 0) as under_way
        from refund group by payment_id
    ), disputed as (
      select payment_id, coalesce(sum(amount) filter (where status in ('needs_response', 'under_review')), 0) as held,
             coalesce(sum(amount) filter (where status = 'lost'), 0) as lost,
             coalesce(sum(fee) filter (where status in ('won', 'lost')), 0) as fee
        from dispute group by payment_id
    ), due as (
      select payment.id as payment_id, side.kind, side.amount
        from payment left join gone on gone.payment_id = payment.id left join disputed on disputed.payment_id = payment.id,
             lateral (select ${totalSql('payment')} as amount, coalesce(gone.done, 0) as done,
                             coalesce(gone.under_way, 0) as under_way, coalesce(disputed.held, 0) as held, coalesce(disputed.lost, 0) as lost,
                             coalesce(payment.fee, 0) + coalesce(disputed.fee, 0) as fees) as total,
             lateral (values ('payer_clearing', case payment.status when 'CAPTURED' then 0 else total.amount end),
                             ('provider_receivable', case payment.status when 'CAPTURED'
                                                     then total.amount - total.fees - total.done - total.held - total.lost else 0 end),
                             ('fees', total.fees),
                             ('department_payable', total.done + total.under_way + total.lost - total.amount),
                             ('refunds', -total.under_way), ('disputes', total.held)) as side (kind, amount)
       where payment.status in ('CAPTURE APPROVED', 'CAPTURE READY', 'CAPTURED')
    )
    select distinct payment_id as id from due full join stood using (payment_id, kind)
     where coalesce(due.amount, 0) <> coalesce(stood.amount, 0)`,
  refunded_otherwise: `
    select payment.id from payment left join refund on refund.payment_id = payment.id and refund.status <> 'REFUND ERROR'
     group by payment.id
    having payment.refunded <> coalesce(sum(refund.amount), 0) or payment.refunded > ${totalSql('payment')}`,
  disputed_otherwise: `
    select payment.id from payment left join dispute on dispute.payment_id = payment.id and dispute.status <> 'won'
     group by payment.id having payment.disputed <> count(dispute.id)`,
  // Old rows are pruned, so a payment's or agreement's log may begin late; from there on it has no gap and reaches its own count. What a predecessor
  // logged privately does not come along.
  log_with_gap: `
    select thing.id
      from (select id, sequence, department from payment union all select id, sequence, department from agreement) as thing
      join change_log on change_log.aggregate = thing.id
      left join handover_follow as followed on followed.department = thing.department
     group by thing.id, thing.sequence, followed.department
    having max(change_log.sequence) > thing.sequence
        or followed.department is null
           and (max(change_log.sequence) <> thing.sequence
                or count(*) <> max(change_log.sequence) - min(change_log.sequence) + 1)`,
  miscounted: `
    with told as (
      select gateway_account_id, payments from payment_count
      union all
      select data ->> 'gateway_account_id', 1 from change_log
       where type = '${eventType('created')}' and not imported and (position is null or position > (select counted from payment_count_state))
    ), counted as (
      select gateway_account_id, sum(payments) as payments from told group by 1
    ), stored as (
      select gateway_account_id, count(*) as payments from payment group by 1
    )
    select gateway_account_id as id from counted full join stored using (gateway_account_id)
     where coalesce(counted.payments, 0) <> coalesce(stored.payments, 0)`,
  position_missing: `
    select (before + 1)::text as id
      from (select position, lag(position) over (order by position) as before from change_log
             where position is not null and not imported) as stamped
     where position <> before + 1
       and not exists (select from change_log_jump as jump where jump.before >= stamped.before and jump.after < stamped.position)`,
} as const;

/** Looks for everything that is wrong, at most 100 of each kind; none is good. */
export async function findLedgerFaults(db: Queryable): Promise<LedgerFault[]> {
  const found = Object.entries(faults).map(
    ([fault, sql]) => `(select '${fault}' as fault, wrong.id from (${sql}) as wrong limit ${each})`,
  );
  const { rows } = await db.query<LedgerFault>({ text: found.join(' union all '), values: [] });
  return rows;
}

/** How much there is to look at. */
export async function measureLedger(db: Queryable): Promise<LedgerExtent> {
  const { rows } = await db.query<LedgerExtent>({
    text: `select (select count(*) from payment) as payments, (select count(*) from refund) as refunds,
                  (select count(*) from ledger_entry) as entries`,
    values: [],
  });
  return rows[0] ?? { payments: 0, refunds: 0, entries: 0 };
}
