import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { PreviewLink } from '../domain/entities.ts';

const columns = `id, department, service, base_path as "basePath", auth_bypass_id as "authBypassId", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt"`;
const mostListed = 200;

/** Stores a link by its token's hash. False when the idempotency key was used before. */
export async function insertPreviewLink(
  db: Queryable,
  link: PreviewLink & { readonly tokenHash: Buffer },
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-preview-link',
    text: `with ${onceClause}, made as (
             insert into preview_link (id, created_at, department, service, base_path, auth_bypass_id, token_hash, expires_at, sequence)
             select $4::uuid, $5::timestamptz, $6, $7, $8, $9, $10::bytea, $11::timestamptz, 1 from go
             returning *
           ), logged as (
             ${previewLog('made', { at: '$5', change: 'made', trace: '$12' })}
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, link.id, change.at),
      link.department,
      link.service,
      link.basePath,
      link.authBypassId,
      link.tokenHash,
      link.expiresAt,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Revokes a link of a department; one that is revoked stays as it is. False when the department has no such link. */
export async function revokePreviewLink(
  db: Queryable,
  ask: { id: string; department: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'revoke-preview-link',
    text: `with revoked as (
             update preview_link set revoked_at = $3::timestamptz, sequence = sequence + 1
              where id = $1::uuid and department = $2 and revoked_at is null
             returning *
           ), logged as (
             ${previewLog('revoked', { at: '$3', change: 'revoked', trace: '$4' })}
           )
           select exists (select from preview_link where id = $1::uuid and department = $2) as found, (select receipt from logged) as receipt`,
    values: [ask.id, ask.department, ask.at, ask.traceparent ?? null],
  });
  return rows[0]?.found === true;
}

/** A department's newest links, newest first, revoked and ended ones too; those of a path only, if one is named. */
export async function listPreviewLinks(
  db: Queryable,
  department: string,
  basePath: string | null,
): Promise<PreviewLink[]> {
  const { rows } = await db.query<PreviewLink>({
    name: 'list-preview-links',
    text: `select ${columns} from preview_link where department = $1 and ($2::text is null or base_path = $2)
            order by created_at desc, id desc limit ${mostListed}`,
    values: [department, basePath],
  });
  return rows;
}

/** Reads a link of a department by its id. */
export async function readPreviewLink(
  db: Queryable,
  id: string,
  department: string,
): Promise<PreviewLink | undefined> {
  const { rows } = await db.query<PreviewLink>({
    name: 'read-preview-link',
    text: `select ${columns} from preview_link where id = $1::uuid and department = $2`,
    values: [id, department],
  });
  return rows[0];
}

/** The link that a token's hash opens; undefined when there is none, or it is revoked or over. */
export async function readPreviewLinkOfToken(
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<PreviewLink | undefined> {
  const { rows } = await db.query<PreviewLink>({
    name: 'read-preview-link-of-token',
    text: `select ${columns} from preview_link where token_hash = $1 and revoked_at is null and expires_at > $2::timestamptz`,
    values: [tokenHash, now],
  });
  return rows[0];
}

/** The change-log row of a link, with its receipt: private, since a draft concerns nobody outside. `from` are rows of `preview_link`. */
function previewLog(from: string, log: { at: string; change: string; trace: string }): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${from}.sequence, fenced(${from}.department, :fence), ${from}.service, null, ${log.at}::timestamptz,
           jsonb_build_object('preview_link_id', ${from}.id, 'change', 'link ${log.change}'), ${log.trace}::text
      from ${from}
    returning ${receiptSql} as receipt`;
}
