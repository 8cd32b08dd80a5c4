import type { Queryable } from '@ashlar/postgres';
import { eventType } from '../domain/payment.ts';

/** What one step of counting did. */
export interface Counted {
  /** How many changes it read. */
  readonly changes: number;
  /** The position up to which payments are counted now. */
  readonly position: number;
}

// What a predecessor logged was counted when its payments came.
const created = `type = '${eventType('created')}' and not imported`;
const isOf = `data ->> 'gateway_account_id' = $1`;

/** How many payments an account has: those that are counted, and those that the change log tells of beyond. All of one moment, so the sum is exact. */
export async function countAllPayments(db: Queryable, gatewayAccountId: string): Promise<number> {
  // The upper bound excludes nothing: between two bounds the planner expects few rows, and takes the index.
  const { rows } = await db.query<{ total: number }>({
    name: 'count-all-payments',
    text: `select coalesce((select payments from payment_count where gateway_account_id = $1), 0)
                  + (select count(*) from change_log
                      where position > (select counted from payment_count_state) and position <= (select stamped from relay_state)
                        and ${created} and ${isOf})
                  + (select count(*) from change_log where position is null and ${created} and ${isOf}) as total`,
    values: [gatewayAccountId],
  });
  return rows[0]?.total ?? 0;
}

/** The position up to which payments are counted. */
export async function readCountedPosition(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ counted: number }>({
    name: 'read-counted-position',
    text: 'select counted from payment_count_state',
  });
  return rows[0]?.counted ?? 0;
}

/** Counts the payments that the next `limit` changes tell of, after a position. Of processes that do so at once, one counts. */
export async function countNextPayments(db: Queryable, after: number, limit: number): Promise<Counted> {
  const { rows } = await db.query<Counted>({
    name: 'count-next-payments',
    // Compare-and-set on the state: whoever loses the race counts nothing.
    text: `with page as materialized (
             select position, type, data from change_log
              where position > $1 and position <= (select stamped from relay_state) and not imported order by position limit $2
           ), moved as (
             update payment_count_state set counted = (select max(position) from page)
              where counted = $1 and exists (select from page)
             returning counted
           ), added as (
             insert into payment_count (gateway_account_id, payments)
             select data ->> 'gateway_account_id', count(*) from page cross join moved where type = '${eventType('created')}' group by 1
             on conflict (gateway_account_id) do update set payments = payment_count.payments + excluded.payments
           )
           select count(*) as changes, coalesce((select counted from moved), $1) as position from page`,
    values: [after, limit],
  });
  return rows[0] ?? { changes: 0, position: after };
}
