import type { Queryable } from '@ashlar/postgres';
import type { Holder } from './swap-moves.ts';

/** Takes up to `limit` unfinished swaps that nobody holds, each under a lease of its own. Answers what was taken. */
export async function takeSwaps(
  db: Queryable,
  { leaseMs, limit }: { leaseMs: number; limit: number },
): Promise<Holder[]> {
  const { rows } = await db.query<Holder>({
    name: 'take-swaps',
    text: `update swap set lease_by = gen_random_uuid(), lease_until = clock_timestamp() + make_interval(secs => $1::float8 / 1000)
            where id in (select id from swap where state not in ('completed', 'aborted') and coalesce(lease_until, '-infinity') < clock_timestamp()
                          order by id limit $2 for update skip locked)
           returning id, lease_by as lease`,
    values: [leaseMs, limit],
  });
  return rows;
}

/** Keeps a lease for longer. False when it is over: somebody else may hold the swap. */
export async function keepLease(
  db: Queryable,
  { id, lease, leaseMs }: Holder & { leaseMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'keep-lease',
    text: `update swap set lease_until = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
            where id = $1::uuid and lease_by = $2::uuid and lease_until > clock_timestamp()`,
    values: [id, lease, leaseMs],
  });
  return rowCount === 1;
}

/** Gives a lease back: another process may take the swap up at once. */
export async function leaveSwap(db: Queryable, { id, lease }: Holder): Promise<void> {
  await db.query({
    name: 'leave-swap',
    text: 'update swap set lease_by = null, lease_until = null where id = $1::uuid and lease_by = $2::uuid',
    values: [id, lease],
  });
}
