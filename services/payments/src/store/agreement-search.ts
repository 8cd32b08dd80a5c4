import type { Queryable } from '@ashlar/postgres';
import type { Agreement, AgreementFilter } from '../domain/agreement.ts';
import { agreementColumns } from './agreements.ts';

const found = `gateway_account_id = $1 and ($2::text is null or lower(reference) = lower($2)) and ($3::text is null or status = $3)`;

/** How many agreements there are. */
export async function countAgreements(db: Queryable, filter: AgreementFilter): Promise<number> {
  const { rows } = await db.query<{ total: number }>({
    text: `select count(*)::integer as total from agreement where ${found}`,
    values: values(filter),
  });
  return rows[0]?.total ?? 0;
}

/** Some of the agreements, newest first. */
export async function findAgreements(
  db: Queryable,
  filter: AgreementFilter,
  rows: { limit: number; offset: number },
): Promise<Agreement[]> {
  const result = await db.query<Agreement>({
    text: `select ${agreementColumns} from agreement where ${found}
            order by agreement.created_at desc, agreement.id desc limit $4 offset $5`,
    values: [...values(filter), rows.limit, rows.offset],
  });
  return result.rows;
}

// No name: the plan is then made for these very values, and conditions without one fall away.
function values({ gatewayAccountId, reference, status }: AgreementFilter): unknown[] {
  return [gatewayAccountId, reference ?? null, status ?? null];
}
