import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { ApiKey, GatewayAccount } from '../domain/entities.ts';
import { accountColumns } from './accounts.ts';

const columns = `id, gateway_account_id as "gatewayAccountId", description, created_at as "createdAt", revoked_at as "revokedAt"`;
const mostKeys = 200;

/** Stores a key by its token's hash. False when the idempotency key was used before. */
export async function insertApiKey(
  db: Queryable,
  key: ApiKey & { tokenHash: Buffer },
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-api-key',
    text: `with ${onceClause}, account as (
             update gateway_account set sequence = sequence + 1 from go where id = $6 returning gateway_account.*
           ), made as (
             insert into api_key (id, gateway_account_id, token_hash, description, created_at)
             select $4::uuid, account.id, $7, $8, $5::timestamptz from account
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), account.id, account.sequence, fenced(account.department, :fence), account.service, null, $5::timestamptz,
                    jsonb_build_object('gateway_account_id', account.id, 'api_key_id', made.id, 'change', 'created'), $9::text
               from account, made
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, key.id, change.at),
      key.gatewayAccountId,
      key.tokenHash,
      key.description,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Revokes a key of an account; one that is revoked stays as it is. False when the account has no such key. */
export async function revokeApiKey(
  db: Queryable,
  ask: { id: string; gatewayAccountId: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'revoke-api-key',
    text: `with revoked as (
             update api_key set revoked_at = $3::timestamptz
              where id = $1::uuid and gateway_account_id = $2 and revoked_at is null
             returning *
           ), account as (
             update gateway_account set sequence = sequence + 1 from revoked where gateway_account.id = revoked.gateway_account_id
             returning gateway_account.*
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), id, sequence, fenced(department, :fence), service, null, $3::timestamptz,
                    jsonb_build_object('gateway_account_id', id, 'api_key_id', $1::uuid, 'change', 'revoked'), $4::text
               from account
             returning ${receiptSql} as receipt
           )
           select exists (select from api_key where id = $1::uuid and gateway_account_id = $2) as found, (select receipt from logged)`,
    values: [ask.id, ask.gatewayAccountId, ask.at, ask.traceparent ?? null],
  });
  return rows[0]?.found === true;
}

/** The newest keys of an account, oldest first, revoked ones too. */
export async function listApiKeys(db: Queryable, gatewayAccountId: string): Promise<ApiKey[]> {
  const { rows } = await db.query<ApiKey>({
    name: 'list-api-keys',
    text: `select * from (select ${columns} from api_key where gateway_account_id = $1
                           order by created_at desc, id limit ${mostKeys}) as newest
            order by "createdAt", id`,
    values: [gatewayAccountId],
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

/** The account that a token's hash opens, with the key's own id; undefined when there is no such key or it is revoked. */
export async function readAccountOfKey(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ keyId: string; account: GatewayAccount } | undefined> {
  const { rows } = await db.query<GatewayAccount & { keyId: string }>({
    name: 'read-account-of-key',
    text: `select api_key.id as "keyId", ${accountColumns}
             from api_key join gateway_account as account on account.id = api_key.gateway_account_id
            where api_key.token_hash = $1 and api_key.revoked_at is null`,
    values: [tokenHash],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { keyId, ...account } = row;
  return { keyId, account };
}
