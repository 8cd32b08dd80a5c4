import type { Queryable } from '@ashlar/postgres';
import type { LedgerEntry } from '../domain/entities.ts';

/** A payment's entries, in the order they were made. */
export async function readLedger(db: Queryable, paymentId: string): Promise<LedgerEntry[]> {
  const { rows } = await db.query<LedgerEntry>({
    name: 'read-ledger',
    text: `select entry.transaction_id as "transactionId", account.kind as account, entry.amount, entry.currency, entry.kind,
                  entry.occurred_at as "occurredAt"
             from ledger_entry as entry join ledger_account as account on account.id = entry.account_id
            where entry.payment_id = $1 order by entry.id`,
    values: [paymentId],
  });
  return rows;
}

/** Something the ledger says that cannot be. */
export interface LedgerFault {
  readonly fault: 'unbalanced' | 'captured_without_entries' | 'entries_without_capture' | 'wrong_amount';
  /** The transaction or payment it is about. */
  readonly id: string;
}

/** Looks for transactions that do not sum to zero and captured payments that the ledger tells otherwise. At most 100 of each; none is good. */
export async function findLedgerFaults(db: Queryable): Promise<LedgerFault[]> {
  const { rows } = await db.query<LedgerFault>({
    name: 'find-ledger-faults',
    text: `(select 'unbalanced' as fault, transaction_id::text as id from ledger_entry
             group by transaction_id, currency having sum(amount) <> 0 or count(*) < 2 limit 100)
           union all
           (select 'captured_without_entries', payment.id from payment
             where status = 'CAPTURED' and not exists (select from ledger_entry where payment_id = payment.id) limit 100)
           union all
           (select distinct 'entries_without_capture', entry.payment_id from ledger_entry as entry
              left join payment on payment.id = entry.payment_id
             where payment.status is distinct from 'CAPTURED' limit 100)
           union all
           (select 'wrong_amount', payment.id from payment
              join ledger_entry as entry on entry.payment_id = payment.id and entry.amount > 0
             where entry.kind = 'capture' and entry.amount <> payment.amount limit 100)`,
    values: [],
  });
  return rows;
}
