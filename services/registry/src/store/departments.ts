import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Department, NewDepartment, Referrer } from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { type Change, type Creation, type Moved, recorded, utc } from './recorded.ts';
import { refusable } from './refusals.ts';

const view = (row: string) => `jsonb_strip_nulls(jsonb_build_object('id', ${row}.id, 'name', ${row}.name,
  'managed_by', ${row}.managed_by, 'created_at', ${utc(`${row}.created_at`)}))`;

const moved = (from: string, before: string, after: string) => `moved as (
    select aggregate, sequence, id as department, '*' as service, 'departments/' || id as resource, ${before} as before, ${after} as after
      from ${from}
  )`;

/** Stores a department. Undefined when the idempotency key was used before; refused when there is one with this id. */
export async function insertDepartment(
  db: Queryable,
  department: NewDepartment,
  aggregate: string,
  { once, at, by }: Creation,
): Promise<Department | Refusal | undefined> {
  const run = db.query<Moved<Department>>({
    name: 'insert-department',
    text: `with ${onceClause}, made as (
             insert into department (id, aggregate, name, managed_by, created_at, sequence)
             select $7, $4::uuid, $8, $9, $5::timestamptz, 1 from go
             returning *
           ), ${moved('made', 'null::jsonb', view('made'))},
           ${recorded({ kind: 'department', past: 'created', at: '$5', by: '$6' })}`,
    values: [
      ...onceParameters(once, aggregate, at),
      by,
      department.id,
      department.name,
      department.managed_by ?? null,
    ],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

/** Gives a department another name. Undefined when there is none, or it has that name. */
export async function updateDepartment(
  db: Queryable,
  { id, name }: Pick<Department, 'id' | 'name'>,
  { at, by }: Change,
): Promise<Department | undefined> {
  const { rows } = await db.query<Moved<Department>>({
    name: 'update-department',
    text: `with changed as (
             update department set name = $4, sequence = sequence + 1 where id = $3 and name <> $4
             returning new.aggregate, new.sequence, new.id, ${view('old')} as old_view, ${view('new')} as new_view
           ), ${moved('changed', 'old_view', 'new_view')},
           ${recorded({ kind: 'department', past: 'changed', at: '$1', by: '$2' })}`,
    values: [at, by, id, name],
  });
  return rows[0]?.after;
}

/** Removes a department. False when there is none; refused while something refers to it. */
export async function deleteDepartment(
  db: Queryable,
  id: string,
  { at, by }: Change,
): Promise<boolean | Refusal> {
  const run = db.query({
    name: 'delete-department',
    text: `with gone as (
             delete from department where id = $3 returning aggregate, sequence + 1 as sequence, id, ${view('department')} as old_view
           ), ${moved('gone', 'old_view', 'null::jsonb')},
           ${recorded({ kind: 'department', past: 'removed', at: '$1', by: '$2' })}`,
    values: [at, by, id],
  });
  return refusable(run.then(({ rowCount }) => rowCount === 1));
}

/** What refers to a department. */
export async function readDepartmentReferrers(db: Queryable, id: string): Promise<Referrer[]> {
  const { rows } = await db.query<Referrer>({
    name: 'read-department-referrers',
    text: `select 'service' as kind, 'departments/' || department || '/services/' || id as resource from service where department = $1
           union all select 'binding', 'bindings/' || component || '/' || department from binding where department_ref = $1
           union all select 'entry_point', 'entry-points/' || id from entry_point where department_ref = $1
           limit 100`,
    values: [id],
  });
  return rows;
}

/** Reads a department that `department` may see; `*` sees all. */
export async function readDepartment(
  db: Queryable,
  id: string,
  department: string,
): Promise<Department | undefined> {
  const { rows } = await db.query<{ resource: Department }>({
    name: 'read-department',
    text: `select ${view('department')} as resource from department where id = $1 and $2 in ('*', id)`,
    values: [id, department],
  });
  return rows[0]?.resource;
}

/** Departments by id. */
export async function listDepartments(
  db: Queryable,
  { cursor, limit, department }: PageAsk,
): Promise<Page<Department>> {
  const { rows } = await db.query<{ resource: Department }>({
    name: 'list-departments',
    text: `select ${view('department')} as resource from department
            where $1 in ('*', id) and ($2::text is null or id > $2) order by id limit $3`,
    values: [department, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => id,
  );
}
