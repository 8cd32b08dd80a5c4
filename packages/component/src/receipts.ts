import { currentFence, type Queryable, receiptSql } from '@ashlar/postgres';

/**
 * Gives a repeated request the receipt of the first one: the row of the change log that the same statement wrote as the record of its key, so at the same
 * moment (or in the same transaction: soon after), as a change of `aggregate`. Without effect when that row is past its time, and where the component gives no receipts.
 */
export async function recallReceipt(
  db: Queryable,
  once: { readonly scope: string; readonly key: string },
  aggregate: string,
): Promise<void> {
  if (!currentFence()) return;
  await db.query({
    name: 'recall-receipt',
    text: `select ${receiptSql} as receipt
             from (select created_at from idempotency_record where scope = $2 and key = $3) as first, change_log
            where aggregate = $1 and occurred_at between first.created_at and first.created_at + interval '1 second'
            order by sequence limit 1`,
    values: [aggregate, once.scope, once.key],
  });
}
