import type { Queryable } from '@ashlar/postgres';
import type { LedgerEntry } from '../domain/entities.ts';

/**
 * The part of a statement (a CTE's body) that makes the entries of one transaction, as SQL. `paid` is the payment's row in it; `transaction`
 * a new UUID, `entries` their JSON, `kind` and `at` parameters or literals; `refund` the refund they are for.
 */
export function enterSql(
  paid: string,
  entry: { transaction: string; entries: string; kind: string; at: string; refund: string },
): string {
  return `insert into ledger_entry (transaction_id, payment_id, refund_id, account_id, amount, currency, kind, occurred_at)
    select ${entry.transaction}::uuid, ${paid}.id, ${entry.refund},
           (select ledger_account.id from ledger_account
             where ledger_account.gateway_account_id = ${paid}.gateway_account_id
               and ledger_account.kind = entry.account and ledger_account.currency = ${paid}.currency),
           entry.amount, ${paid}.currency, ${entry.kind}, ${entry.at}::timestamptz
      from ${paid}, jsonb_to_recordset(${entry.entries}::jsonb) as entry (account text, amount bigint)`;
}

/** A payment's entries, in the order they were made. */
export async function readLedger(db: Queryable, paymentId: string): Promise<LedgerEntry[]> {
  const { rows } = await db.query<LedgerEntry>({
    name: 'read-ledger',
    text: `select entry.transaction_id as "transactionId", account.kind as account, entry.amount, entry.currency, entry.kind,
                  entry.refund_id as "refundId", entry.occurred_at as "occurredAt"
             from ledger_entry as entry join ledger_account as account on account.id = entry.account_id
            where entry.payment_id = $1 order by entry.id`,
    values: [paymentId],
  });
  return rows;
}
