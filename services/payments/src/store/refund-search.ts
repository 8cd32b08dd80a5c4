import type { Queryable } from '@ashlar/postgres';
import type { Payment, Refund, RefundWithPayment } from '../domain/entities.ts';
import type { RefundFilter } from '../domain/search.ts';
import { paymentColumns } from './payments.ts';
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

/** Up to `limit` of the refunds that come after one, newest first, with their payments. */
export async function findRefundsAfter(
  db: Queryable,
  filter: RefundFilter,
  rows: { after: Pick<Refund, 'createdAt' | 'id'> | undefined; limit: number },
): Promise<RefundWithPayment[]> {
  const refunds = await db.query<Refund>({
    text: `select ${refundColumns} from refund where ${found}
              and ($5::timestamptz is null or (refund.created_at, refund.id) < ($5, $6::text))
            order by refund.created_at desc, refund.id desc limit $7`,
    values: [...values(filter), rows.after?.createdAt ?? null, rows.after?.id ?? null, rows.limit],
  });
  const payments = await db.query<Payment>({
    name: 'read-payments-of-refunds',
    text: `select ${paymentColumns} from payment where id = any ($1::text[])`,
    values: [refunds.rows.map(({ paymentId }) => paymentId)],
  });
  const byId = new Map(payments.rows.map((payment) => [payment.id, payment]));
  return refunds.rows.flatMap((refund) => {
    const payment = byId.get(refund.paymentId);
    return payment ? [{ refund, payment }] : [];
  });
}

// No name: the plan is then made for these very values, and conditions without one fall away.
function values({ gatewayAccountId, from, to, settled }: RefundFilter): unknown[] {
  return [gatewayAccountId, from ?? null, to ?? null, settled];
}
