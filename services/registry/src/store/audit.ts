import type { Queryable } from '@ashlar/postgres';
import type { AuditEntry } from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import { utc } from './recorded.ts';

/** What was changed, newest first; of one department if it is not `*`. */
export async function listAudit(
  db: Queryable,
  { cursor, limit, department }: PageAsk,
): Promise<Page<AuditEntry>> {
  const { rows } = await db.query<{ resource: AuditEntry }>({
    name: 'list-audit',
    text: `select jsonb_strip_nulls(jsonb_build_object('id', id, 'at', ${utc('at')}, 'subject', subject,
                    'subject_department', subject_department, 'request_id', request_id, 'action', action, 'resource', resource,
                    'department', department, 'before', before, 'after', after)) as resource
             from audit_entry
            where ($1 = '*' or department = $1) and ($2::bigint is null or id < $2)
            order by id desc limit $3`,
    values: [department, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => String(id),
  );
}

/** A resource as it was when it was made, whatever has become of it since: what a repeated creation is answered with. */
export async function readMade<Resource>(db: Queryable, aggregate: string): Promise<Resource | undefined> {
  const { rows } = await db.query<{ after: Resource }>({
    name: 'read-made',
    text: 'select after from audit_entry where aggregate = $1 order by id limit 1',
    values: [aggregate],
  });
  return rows[0]?.after;
}
