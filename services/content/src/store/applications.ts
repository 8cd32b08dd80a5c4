import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { PublishingApplication } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';

/** The columns of `publishing_application` under the names of {@link PublishingApplication}. */
const columns = `id, department, service, name, created_at as "createdAt"`;
const mostListed = 200;

/** Stores an application. False when the key was used before. */
export async function insertApplication(
  db: Queryable,
  application: PublishingApplication,
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-application',
    text: `with ${onceClause}, made as (
             insert into publishing_application (id, created_at, department, service, name, sequence)
             select $4::uuid, $5::timestamptz, $6, $7, $8, 1 from go
             returning *
           ), logged as (
             ${adminLog('made', '$5', `jsonb_build_object('change', 'application created')`, '$9')}
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, application.id, change.at),
      application.department,
      application.service,
      application.name,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads an application; `department` `*` may read any. */
export async function readApplication(
  db: Queryable,
  id: string,
  department: string,
): Promise<PublishingApplication | undefined> {
  const { rows } = await db.query<PublishingApplication>({
    name: 'read-application',
    text: `select ${columns} from publishing_application where id = $1::uuid and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0];
}

/** A department's applications, oldest first; `*` is every department. */
export async function listApplications(db: Queryable, department: string): Promise<PublishingApplication[]> {
  const { rows } = await db.query<PublishingApplication>({
    name: 'list-applications',
    text: `select ${columns} from publishing_application where ($1 = '*' or department = $1)
            order by created_at, id limit ${mostListed}`,
    values: [department],
  });
  return rows;
}
