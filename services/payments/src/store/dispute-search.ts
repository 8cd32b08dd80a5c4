import type { Dispute } from '../domain/entities.ts';
import type { DisputeFilter } from '../domain/search.ts';
import { disputeColumns } from './disputes.ts';
import { newestFirst } from './newest-first.ts';

/** The searches for disputes. */
export const disputeSearch = newestFirst<Dispute, DisputeFilter>({
  table: 'dispute',
  columns: disputeColumns,
  found: `gateway_account_id = $1 and not $4::boolean and ($5::text is null or status = $5)
    and ($2::timestamptz is null or created_at >= $2) and ($3::timestamptz is null or created_at < $3)`,
  values: ({ gatewayAccountId, from, to, settled, status }) => [
    gatewayAccountId,
    from ?? null,
    to ?? null,
    settled,
    status ?? null,
  ],
});
