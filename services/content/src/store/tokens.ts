import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { PublishingApplication, PublishingToken } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';

const columns = `id, application_id as "applicationId", description, created_at as "createdAt", revoked_at as "revokedAt"`;
const mostListed = 200;

/** Stores a token by its hash. False when the idempotency key was used before. */
export async function insertToken(
  db: Queryable,
  token: PublishingToken & { readonly tokenHash: Buffer },
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-token',
    text: `with ${onceClause}, owner as (
             update publishing_application set sequence = sequence + 1 from go where id = $6::uuid returning publishing_application.*
           ), made as (
             insert into publishing_token (id, application_id, token_hash, description, created_at)
             select $4::uuid, owner.id, $7::bytea, $8, $5::timestamptz from owner
             returning *
           ), logged as (
             ${adminLog('owner', '$5', `jsonb_build_object('token_id', made.id, 'change', 'token created')`, '$9', 'owner, made')}
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, token.id, change.at),
      token.applicationId,
      token.tokenHash,
      token.description,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Revokes a token of an application; one that is revoked stays as it is. False when the application has no such token. */
export async function revokeToken(
  db: Queryable,
  ask: { id: string; applicationId: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'revoke-token',
    text: `with revoked as (
             update publishing_token set revoked_at = $3::timestamptz
              where id = $1::uuid and application_id = $2::uuid and revoked_at is null
             returning *
           ), owner as (
             update publishing_application set sequence = sequence + 1 from revoked
              where publishing_application.id = revoked.application_id
             returning publishing_application.*
           ), logged as (
             ${adminLog('owner', '$3', `jsonb_build_object('token_id', $1::uuid, 'change', 'token revoked')`, '$4')}
           )
           select exists (select from publishing_token where id = $1::uuid and application_id = $2::uuid) as found, (select receipt from logged) as receipt`,
    values: [ask.id, ask.applicationId, ask.at, ask.traceparent ?? null],
  });
  return rows[0]?.found === true;
}

/** The newest tokens of an application, oldest first, revoked ones too. */
export async function listTokens(db: Queryable, applicationId: string): Promise<PublishingToken[]> {
  const { rows } = await db.query<PublishingToken>({
    name: 'list-tokens',
    text: `select * from (select ${columns} from publishing_token where application_id = $1::uuid
                           order by created_at desc, id limit ${mostListed}) as newest
            order by "createdAt", id`,
    values: [applicationId],
  });
  return rows;
}

/** Reads a token by its id. */
export async function readToken(db: Queryable, id: string): Promise<PublishingToken | undefined> {
  const { rows } = await db.query<PublishingToken>({
    name: 'read-token',
    text: `select ${columns} from publishing_token where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** The application that a token's hash opens, with the token's own id; undefined when there is no such token or it is revoked. */
export async function readApplicationOfToken(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ tokenId: string; application: PublishingApplication } | undefined> {
  const { rows } = await db.query<PublishingApplication & { tokenId: string }>({
    name: 'read-application-of-token',
    text: `select publishing_token.id as "tokenId", application.id, application.department, application.service, application.name,
                  application.created_at as "createdAt"
             from publishing_token join publishing_application as application on application.id = publishing_token.application_id
            where token_hash = $1 and revoked_at is null`,
    values: [tokenHash],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { tokenId, ...application } = row;
  return { tokenId, application };
}
