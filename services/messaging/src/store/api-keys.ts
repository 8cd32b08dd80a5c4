import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { ApiKey, MessagingService } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';
import { openService, type ServiceRow, serviceColumns } from './services.ts';
import type { Vault } from './vault.ts';

/** A key with what its tokens are signed with. */
export interface SecretKey extends ApiKey {
  readonly secret: string;
}

/** A key as it is created: callers that send its secret plainly are found by its digest. */
export interface NewKey extends SecretKey {
  readonly secretDigest: Buffer;
}

const columns = `id, service_id as "serviceId", name, type, created_at as "createdAt", revoked_at as "revokedAt"`;
const mostKeys = 200;

/** Stores a key. False when the idempotency key was used before. */
export async function insertApiKey(
  db: Queryable,
  vault: Vault,
  key: NewKey,
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-api-key',
    text: `with ${onceClause}, owner as (
             update messaging_service set sequence = sequence + 1 from go where id = $6::uuid returning messaging_service.*
           ), made as (
             insert into api_key (id, service_id, name, type, secret, secret_digest, created_at)
             select $4::uuid, owner.id, $7, $8, $9::bytea, $11::bytea, $5::timestamptz from owner
             returning *
           ), logged as (
             ${adminLog('owner', '$5', `jsonb_build_object('api_key_id', made.id, 'change', 'key created')`, '$10', 'owner, made')}
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, key.id, change.at),
      key.serviceId,
      key.name,
      key.type,
      vault.seal(key.secret),
      change.traceparent ?? null,
      key.secretDigest,
    ],
  });
  return rowCount === 1;
}

/** The id of the service whose key has this digest. */
export async function findServiceBySecret(db: Queryable, secretDigest: Buffer): Promise<string | undefined> {
  const { rows } = await db.query<{ serviceId: string }>({
    name: 'find-service-by-secret',
    text: `select service_id as "serviceId" from api_key where secret_digest = $1::bytea`,
    values: [secretDigest],
  });
  return rows[0]?.serviceId;
}

/** Revokes a key of a service; one that is revoked stays as it is. False when the service has no such key. */
export async function revokeApiKey(
  db: Queryable,
  ask: { id: string; serviceId: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'revoke-api-key',
    text: `with revoked as (
             update api_key set revoked_at = $3::timestamptz
              where id = $1::uuid and service_id = $2::uuid and revoked_at is null
             returning *
           ), owner as (
             update messaging_service set sequence = sequence + 1 from revoked where messaging_service.id = revoked.service_id
             returning messaging_service.*
           ), logged as (
             ${adminLog('owner', '$3', `jsonb_build_object('api_key_id', $1::uuid, 'change', 'key revoked')`, '$4')}
           )
           select exists (select from api_key where id = $1::uuid and service_id = $2::uuid) as found, (select receipt from logged) as receipt`,
    values: [ask.id, ask.serviceId, ask.at, ask.traceparent ?? null],
  });
  return rows[0]?.found === true;
}

/** The newest keys of a service, oldest first, revoked ones too. */
export async function listApiKeys(db: Queryable, serviceId: string): Promise<ApiKey[]> {
  const { rows } = await db.query<ApiKey>({
    name: 'list-api-keys',
    text: `select * from (select ${columns} from api_key where service_id = $1::uuid
                           order by created_at desc, id limit ${mostKeys}) as newest
            order by "createdAt", id`,
    values: [serviceId],
  });
  return rows;
}

/** Reads a key by its id. */
export async function readApiKey(db: Queryable, id: string): Promise<ApiKey | undefined> {
  const { rows } = await db.query<ApiKey>({
    name: 'read-api-key',
    text: `select ${columns} from api_key where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** A service with its keys, those that were revoked before `revokedAfter` left out; undefined when there is no such service. */
export async function readServiceWithKeys(
  db: Queryable,
  vault: Vault,
  id: string,
  revokedAfter: Date,
): Promise<{ service: MessagingService; keys: SecretKey[] } | undefined> {
  const { rows } = await db.query<ServiceRow & { keys: StoredKey[] }>({
    name: 'read-service-with-keys',
    text: `select ${serviceColumns},
                  coalesce((select jsonb_agg(jsonb_build_object('id', api_key.id, 'name', api_key.name, 'type', api_key.type,
                              'secret', encode(secret, 'base64'), 'createdAt', api_key.created_at, 'revokedAt', revoked_at)
                              order by revoked_at is not null, api_key.created_at desc)
                              from api_key where service_id = messaging_service.id and (revoked_at is null or revoked_at > $2)), '[]') as keys
             from messaging_service where id = $1::uuid`,
    values: [id, revokedAfter],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { keys, ...service } = row;
  return { service: openService(vault, service), keys: keys.map((key) => openKey(vault, id, key)) };
}

interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly type: ApiKey['type'];
  readonly secret: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

function openKey(vault: Vault, serviceId: string, key: StoredKey): SecretKey {
  return {
    ...key,
    serviceId,
    secret: vault.open<string>(Buffer.from(key.secret, 'base64')),
    createdAt: new Date(key.createdAt),
    revokedAt: key.revokedAt === null ? null : new Date(key.revokedAt),
  };
}
