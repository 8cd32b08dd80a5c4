import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Swap } from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Course } from '../domain/swap.ts';
import { stateOf } from '../domain/swap.ts';
import { type Change, type Creation, type Moved, recorded, utc } from './recorded.ts';

/** What a swap is made from. */
export type NewSwap = Pick<Swap, 'id' | 'kind' | 'component' | 'department' | 'from' | 'to' | 'epoch'> &
  Course & { readonly keyThumbprint: string };

/** A swap as the contract shows it, as SQL. */
export const swapView = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('id', ${row}.id, 'kind', ${row}.kind, 'component', ${row}.component, 'department', ${row}.department,
  'from', jsonb_build_object('implementation_id', ${row}.from_id, 'name', ${row}.from_name),
  'to', jsonb_build_object('implementation_id', ${row}.to_id, 'name', ${row}.to_name),
  'state', ${row}.state, 'epoch', ${row}.epoch, 'new_epoch', ${row}.new_epoch, 'steps', ${row}.steps, 'progress', ${row}.progress,
  'barrier', ${row}.barrier, 'outcome', ${row}.outcome, 'standby', ${row}.standby, 'revision', ${row}.revision,
  'created_at', ${utc(`${row}.created_at`)}, 'ended_at', ${utc(`${row}.ended_at`)}, 'started_by', ${row}.asked_by ->> 'subject'))`;

/** Heard by those who watch swaps; the payload is the id of the one that changed. */
export const swapChannel = 'registry_swap';

/** The part `moved` of a statement whose part `from` changed swaps and answers `old_view` and the row as `changed.*`. */
export const movedSwap = (from: string) => `moved as (
    select id as aggregate, sequence, department, '*' as service, 'swaps/' || id as resource, old_view as before, new_view as after, step
      from ${from}
  )`;

/** Tells those who watch about what the part `from` changed: a column that a statement has to answer. */
export const toldSwap = (from: string) =>
  `(select count(pg_notify('${swapChannel}', id::text)) from ${from}) as told_swap`;

/** Stores a swap at its first step. Undefined when the idempotency key was used before. Throws the unique violation `swap_unfinished` where one is under way. */
export async function insertSwap(
  db: Queryable,
  swap: NewSwap,
  { once, at, by }: Creation,
): Promise<Swap | undefined> {
  const { rows } = await db.query<Moved<Swap>>({
    name: 'insert-swap',
    text: `with ${onceClause}, made as (
             insert into swap (id, kind, component, department, from_id, from_name, to_id, to_name, key_thumbprint, epoch, step, state, steps,
                                      asked_by, revision, sequence, created_at)
             select $4::uuid, $7, $8, $9, $10::uuid, $11, $12::uuid, $13, $14, $15, $16, $17, $18::jsonb, $6::jsonb, 1, 1, $5::timestamptz from go
             returning new.*, null::jsonb as old_view, ${swapView('new')} as new_view
           ), ${movedSwap('made')},
           ${recorded({ kind: 'swap', past: 'started', at: '$5', by: '$6' })}`,
    values: [
      ...onceParameters(once, swap.id, at),
      by,
      swap.kind,
      swap.component,
      swap.department,
      swap.from.implementation_id,
      swap.from.name,
      swap.to.implementation_id,
      swap.to.name,
      swap.keyThumbprint,
      swap.epoch,
      swap.step,
      stateOf[swap.step],
      JSON.stringify(swap.steps),
    ],
  });
  return rows[0]?.after;
}

/** Reads a swap that `department` may see; `*` sees all. */
export async function readSwap(db: Queryable, id: string, department: string): Promise<Swap | undefined> {
  const { rows } = await db.query<{ resource: Swap }>({
    name: 'read-swap',
    text: `select ${swapView('swap')} as resource from swap where id = $1::uuid and $2 in ('*', department)`,
    values: [id, department],
  });
  return rows[0]?.resource;
}

/** Swaps, newest first; of one department and component if they are given. */
export async function listSwaps(
  db: Queryable,
  { cursor, limit, department, component }: PageAsk,
): Promise<Page<Swap>> {
  const { rows } = await db.query<{ resource: Swap }>({
    name: 'list-swaps',
    text: `select ${swapView('swap')} as resource from swap
            where $1 in ('*', department) and ($2::text is null or component = $2) and ($3::text is null or id::text < $3)
            order by id desc limit $4`,
    values: [department, component ?? null, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => id,
  );
}

/** Notes that somebody wants a swap aborted, as long as it can be. Undefined when it cannot, or that is noted already. */
export async function askToAbort(db: Queryable, id: string, { at, by }: Change): Promise<Swap | undefined> {
  const { rows } = await db.query<Moved<Swap>>({
    name: 'ask-to-abort',
    text: `with changed as (
             update swap set abort_asked_by = $2::jsonb ->> 'subject', revision = revision + 1, sequence = sequence + 1
              where id = $3::uuid and abort_asked_by is null and exists (select from swap_move where from_step = swap.step and to_step = 'unfreeze')
             returning new.*, ${swapView('old')} as old_view, ${swapView('new')} as new_view
           ), ${movedSwap('changed')},
           ${recorded({ kind: 'swap', past: 'abort_requested', at: '$1', by: '$2', also: toldSwap('changed') })}`,
    values: [at, by, id],
  });
  return rows[0]?.after;
}
