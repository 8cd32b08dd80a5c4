import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { InitialAccessToken } from '../domain/entities.ts';
import { clientCreated } from '../events/facts.ts';
import type { StoredClient } from './clients.ts';
import { maySeek, mayWork } from './fence.ts';

/** Stores a token. False when the idempotency key was used before. */
export async function insertInitialToken(
  db: Queryable,
  token: InitialAccessToken & { tokenHash: string },
  creation: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-initial-access-token',
    text: `with ${onceClause}, made as (
             insert into initial_access_token (id, token_hash, department, service, scopes, uses_left, created_at, ends_at)
             select $4, $6, $7, $8, $9, $10, $5::timestamptz, $11 from go
             returning *
           ), ${noted('made', '$5', 'created')}
           select receipt from noted`,
    values: [
      ...onceParameters(creation.once, token.id, creation.at),
      token.tokenHash,
      token.department,
      token.service,
      token.scopes,
      token.usesLeft,
      token.endsAt,
    ],
  });
  return rowCount === 1;
}

/** Reads a token by its id, whatever is left of it. */
export async function readInitialToken(db: Queryable, id: string): Promise<InitialAccessToken | undefined> {
  const { rows } = await db.query<InitialAccessToken>({
    name: 'read-initial-access-token',
    text: `select ${columns} from initial_access_token where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** A department's tokens after a place in the order of creation, oldest first; `*` is every department. Those that were used up or ended are there for a day after their time. */
export async function listInitialTokens(
  db: Queryable,
  page: { department: string; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<InitialAccessToken[]> {
  const { rows } = await db.query<InitialAccessToken>({
    name: 'list-initial-access-tokens',
    text: `select ${columns} from initial_access_token
            where ($1 = '*' or department = $1) and ($2::timestamptz is null or (created_at, id) > ($2, $3))
            order by created_at, id limit $4`,
    values: [page.department, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  });
  return rows;
}

/** Finds a token that can still be used. */
export async function findInitialToken(
  db: Queryable,
  tokenHash: string,
  at: Date,
): Promise<InitialAccessToken | undefined> {
  const { rows } = await db.query<InitialAccessToken>({
    name: 'find-initial-access-token',
    text: `select ${columns} from initial_access_token where token_hash = $1 and uses_left > 0 and ends_at > $2`,
    values: [tokenHash, at],
  });
  return rows[0];
}

/** Has a token work no more. False when the department has none of that id. */
export async function endInitialTokenRow(db: Queryable, id: string, department: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'end-initial-access-token',
    text: `with ended as (
             update initial_access_token set uses_left = 0 where id = $1 and ($2 = '*' or department = $2) returning *
           ), ${noted('ended', 'clock_timestamp()', 'ended')}
           select receipt from noted`,
    values: [id, department],
  });
  return rowCount === 1;
}

/** Deletes tokens that ended before a time, at most `limit`. Answers how many. */
export async function deleteEndedInitialTokens(db: Queryable, at: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-ended-initial-access-tokens',
    text: `delete from initial_access_token where id in (
             select id from initial_access_token where ends_at <= $1 and ${maySeek} limit $2 for update skip locked) and ${mayWork}`,
    values: [at, limit],
  });
  return rowCount ?? 0;
}

/** Stores a client that registers itself, with its event, and takes one use of the token. False when none was left: of two that come for the last one, one gets true. */
export async function insertRegisteredClient(
  db: Queryable,
  client: Omit<StoredClient, 'previousSecretHash' | 'sequence'> & { registrationTokenHash: string },
  { tokenId, traceparent }: { tokenId: string; traceparent: string | undefined },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-registered-client',
    text: `with used as (
             update initial_access_token set uses_left = uses_left - 1 where id = $1 and uses_left > 0 and ends_at > $2::timestamptz
             returning *
           ), ${noted('used', '$2')}, made as (
             insert into client (id, department, service, name, secret_hash, redirect_uris, post_logout_redirect_uris, scopes, settings,
                                 registration_token_hash, created_at, sequence)
             select $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $2::timestamptz, 1 from used
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id, sequence, fenced(department, :fence), service, '${clientCreated}', created_at,
                    jsonb_build_object('client_id', id, 'scopes', to_jsonb(scopes), 'signs_in', cardinality(redirect_uris) > 0), $13::text, :origin
               from made
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [
      tokenId,
      client.createdAt,
      client.id,
      client.department,
      client.service,
      client.name,
      client.secretHash,
      client.redirectUris,
      client.postLogoutRedirectUris,
      client.scopes,
      JSON.stringify(client.settings),
      client.registrationTokenHash,
      traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Whether the token is that of the client's registration, and the client is not revoked. */
export async function isRegistration(db: Queryable, id: string, tokenHash: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'is-registration',
    text: 'select 1 from client where id = $1 and registration_token_hash = $2 and revoked_at is null',
    values: [id, tokenHash],
  });
  return rowCount === 1;
}

const columns = `id, department, service, scopes, uses_left as "usesLeft", created_at as "createdAt", ends_at as "endsAt"`;

/** The private row of the log that tells a successor of a token. */
function noted(row: string, at: string, did?: 'created' | 'ended'): string {
  return `noted as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, origin)
    select uuidv7(), 'initial_access_token:' || id, handover_version, fenced(department, :fence), service, null, ${at}::timestamptz,
           ${did ? `'{"did":"initial_access_token.${did}"}'::jsonb` : `'{}'::jsonb`}, :origin from ${row}
    returning ${receiptSql} as receipt
  )`;
}
