import type { Refund } from '../domain/entities.ts';
import type { RefundFilter } from '../domain/search.ts';
import { newestFirst } from './newest-first.ts';
import { refundColumns } from './refunds.ts';

/** The searches for refunds. */
export const refundSearch = newestFirst<Refund, RefundFilter>({
  table: 'refund',
  columns: refundColumns,
  found: `gateway_account_id = $1 and not $4::boolean
    and ($2::timestamptz is null or created_at >= $2) and ($3::timestamptz is null or created_at < $3)`,
  values: ({ gatewayAccountId, from, to, settled }) => [gatewayAccountId, from ?? null, to ?? null, settled],
});
