import type { Pool, Queryable } from '@ashlar/postgres';
import type { BridgeCursor, CommittedSwap, Reading, Served } from '../domain/bridge.ts';

/** Everything that the bridge may have to read: what is bound for each department, its own or by the default, where a change feed is or was behind it. */
export async function listServed(db: Queryable): Promise<Served[]> {
  const { rows } = await db.query<ServedRow>({
    name: 'list-served-by-feed',
    text: `with served as (
             select component, department, implementation_id from binding where implementation_id is not null
             union all
             select binding.component, department.id, binding.implementation_id
               from binding cross join department
              where binding.department = '*' and binding.implementation_id is not null
                and not exists (select from binding as own where own.component = binding.component and own.department = department.id
                                                             and own.implementation_id is not null)
           ), committed as (
             select swap.component, swap.department, swap.to_id, swap.new_epoch, (swap.barrier ->> 'position')::bigint as barrier,
                    coalesce(former.events = 'feed', false) as from_feed
               from swap left join implementation as former on former.id = swap.from_id
              where swap.new_epoch is not null
           )
           select served.component, served.department, served.implementation_id as "implementationId", implementation.base_url as "baseUrl",
                  coalesce(implementation.events = 'feed', false) as "byFeed",
                  (select jsonb_build_object('toId', to_id, 'fromFeed', from_feed, 'newEpoch', new_epoch, 'barrier', barrier) from committed
                    where (committed.component, committed.department) = (served.component, served.department)
                    order by new_epoch desc limit 1) as swap,
                  coalesce((select max(barrier) from committed
                    where (committed.component, committed.department) = (served.component, served.department) and from_feed), 0) as "feedBarrier",
                  case when bridge_cursor.component is not null then jsonb_build_object('implementationId', bridge_cursor.implementation_id,
                    'swapEpoch', swap_epoch, 'position', position) end as cursor
             from served
             join implementation on implementation.id = served.implementation_id
             left join bridge_cursor on (bridge_cursor.component, bridge_cursor.department) = (served.component, served.department)
            where implementation.events = 'feed' or bridge_cursor.component is not null
               or exists (select from committed where (committed.component, committed.department) = (served.component, served.department) and from_feed)`,
  });
  return rows.map(({ swap, cursor, ...row }) => ({
    ...row,
    swap: swap ?? undefined,
    cursor: cursor ?? undefined,
  }));
}

type ServedRow = Omit<Served, 'swap' | 'cursor'> & {
  swap: CommittedSwap | null;
  cursor: BridgeCursor | null;
};

/** Remembers that everything up to `position` is on the bus. */
export async function saveCursor(db: Queryable, reading: Reading, position: number, at: Date): Promise<void> {
  await db.query({
    name: 'save-bridge-cursor',
    text: `insert into bridge_cursor (component, department, implementation_id, swap_epoch, position, changed_at)
           values ($1, $2, $3::uuid, $4, $5, $6::timestamptz)
           on conflict (component, department) do update
              set implementation_id = excluded.implementation_id, swap_epoch = excluded.swap_epoch, position = excluded.position,
                  changed_at = excluded.changed_at`,
    values: [
      reading.component,
      reading.department,
      reading.implementationId,
      reading.swapEpoch,
      position,
      at,
    ],
  });
}

/**
 * Runs `lead` if no other process of the registry has the bridge, with a signal that aborts when the lock may be lost. False when another one has it. The lock is
 * the connection's: it goes with the process.
 */
export async function asOnlyBridge(pool: Pool, lead: (held: AbortSignal) => Promise<void>): Promise<boolean> {
  const client = await pool.connect();
  let held = false;
  const lost = new AbortController();
  const lose = () => lost.abort();
  client.on('error', lose).on('end', lose);
  try {
    const { rows } = await client.query<{ held: boolean }>({
      text: `select pg_try_advisory_lock(hashtextextended('ashlar.registry.bridge', 0)) as held`,
    });
    held = rows[0]?.held ?? false;
    if (!held) return false;
    await lead(lost.signal);
    return true;
  } finally {
    client.off('error', lose).off('end', lose);
    // Closed and not given back: the lock must not outlive its use.
    client.release(held);
  }
}
