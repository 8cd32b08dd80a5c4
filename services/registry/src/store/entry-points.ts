import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { EntryPoint, NewEntryPoint, Place, Timeouts } from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { type Change, type Creation, type Moved, recorded, utc } from './recorded.ts';
import { refusable } from './refusals.ts';

const view = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('id', ${row}.id, 'name', ${row}.name, 'component', ${row}.component,
  'department', ${row}.department, 'port', ${row}.port, 'host', ${row}.host, 'prefix', ${row}.prefix, 'timeouts', ${row}.timeouts,
  'managed_by', ${row}.managed_by, 'created_at', ${utc(`${row}.created_at`)}))`;

const moved = (from: string, before: string, after: string) => `moved as (
    select id as aggregate, sequence, department, '*' as service, 'entry-points/' || id as resource, ${before} as before, ${after} as after
      from ${from}
  )`;

/**
 * Stores an entry point. Undefined when the idempotency key was used before; refused when its name or place is taken, or there is no such department.
 */
export async function insertEntryPoint(
  db: Queryable,
  entryPoint: NewEntryPoint,
  { once, at, by }: Creation,
): Promise<EntryPoint | Refusal | undefined> {
  const run = db.query<Moved<EntryPoint>>({
    name: 'insert-entry-point',
    text: `with ${onceClause}, made as (
             insert into entry_point (id, name, component, department, port, host, prefix, timeouts, managed_by, created_at, sequence)
             select $4::uuid, $7, $8, $9, $10::integer, $11, $12, $13::jsonb, $14, $5::timestamptz, 1 from go
             returning *
           ), ${moved('made', 'null::jsonb', view('made'))},
           ${recorded({ kind: 'entry_point', past: 'created', at: '$5', by: '$6', routing: true })}`,
    values: [
      ...onceParameters(once, entryPoint.id, at),
      by,
      entryPoint.name,
      entryPoint.component,
      entryPoint.department,
      entryPoint.port ?? null,
      entryPoint.host ?? null,
      entryPoint.prefix ?? null,
      entryPoint.timeouts ?? null,
      entryPoint.managed_by ?? null,
    ],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

/** Changes the place, the timeouts or both. Undefined when there is no such entry point, or nothing differs; refused when the place is taken. */
export async function updateEntryPoint(
  db: Queryable,
  ask: { id: string; place?: Place | undefined; timeouts?: Timeouts | undefined },
  { at, by }: Change,
): Promise<EntryPoint | Refusal | undefined> {
  const { port = null, host = null, prefix = null } = ask.place ?? {};
  const run = db.query<Moved<EntryPoint>>({
    name: 'update-entry-point',
    text: `with wanted as (
             select id, case when $4 then $5::integer else port end as port, case when $4 then $6 else host end as host,
                    case when $4 then $7 else prefix end as prefix, coalesce($8::jsonb, timeouts) as timeouts
               from entry_point where id = $3::uuid for update
           ), changed as (
             update entry_point set port = wanted.port, host = wanted.host, prefix = wanted.prefix, timeouts = wanted.timeouts,
                                    sequence = sequence + 1
               from wanted
              where entry_point.id = wanted.id and (entry_point.port, entry_point.host, entry_point.prefix, entry_point.timeouts)
                    is distinct from (wanted.port, wanted.host, wanted.prefix, wanted.timeouts)
             returning new.id, new.sequence, new.department, ${view('old')} as old_view, ${view('new')} as new_view
           ), ${moved('changed', 'old_view', 'new_view')},
           ${recorded({ kind: 'entry_point', past: 'changed', at: '$1', by: '$2', routing: true })}`,
    values: [at, by, ask.id, ask.place !== undefined, port, host, prefix, ask.timeouts ?? null],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

/** Removes an entry point. False when there is none. */
export async function deleteEntryPoint(db: Queryable, id: string, { at, by }: Change): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-entry-point',
    text: `with gone as (
             delete from entry_point where id = $3::uuid
             returning id, sequence + 1 as sequence, department, ${view('entry_point')} as old_view
           ), ${moved('gone', 'old_view', 'null::jsonb')},
           ${recorded({ kind: 'entry_point', past: 'removed', at: '$1', by: '$2', routing: true })}`,
    values: [at, by, id],
  });
  return rowCount === 1;
}

/** Reads an entry point that `department` may see; `*` sees all. */
export async function readEntryPoint(
  db: Queryable,
  id: string,
  department: string,
): Promise<EntryPoint | undefined> {
  const { rows } = await db.query<{ resource: EntryPoint }>({
    name: 'read-entry-point',
    text: `select ${view('entry_point')} as resource from entry_point where id = $1::uuid and $2 in ('*', department)`,
    values: [id, department],
  });
  return rows[0]?.resource;
}

/** Entry points, oldest first; of one department and component if they are given. */
export async function listEntryPoints(
  db: Queryable,
  { cursor, limit, department, component }: PageAsk,
): Promise<Page<EntryPoint>> {
  const { rows } = await db.query<{ resource: EntryPoint }>({
    name: 'list-entry-points',
    text: `select ${view('entry_point')} as resource from entry_point
            where $1 in ('*', department) and ($2::text is null or component = $2) and ($3::text is null or id::text > $3)
            order by id limit $4`,
    values: [department, component ?? null, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => id,
  );
}
