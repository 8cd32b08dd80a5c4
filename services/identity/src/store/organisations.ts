import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Organisation } from '../domain/mandates.ts';
import { organisationChanged, organisationCreated } from '../events/facts.ts';

/** Stores an organisation with its event. False when the idempotency key was used before. */
export async function insertOrganisation(
  db: Queryable,
  organisation: Organisation,
  creation: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-organisation',
    text: `with ${onceClause}, made as (
             insert into organisation (id, department, name, kind, created_at, sequence)
             select $4::uuid, $6, $7, $8, $5::timestamptz, 1 from go
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced(department, :fence), 'identity', '${organisationCreated}', created_at,
                    jsonb_build_object('organisation_id', id), $9::text, :origin
               from made
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      ...onceParameters(creation.once, organisation.id, creation.at),
      organisation.department,
      organisation.name,
      organisation.kind,
      creation.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads an organisation; `department` `*` may read any. */
export async function readOrganisation(
  db: Queryable,
  id: string,
  department: string,
): Promise<Organisation | undefined> {
  const { rows } = await db.query<Organisation>({
    name: 'read-organisation',
    text: `select ${columns} from organisation where id = $1::uuid and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0];
}

/** A department's organisations after a place in the order of creation, oldest first; `*` is every department. */
export async function listOrganisations(
  db: Queryable,
  page: { department: string; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<Organisation[]> {
  const { rows } = await db.query<Organisation>({
    name: 'list-organisations',
    text: `select ${columns} from organisation
            where ($1 = '*' or department = $1) and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid))
            order by created_at, id limit $4`,
    values: [page.department, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  });
  return rows;
}

/** Changes an organisation of a department, with the event; what is undefined stays. Undefined when there is none. */
export async function changeOrganisation(
  db: Queryable,
  change: {
    id: string;
    department: string;
    name?: string | undefined;
    kind?: string | undefined;
  } & AdminChange,
): Promise<Organisation | undefined> {
  const { rows } = await db.query<Organisation>({
    name: 'change-organisation',
    text: `with changed as (
             update organisation set name = coalesce($3, name), kind = coalesce($4, kind), sequence = sequence + 1
              where id = $1::uuid and ($2 = '*' or department = $2)
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced(department, :fence), 'identity', '${organisationChanged}', $5::timestamptz,
                    jsonb_build_object('organisation_id', id), $6::text, :origin
               from changed
             returning ${receiptSql} as receipt
           )
           select ${columns}, (select receipt from logged) as receipt from changed`,
    values: [
      change.id,
      change.department,
      change.name ?? null,
      change.kind ?? null,
      change.at,
      change.traceparent ?? null,
    ],
  });
  return rows[0];
}

const columns = 'id, department, name, kind, created_at as "createdAt"';
