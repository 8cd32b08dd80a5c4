import type { Queryable } from '@ashlar/postgres';
import type { Dispute } from '../domain/entities.ts';
import type { DisputeFilter } from '../domain/search.ts';
import { disputeColumns } from './disputes.ts';

const found = `gateway_account_id = $1 and not $4::boolean and ($5::text is null or status = $5)
  and ($2::timestamptz is null or created_at >= $2) and ($3::timestamptz is null or created_at < $3)`;

/** How many disputes there are. */
export async function countDisputes(db: Queryable, filter: DisputeFilter): Promise<number> {
  const { rows } = await db.query<{ total: number }>({
    text: `select count(*)::integer as total from dispute where ${found}`,
    values: values(filter),
  });
  return rows[0]?.total ?? 0;
}

/** Some of the disputes, newest first. */
export async function findDisputes(
  db: Queryable,
  filter: DisputeFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<Dispute[]> {
  const { rows } = await db.query<Dispute>({
    text: `select ${disputeColumns} from dispute where ${found}
            order by dispute.created_at desc, dispute.id desc limit $6 offset $7`,
    values: [...values(filter), limit, offset],
  });
  return rows;
}

// No name: the plan is then made for these very values, and conditions without one fall away.
function values({ gatewayAccountId, from, to, settled, status }: DisputeFilter): unknown[] {
  return [gatewayAccountId, from ?? null, to ?? null, settled, status ?? null];
}
