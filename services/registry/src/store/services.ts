import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { NewService, Service, ServiceName } from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { type Change, type Creation, type Moved, recorded, utc } from './recorded.ts';
import { refusable } from './refusals.ts';

const view = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('department', ${row}.department, 'id', ${row}.id, 'name', ${row}.name,
  'managed_by', ${row}.managed_by, 'created_at', ${utc(`${row}.created_at`)}))`;

const moved = (from: string, before: string, after: string) => `moved as (
    select aggregate, sequence, department, id as service, 'departments/' || department || '/services/' || id as resource,
           ${before} as before, ${after} as after from ${from}
  )`;

/** Stores a service. Undefined when the idempotency key was used before; refused when there is one with this id, or no such department. */
export async function insertService(
  db: Queryable,
  service: NewService,
  aggregate: string,
  { once, at, by }: Creation,
): Promise<Service | Refusal | undefined> {
  const run = db.query<Moved<Service>>({
    name: 'insert-service',
    text: `with ${onceClause}, made as (
             insert into service (department, id, aggregate, name, managed_by, created_at, sequence)
             select $7, $8, $4::uuid, $9, $10, $5::timestamptz, 1 from go
             returning *
           ), ${moved('made', 'null::jsonb', view('made'))},
           ${recorded({ kind: 'service', past: 'created', at: '$5', by: '$6' })}`,
    values: [
      ...onceParameters(once, aggregate, at),
      by,
      service.department,
      service.id,
      service.name,
      service.managed_by ?? null,
    ],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

/** Gives a service another name. Undefined when there is none, or it has that name. */
export async function updateService(
  db: Queryable,
  { department, id, name }: ServiceName & Pick<Service, 'name'>,
  { at, by }: Change,
): Promise<Service | undefined> {
  const { rows } = await db.query<Moved<Service>>({
    name: 'update-service',
    text: `with changed as (
             update service set name = $5, sequence = sequence + 1 where department = $3 and id = $4 and name <> $5
             returning new.aggregate, new.sequence, new.department, new.id, ${view('old')} as old_view, ${view('new')} as new_view
           ), ${moved('changed', 'old_view', 'new_view')},
           ${recorded({ kind: 'service', past: 'changed', at: '$1', by: '$2' })}`,
    values: [at, by, department, id, name],
  });
  return rows[0]?.after;
}

/** Removes a service. False when there is none. */
export async function deleteService(
  db: Queryable,
  { department, id }: ServiceName,
  { at, by }: Change,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-service',
    text: `with gone as (
             delete from service where department = $3 and id = $4
             returning aggregate, sequence + 1 as sequence, department, id, ${view('service')} as old_view
           ), ${moved('gone', 'old_view', 'null::jsonb')},
           ${recorded({ kind: 'service', past: 'removed', at: '$1', by: '$2' })}`,
    values: [at, by, department, id],
  });
  return rowCount === 1;
}

/** Reads a service. */
export async function readService(
  db: Queryable,
  { department, id }: ServiceName,
): Promise<Service | undefined> {
  const { rows } = await db.query<{ resource: Service }>({
    name: 'read-service',
    text: `select ${view('service')} as resource from service where department = $1 and id = $2`,
    values: [department, id],
  });
  return rows[0]?.resource;
}

/** A department's services by id. */
export async function listServices(
  db: Queryable,
  { cursor, limit, department }: PageAsk,
): Promise<Page<Service>> {
  const { rows } = await db.query<{ resource: Service }>({
    name: 'list-services',
    text: `select ${view('service')} as resource from service
            where department = $1 and ($2::text is null or id > $2) order by id limit $3`,
    values: [department, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => id,
  );
}
