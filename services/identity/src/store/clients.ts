import { createHash } from 'node:crypto';
import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Client } from '../domain/entities.ts';
import { clientCreated } from '../events/facts.ts';

/** A client with the SHA-256 of its secret, in hexadecimal. */
export interface StoredClient extends Client {
  readonly secretHash: string;
}

/** Stores a client with its event. False when the idempotency key was used before. */
export async function insertClient(
  db: Queryable,
  client: StoredClient,
  creation: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-client',
    text: `with ${onceClause}, made as (
             insert into client (id, department, service, name, secret_hash, redirect_uris, post_logout_redirect_uris, scopes, created_at, sequence)
             select $4, $6, $7, $8, $9, $10, $11, $12, $5::timestamptz, 1 from go
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), id, sequence, department, service, '${clientCreated}', created_at,
                    jsonb_build_object('client_id', id, 'scopes', to_jsonb(scopes), 'signs_in', cardinality(redirect_uris) > 0), $13::text
               from made
           )
           select 1 from made`,
    values: [
      ...onceParameters(creation.once, client.id, creation.at),
      client.department,
      client.service,
      client.name,
      client.secretHash,
      client.redirectUris,
      client.postLogoutRedirectUris,
      client.scopes,
      creation.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads a client; `department` `*` may read any. */
export async function readClient(
  db: Queryable,
  id: string,
  department: string,
): Promise<StoredClient | undefined> {
  const { rows } = await db.query<StoredClient>({
    name: 'read-client',
    text: `select id, department, service, name, secret_hash as "secretHash", redirect_uris as "redirectUris",
                  post_logout_redirect_uris as "postLogoutRedirectUris", scopes, created_at as "createdAt"
             from client where id = $1 and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0];
}

/** How a client's secret is kept. It is random and long, so that a plain hash tells nothing of it. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
