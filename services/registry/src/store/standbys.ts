import type { Queryable } from '@ashlar/postgres';
import type { Swap } from '../domain/entities.ts';
import { type Change, type Moved, recorded } from './recorded.ts';
import { movedSwap, swapView, toldSwap } from './swaps.ts';

/** A completed swap whose old implementation is to be told something. */
export interface DueStandby {
  readonly swap: Swap;
  /** The old implementation serves the department again, or follows for a later swap: it is not this swap's to let go. */
  readonly isNeeded: boolean;
}

/**
 * Takes the standbys that are due, one process each; they come again after `againS` seconds unless that is changed. Those whose department is being swapped wait, and
 * those that are to follow and have no registered key wait for it.
 */
export async function takeStandbys(
  db: Queryable,
  { againS, limit }: { againS: number; limit: number },
): Promise<DueStandby[]> {
  const { rows } = await db.query<DueStandby>({
    name: 'take-standbys',
    text: `update swap set standby_due = clock_timestamp() + make_interval(secs => $1::float8)
             from binding
            where swap.id in (select id from swap where standby in ('wanted', 'following', 'ending') and standby_due <= clock_timestamp()
                                 and (standby = 'ending' or exists (select from implementation where implementation.id = swap.from_id and key is not null))
                               order by standby_due limit $2 for update skip locked)
              and binding.component = swap.component and binding.department = swap.department and binding.swap_id is null
           returning ${swapView('swap')} as swap,
                     binding.implementation_id is not distinct from swap.from_id
                     or exists (select from swap as later where later.component = swap.component and later.department = swap.department and later.id <> swap.id
                                   and later.from_id = swap.from_id and later.standby in ('wanted', 'following')) as "isNeeded"`,
    values: [againS, limit],
  });
  return rows;
}

/**
 * The last position at which the candidate of a swap is known to have held the same: the barrier at which it became the standby that still follows, or where a swap
 * to it found so that aborted later. Undefined where the last swap that completed for the department was another one, or left no standby.
 */
export async function readStandbyBarrier(
  db: Queryable,
  swap: Pick<Swap, 'id' | 'component' | 'department' | 'from' | 'to'>,
): Promise<number | undefined> {
  const { rows } = await db.query<{ position: number }>({
    name: 'read-standby-barrier',
    text: `with before as (
             select * from swap where component = $1 and department = $2 and id <> $3::uuid and state = 'completed' order by created_at desc, id desc limit 1
           )
           select greatest((barrier ->> 'position')::bigint,
                           (select max((tried.memory ->> 'compared_at')::bigint) from swap as tried
                             where tried.component = $1 and tried.department = $2 and tried.state = 'aborted' and tried.from_id = $5::uuid and tried.to_id = $4::uuid
                               and tried.created_at > before.created_at)) as position
             from before
            where standby = 'following' and from_id = $4::uuid and to_id = $5::uuid`,
    values: [
      swap.component,
      swap.department,
      swap.id,
      swap.to.implementation_id,
      swap.from.implementation_id,
    ],
  });
  return rows[0]?.position;
}

/** Stores that a standby is in another state, or is seen to again later. */
export async function setStandby(
  db: Queryable,
  ask: { id: string; from: Swap['standby']; to: Swap['standby']; dueS: number },
): Promise<void> {
  await db.query({
    name: 'set-standby',
    text: `with changed as (
             update swap set standby = $3, standby_due = clock_timestamp() + make_interval(secs => $4::float8), revision = revision + 1
              where id = $1::uuid and standby = $2
             returning id
           )
           select ${toldSwap('changed')}`,
    values: [ask.id, ask.from, ask.to, ask.dueS],
  });
}

/** The number of an order to a standby; undefined once another swap has the department. */
export async function takeStandbyNumber(
  db: Queryable,
  { id, atLeast }: { id: string; atLeast: number },
): Promise<number | undefined> {
  const { rows } = await db.query<{ orders: number }>({
    name: 'take-standby-number',
    text: `update binding set orders = greatest(binding.orders, $2) + 1 from swap
            where swap.id = $1::uuid and swap.standby = 'wanted' and binding.component = swap.component and binding.department = swap.department
              and binding.swap_id is null and binding.epoch = swap.new_epoch
           returning binding.orders`,
    values: [id, atLeast],
  });
  return rows[0]?.orders;
}

/** Stores that the old implementation need not follow any longer. Undefined where it does not, or that is stored already. */
export async function endStandby(db: Queryable, id: string, { at, by }: Change): Promise<Swap | undefined> {
  const { rows } = await db.query<Moved<Swap>>({
    name: 'end-standby',
    text: `with changed as (
             update swap set standby = 'ending', standby_due = clock_timestamp(), revision = revision + 1, sequence = sequence + 1
              where id = $3::uuid and standby in ('wanted', 'following')
             returning new.*, ${swapView('old')} as old_view, ${swapView('new')} as new_view
           ), ${movedSwap('changed')},
           ${recorded({ kind: 'swap', past: 'finished', at: '$1', by: '$2', also: toldSwap('changed') })}`,
    values: [at, by, id],
  });
  return rows[0]?.after;
}
