import type { Queryable } from '@ashlar/postgres';
import type { Binding, BindingName, Signed } from '../domain/entities.ts';
import { bindingView, movedBinding } from './bindings.ts';
import { type Change, recorded } from './recorded.ts';

/** What serves a department now: its own binding, or the default. */
export interface Serving {
  readonly department: string;
  readonly implementation: string;
  readonly name: string;
  readonly epoch: number;
  /** The epoch of the department's own binding, 0 where there never was one. */
  readonly ownEpoch: number;
}

/** Reads what serves a department; undefined when nothing does. */
export async function readServing(
  db: Queryable,
  { component, department }: BindingName,
): Promise<Serving | undefined> {
  const { rows } = await db.query<Serving>({
    name: 'read-serving',
    text: `select binding.department, binding.implementation_id as implementation, implementation.name, binding.epoch,
                  coalesce((select epoch from binding where component = $1 and department = $2), 0) as "ownEpoch"
             from binding join implementation on implementation.id = binding.implementation_id
            where binding.component = $1 and binding.department in ('*', $2) order by binding.department = '*' limit 1`,
    values: [component, department],
  });
  return rows[0];
}

/** Takes a department's own binding for a swap, while it is what it was. False when it is not, or another swap has it. */
export async function claimBinding(
  db: Queryable,
  ask: BindingName & { swap: string; implementation: string; epoch: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'claim-binding',
    text: `update binding set swap_id = $3::uuid
            where component = $1 and department = $2 and implementation_id = $4::uuid and epoch = $5 and swap_id is null`,
    values: [ask.component, ask.department, ask.swap, ask.implementation, ask.epoch],
  });
  return rowCount === 1;
}

/**
 * Gives a department that the default serves a binding of its own to the same implementation, taken for a swap, at the epoch of the grant. False when the default
 * or the department's own binding is no longer what it was.
 */
export async function pinBinding(
  db: Queryable,
  ask: BindingName & { swap: string; serving: Serving; epoch: number; grant: Signed },
  { at, by }: Change,
): Promise<boolean> {
  const { rowCount } = await db.query<{ after: Binding }>({
    name: 'pin-binding',
    text: `with standing as (
             select implementation_id from binding where component = $3 and department = '*' and implementation_id = $5::uuid and epoch = $6 for share
           ), changed as (
             insert into binding (component, department, implementation_id, epoch, changed_at, signed, signed_kid, swap_id)
             select $3, $4, implementation_id, $7, $1::timestamptz, $8, $9, $10::uuid from standing
             on conflict (component, department) do update
                set implementation_id = excluded.implementation_id, epoch = excluded.epoch, changed_at = excluded.changed_at,
                    signed = excluded.signed, signed_kid = excluded.signed_kid, swap_id = excluded.swap_id
              where binding.implementation_id is null and binding.epoch = $11 and binding.swap_id is null
             returning new.component, new.department, new.epoch, case when old.epoch is not null then ${bindingView('old')} end as old_view,
                       ${bindingView('new')} as new_view
           ), ${movedBinding},
           ${recorded({ kind: 'binding', past: 'changed', at: '$1', by: '$2', routing: true })}`,
    values: [
      at,
      by,
      ask.component,
      ask.department,
      ask.serving.implementation,
      ask.serving.epoch,
      ask.epoch,
      ask.grant.token,
      ask.grant.kid,
      ask.swap,
      ask.serving.ownEpoch,
    ],
  });
  return rowCount === 1;
}
