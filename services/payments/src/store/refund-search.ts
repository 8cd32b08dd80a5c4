import type { Queryable } from '@ashlar/postgres';
import type { Refund } from '../domain/entities.ts';
import type { RefundFilter } from '../domain/search.ts';
import { refundColumns } from './refunds.ts';

const found = `gateway_account_id = $1 and not $4::boolean
  and ($2::timestamptz is null or created_at >= $2) and ($3::timestamptz is null or created_at < $3)`;

/** How many refunds there are. */
export async function countRefunds(db: Queryable, filter: RefundFilter): Promise<number> {
  const { rows } = await db.query<{ total: number }>({
    text: `select count(*)::integer as total from refund where ${found}`,
    values: values(filter),
  });
  return rows[0]?.total ?? 0;
}

/** Some of the refunds, newest first. */
export async function findRefunds(
  db: Queryable,
  filter: RefundFilter,
  rows: { limit: number; offset: number },
): Promise<Refund[]> {
  const result = await db.query<Refund>({
    text: `select ${refundColumns} from refund where ${found} order by refund.created_at desc, refund.id desc limit $5 offset $6`,
    values: [...values(filter), rows.limit, rows.offset],
  });
  return result.rows;
}

// No name: the plan is then made for these very values, and conditions without one fall away.
function values({ gatewayAccountId, from, to, settled }: RefundFilter): unknown[] {
  return [gatewayAccountId, from ?? null, to ?? null, settled];
}
