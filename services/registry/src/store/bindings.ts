import type { Queryable } from '@ashlar/postgres';
import type { Binding, BindingName, Referrer, Signed } from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { type Change, type Moved, recorded, utc } from './recorded.ts';
import { refusable } from './refusals.ts';

/** A binding as the contract shows it, as SQL. */
export const bindingView = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('component', ${row}.component, 'department', ${row}.department,
  'implementation_id', ${row}.implementation_id, 'epoch', ${row}.epoch, 'changed_at', ${utc(`${row}.changed_at`)}))`;

/** The part `moved` of a statement whose part `changed` changed a binding. The epoch counts every change of a binding, so it is its sequence too. */
export const movedBinding = `moved as (
    select 'binding:' || component || '/' || department as aggregate, epoch as sequence, department, '*' as service,
           'bindings/' || component || '/' || department as resource, old_view as before, new_view as after from changed
  )`;

/**
 * Binds an implementation where the binding has the expected epoch (0: there never was one); of several at once, one does. Undefined when the epoch is another
 * one or that implementation is bound; the grant is for the epoch after the expected one. Refused when there is no such implementation of the component, or no such department.
 */
export async function upsertBinding(
  db: Queryable,
  ask: BindingName & { implementationId: string; expectedEpoch: number; grant: Signed },
  { at, by }: Change,
): Promise<Binding | Refusal | undefined> {
  const run = db.query<Moved<Binding>>({
    name: 'upsert-binding',
    text: `with changed as (
             insert into binding (component, department, implementation_id, epoch, changed_at, signed, signed_kid)
             select $3, $4, $5::uuid, 1, $1::timestamptz, $7, $8
              where $6::bigint = 0 or exists (select from binding where component = $3 and department = $4)
             on conflict (component, department) do update
                set implementation_id = excluded.implementation_id, epoch = binding.epoch + 1, changed_at = excluded.changed_at,
                    signed = excluded.signed, signed_kid = excluded.signed_kid
              where binding.epoch = $6 and binding.implementation_id is distinct from excluded.implementation_id and ${isFree}
             returning new.component, new.department, new.epoch, case when old.epoch is not null then ${bindingView('old')} end as old_view,
                       ${bindingView('new')} as new_view
           ), ${movedBinding},
           ${recorded({ kind: 'binding', past: 'changed', at: '$1', by: '$2', routing: true })}`,
    values: [
      at,
      by,
      ask.component,
      ask.department,
      ask.implementationId,
      ask.expectedEpoch,
      ask.grant.token,
      ask.grant.kid,
    ],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

// Where orders were given, implementations keep who may write: only a swap changes that.
const isFree = '(binding.swap_id is null and binding.orders = 0)';

/** Why a binding is changed by swaps only: one is under way, or there was one. Undefined where it is free. */
export async function readUse(
  db: Queryable,
  { component, department }: BindingName,
): Promise<'swap_in_progress' | 'fenced' | undefined> {
  const { rows } = await db.query<{ swapping: boolean; fenced: boolean }>({
    name: 'read-binding-use',
    text: `select swap_id is not null as swapping, orders > 0 as fenced from binding where component = $1 and department = $2`,
    values: [component, department],
  });
  if (rows[0]?.swapping) return 'swap_in_progress';
  return rows[0]?.fenced ? 'fenced' : undefined;
}

const nobodyLeftBehind = `not exists (${leftBehind('$3', '$4')})`;

/** Removes a binding with the expected epoch, unless an entry point would be left with nothing behind it. False when it does not. */
export async function clearBinding(
  db: Queryable,
  ask: BindingName & { expectedEpoch: number },
  { at, by }: Change,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'clear-binding',
    text: `with changed as (
             update binding set implementation_id = null, epoch = epoch + 1, changed_at = $1::timestamptz, signed = null, signed_kid = null
              where component = $3 and department = $4 and epoch = $5 and implementation_id is not null and ${isFree} and ${nobodyLeftBehind}
             returning new.component, new.department, new.epoch, ${bindingView('old')} as old_view, ${bindingView('new')} as new_view
           ), ${movedBinding},
           ${recorded({ kind: 'binding', past: 'changed', at: '$1', by: '$2', routing: true })}`,
    values: [at, by, ask.component, ask.department, ask.expectedEpoch],
  });
  return rowCount === 1;
}

/** The entry points that would have nothing behind them without a binding. */
export async function readLeftBehind(
  db: Queryable,
  { component, department }: BindingName,
): Promise<Referrer[]> {
  const { rows } = await db.query<Referrer>({
    name: 'read-left-behind',
    text: `${leftBehind('$1', '$2')} limit 100`,
    values: [component, department],
  });
  return rows;
}

/** Reads a binding, also one that was removed. A department may read its own and the defaults. */
export async function readBinding(
  db: Queryable,
  { component, department }: BindingName,
): Promise<Binding | undefined> {
  const { rows } = await db.query<{ resource: Binding }>({
    name: 'read-binding',
    text: `select ${bindingView('binding')} as resource from binding where component = $1 and department = $2`,
    values: [component, department],
  });
  return rows[0]?.resource;
}

/** Bindings by component and department, those that were removed too; a department's own and the defaults. */
export async function listBindings(
  db: Queryable,
  { cursor, limit, department, component }: PageAsk,
): Promise<Page<Binding>> {
  const [afterComponent, afterDepartment] = cursor?.split('/') ?? [];
  const { rows } = await db.query<{ resource: Binding }>({
    name: 'list-bindings',
    text: `select ${bindingView('binding')} as resource from binding
            where ($1 = '*' or department in ('*', $1)) and ($2::text is null or component = $2)
              and ($3::text is null or (component, department) > ($3, $4::text))
            order by component, department limit $5`,
    values: [department, component ?? null, afterComponent ?? null, afterDepartment ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    (last) => `${last.component}/${last.department}`,
  );
}

// Those of the department itself, or, of a default, those that fall back to it.
function leftBehind(component: string, department: string): string {
  return `select 'entry_point' as kind, 'entry-points/' || entry_point.id as resource from entry_point
           where entry_point.component = ${component} and (${department} = '*' or entry_point.department = ${department})
             and not exists (select from binding as other where other.component = ${component} and other.implementation_id is not null
                                and other.department in ('*', entry_point.department) and other.department <> ${department})`;
}
