import { createHash } from 'node:crypto';
import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import { type ClientSettings, settingsOf } from '../domain/client-settings.ts';
import type { Client } from '../domain/entities.ts';
import { clientChanged, clientCreated, clientRevoked, clientSecretChanged } from '../events/facts.ts';

/** A client with the SHA-256 of its secret, in hexadecimal, if it has one. */
export interface StoredClient extends Client {
  readonly secretHash: string | null;
  /** Of the secret before, as long as that works. */
  readonly previousSecretHash: string | null;
  /** Rises with each change. */
  readonly sequence: number;
}

/** Stores a client with its event. False when the idempotency key was used before. */
export async function insertClient(
  db: Queryable,
  client: Omit<StoredClient, 'previousSecretHash' | 'sequence'>,
  creation: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-client',
    text: `with ${onceClause}, made as (
             insert into client (id, department, service, name, secret_hash, redirect_uris, post_logout_redirect_uris, scopes, settings, created_at, sequence)
             select $4, $6, $7, $8, $9, $10, $11, $12, $13, $5::timestamptz, 1 from go
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id, sequence, fenced(department, :fence), service, '${clientCreated}', created_at,
                    jsonb_build_object('client_id', id, 'scopes', to_jsonb(scopes), 'signs_in', cardinality(redirect_uris) > 0), $14::text, :origin
               from made
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      ...onceParameters(creation.once, client.id, creation.at),
      client.department,
      client.service,
      client.name,
      client.secretHash,
      client.redirectUris,
      client.postLogoutRedirectUris,
      client.scopes,
      JSON.stringify(client.settings),
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
  const { rows } = await db.query<ClientRow>({
    name: 'read-client',
    text: `select ${columns} from client where id = $1 and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0] && clientOf(rows[0]);
}

/** A department's clients after a place in the order of creation, oldest first; `*` is every department. */
export async function listClients(
  db: Queryable,
  page: { department: string; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<StoredClient[]> {
  const { rows } = await db.query<ClientRow>({
    name: 'list-clients',
    text: `select ${columns} from client
            where ($1 = '*' or department = $1) and ($2::timestamptz is null or (created_at, id) > ($2, $3))
            order by created_at, id limit $4`,
    values: [page.department, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  });
  return rows.map(clientOf);
}

/** Changes what an administrator says of a client that is not revoked, with the event. False when there is none of that id, or it is not as it was read (`sequence`) any more. */
export async function changeClient(
  db: Queryable,
  client: Client & Pick<StoredClient, 'sequence'>,
  { at, traceparent }: AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'change-client',
    text: `with changed as (
             update client set name = $2, redirect_uris = $3, post_logout_redirect_uris = $4, scopes = $5, settings = $6, sequence = sequence + 1
              where id = $1 and revoked_at is null and sequence = $9
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id, sequence, fenced(department, :fence), service, '${clientChanged}', $7::timestamptz,
                    jsonb_build_object('client_id', id, 'scopes', to_jsonb(scopes), 'signs_in', cardinality(redirect_uris) > 0), $8::text, :origin
               from changed
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      client.id,
      client.name,
      client.redirectUris,
      client.postLogoutRedirectUris,
      client.scopes,
      JSON.stringify(client.settings),
      at,
      traceparent ?? null,
      client.sequence,
    ],
  });
  return rowCount === 1;
}

/** Revokes a client with the event; one that is revoked stays as it is. False when the department has none of that id. */
export async function revokeClient(
  db: Queryable,
  { id, department, at, traceparent }: { id: string; department: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>({
    name: 'revoke-client',
    text: `with revoked as (
             update client set revoked_at = $3::timestamptz, sequence = sequence + 1
              where id = $1 and ($2 = '*' or department = $2) and revoked_at is null
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id, sequence, fenced(department, :fence), service, '${clientRevoked}', $3::timestamptz, jsonb_build_object('client_id', id), $4::text, :origin
               from revoked
             returning ${receiptSql} as receipt
           )
           select exists (select from client where id = $1 and ($2 = '*' or department = $2)) as known, (select receipt from logged) as receipt`,
    values: [id, department, at, traceparent ?? null],
  });
  return rows[0]?.known === true;
}

/**
 * Gives a client that is not revoked another secret, with the event; the one until now works until `previousEndsAt`. False when the
 * idempotency key was used before.
 */
export async function changeSecret(
  db: Queryable,
  change: { id: string; secretHash: string; previousEndsAt: Date | null },
  creation: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'change-client-secret',
    text: `with ${onceClause}, changed as (
             update client set secret_hash = $6, previous_secret_hash = case when $7::timestamptz is not null then secret_hash end,
                    previous_secret_ends_at = $7::timestamptz, sequence = sequence + 1
               from go where id = $4 and revoked_at is null
             returning client.*
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id, sequence, fenced(department, :fence), service, '${clientSecretChanged}', $5::timestamptz,
                    jsonb_build_object('client_id', id), $8::text, :origin
               from changed
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      ...onceParameters(creation.once, change.id, creation.at),
      change.secretHash,
      change.previousEndsAt,
      creation.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

const columns = `id, department, service, name, secret_hash as "secretHash", previous_secret_hash as "previousSecretHash",
                 previous_secret_ends_at as "previousSecretEndsAt", redirect_uris as "redirectUris",
                 post_logout_redirect_uris as "postLogoutRedirectUris", scopes, settings, created_at as "createdAt",
                 revoked_at as "revokedAt", sequence`;

/** A client as it is stored, whose settings may leave out what goes without saying. */
type ClientRow = Omit<StoredClient, 'settings'> & { readonly settings: Partial<ClientSettings> };

function clientOf(row: ClientRow): StoredClient {
  return { ...row, settings: settingsOf(row.settings, row) };
}

/** How a client's secret is kept. It is random and long, so that a plain hash tells nothing of it. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
