import { currentFence, type Queryable, receiptSql } from '@ashlar/postgres';

/** Where a change stands in the change log: its aggregate, and members of its data where the aggregate has changes of many things. */
export interface Logged {
  readonly aggregate: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Gives a repeated request the receipt of the first one: the first row of the change log that says it. Without effect when that row is past its time, and
 * where the component gives no receipts.
 */
export async function recallReceipt(db: Queryable, { aggregate, data }: Logged): Promise<void> {
  if (!currentFence()) return;
  await db.query({
    name: 'recall-receipt',
    text: `select ${receiptSql} as receipt from change_log
            where aggregate = $1 and ($2::jsonb is null or data @> $2::jsonb) order by sequence limit 1`,
    values: [aggregate, data === undefined ? null : JSON.stringify(data)],
  });
}
