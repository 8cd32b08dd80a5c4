import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Kind, Template } from '../domain/entities.ts';
import type { Lane } from '../domain/lanes.ts';
import { adminLog } from './admin-log.ts';

const columns = `template.id, template.service_id as "serviceId", template.type, shown.name, shown.version, shown.subject, shown.body,
  shown.has_unsubscribe_link as "hasUnsubscribeLink", shown.postage, shown.contact_block as "contactBlock", shown.lane,
  shown.created_by as "createdBy", template.created_at as "createdAt", template.archived,
  case when shown.version > 1 then shown.created_at end as "updatedAt"`;
const mostListed = 1000;

/** What is new in a version of a template. */
export interface Draft {
  readonly id: string;
  readonly serviceId: string;
  readonly name: string;
  readonly subject: string | null;
  readonly body: string;
  readonly hasUnsubscribeLink: boolean;
  readonly postage: Template['postage'];
  readonly contactBlock: string | null;
  readonly lane: Lane;
  readonly createdBy: string;
}

/** Stores a new template as version 1. False when the idempotency key was used before. */
export async function insertTemplate(
  db: Queryable,
  draft: Draft & { type: Kind },
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-template',
    text: `with ${onceClause}, owner as (
             update messaging_service set sequence = sequence + 1 from go where id = $6::uuid returning messaging_service.*
           ), made as (
             insert into template (id, service_id, type, version, created_at, sequence)
             select $4::uuid, owner.id, $16, 1, $5::timestamptz, 1 from owner
             returning *
           ), first as (
             insert into template_version (id, template_id, version, name, subject, body, created_by, created_at, has_unsubscribe_link,
                                           postage, contact_block, lane)
             select uuidv7(), made.id, 1, $7, $8, $9, $10, $5::timestamptz, $12::boolean, $13, $14, $15 from made
           ), logged as (
             ${adminLog('owner', '$5', `jsonb_build_object('template_id', made.id, 'template_version', 1, 'change', 'template created')`, '$11', 'owner, made')}
           )
           select receipt from logged`,
    values: [...draftParameters(draft.id, draft, change), draft.type],
  });
  return rowCount === 1;
}

/** Adds a version, with an id of its own, to a template of a service. False when the key was used before or there is no such template. */
export async function insertTemplateVersion(
  db: Queryable,
  versionId: string,
  draft: Draft,
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-template-version',
    text: `with ${onceClause}, changed as (
             update template set version = version + 1, sequence = sequence + 1
               from go where id = $16::uuid and service_id = $6::uuid and not archived
             returning template.*
           ), owner as (
             update messaging_service set sequence = messaging_service.sequence + 1 from changed
              where messaging_service.id = changed.service_id
             returning messaging_service.*
           ), added as (
             insert into template_version (id, template_id, version, name, subject, body, created_by, created_at, has_unsubscribe_link,
                                           postage, contact_block, lane)
             select $4::uuid, changed.id, changed.version, $7, $8, $9, $10, $5::timestamptz, $12::boolean, $13, $14, $15 from changed
           ), logged as (
             ${adminLog('owner', '$5', `jsonb_build_object('template_id', changed.id, 'template_version', changed.version, 'change', 'template changed')`, '$11', 'owner, changed')}
           )
           select receipt from logged`,
    values: [...draftParameters(versionId, draft, change), draft.id],
  });
  return rowCount === 1;
}

/** Marks a template as deleted; one that is stays so. False when the service has no such template. */
export async function archiveTemplate(
  db: Queryable,
  ask: { id: string; serviceId: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'archive-template',
    text: `with changed as (
             update template set archived = true, sequence = sequence + 1
              where id = $1::uuid and service_id = $2::uuid and not archived
             returning *
           ), owner as (
             update messaging_service set sequence = messaging_service.sequence + 1 from changed
              where messaging_service.id = changed.service_id
             returning messaging_service.*
           ), logged as (
             ${adminLog('owner', '$3', `jsonb_build_object('template_id', $1::uuid, 'change', 'template deleted')`, '$4')}
           )
           select exists (select from template where id = $1::uuid and service_id = $2::uuid) as found, (select receipt from logged) as receipt`,
    values: [ask.id, ask.serviceId, ask.at, ask.traceparent ?? null],
  });
  return rows[0]?.found === true;
}

/** Reads a template of a service in one version, or in its current one. */
export async function readTemplate(
  db: Queryable,
  ask: { id: string; serviceId: string; version?: number | undefined },
): Promise<Template | undefined> {
  const { rows } = await db.query<Template>({
    name: 'read-template',
    text: `select ${columns} from template join template_version as shown
               on shown.template_id = template.id and shown.version = coalesce($3::integer, template.version)
            where template.id = $1::uuid and template.service_id = $2::uuid`,
    values: [ask.id, ask.serviceId, ask.version ?? null],
  });
  return rows[0];
}

/** Reads the version of a template that has this id of its own. */
export async function readTemplateVersion(db: Queryable, versionId: string): Promise<Template | undefined> {
  const { rows } = await db.query<Template>({
    name: 'read-template-version',
    text: `select ${columns} from template join template_version as shown on shown.template_id = template.id
            where shown.id = $1::uuid`,
    values: [versionId],
  });
  return rows[0];
}

/** A service's templates that are not deleted, in their current version, newest first; of one kind if it is given. */
export async function listTemplates(
  db: Queryable,
  serviceId: string,
  type: string | undefined,
): Promise<Template[]> {
  const { rows } = await db.query<Template>({
    name: 'list-templates',
    text: `select ${columns} from template join template_version as shown
               on shown.template_id = template.id and shown.version = template.version
            where template.service_id = $1::uuid and not archived and ($2::text is null or template.type = $2)
            order by template.created_at desc, template.id limit ${mostListed}`,
    values: [serviceId, type ?? null],
  });
  return rows;
}

function draftParameters(made: string, draft: Draft, change: Creation): unknown[] {
  return [
    ...onceParameters(change.once, made, change.at),
    draft.serviceId,
    draft.name,
    draft.subject,
    draft.body,
    draft.createdBy,
    change.traceparent ?? null,
    draft.hasUnsubscribeLink,
    draft.postage,
    draft.contactBlock,
    draft.lane,
  ];
}
