import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Upstream } from '../domain/upstream.ts';
import { upstreamChanged, upstreamCreated } from '../events/facts.ts';
import { violates } from './violations.ts';

/** An upstream identity provider with what we prove ourselves with there, sealed. */
export interface StoredUpstream extends Upstream {
  readonly sealed: Buffer;
  /** Another number means that something was changed. */
  readonly sequence: number;
}

/** Stores an upstream identity provider with its event. False when the idempotency key was used before; `taken`: there is one of this id. */
export async function insertUpstream(
  db: Queryable,
  upstream: Omit<StoredUpstream, 'sequence'>,
  creation: Creation,
): Promise<boolean | 'taken'> {
  const { publicKey } = upstream;
  try {
    const { rowCount } = await db.query({
      name: 'insert-upstream',
      text: `with ${onceClause}, made as (
               insert into upstream (id, issuer, auth_method, public_key, name_en, name_cy, client_id, sealed, scopes, levels, admits_newcomers,
                                     trusts_email, state, created_at, sequence)
               select $4, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14::jsonb, $15, $16, $17, $5::timestamptz, 1 from go
               returning *
             ), logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
               select uuidv7(), 'upstream/' || id, sequence, fenced('*', :fence), 'identity', '${upstreamCreated}', $5::timestamptz,
                      jsonb_build_object('upstream_id', id, 'state', state), $18::text, :origin
                 from made
               returning ${receiptSql} as receipt
             )
             select receipt from logged`,
      values: [
        ...onceParameters(creation.once, upstream.id, creation.at),
        upstream.issuer,
        upstream.authMethod,
        publicKey && JSON.stringify(publicKey),
        ...changeable(upstream),
        creation.traceparent ?? null,
      ],
    });
    return rowCount === 1;
  } catch (error) {
    if (violates(error, 'upstream_pkey')) return 'taken';
    throw error;
  }
}

/** Reads an upstream identity provider. */
export async function readUpstream(db: Queryable, id: string): Promise<StoredUpstream | undefined> {
  const { rows } = await db.query<StoredUpstream>({
    name: 'read-upstream',
    text: `select ${columns} from upstream where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Every upstream identity provider after a place in the order of creation, oldest first. */
export async function listUpstreams(
  db: Queryable,
  { after, limit }: { after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<StoredUpstream[]> {
  const { rows } = await db.query<StoredUpstream>({
    name: 'list-upstreams',
    text: `select ${columns} from upstream where $1::timestamptz is null or (created_at, id) > ($1, $2)
            order by created_at, id limit $3`,
    values: [after?.createdAt ?? null, after?.id ?? null, limit],
  });
  return rows;
}

/** Those that people are offered. */
export async function readOfferedUpstreams(db: Queryable): Promise<Pick<Upstream, 'id' | 'names'>[]> {
  const { rows } = await db.query<Pick<Upstream, 'id' | 'names'>>({
    name: 'read-offered-upstreams',
    text: `select id, ${names} from upstream where state = 'enabled' order by created_at, id`,
  });
  return rows;
}

/** Changes an upstream identity provider that is still as it was read, with the event. False when it is not. */
export async function changeUpstream(
  db: Queryable,
  upstream: StoredUpstream,
  { at, traceparent }: AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'change-upstream',
    text: `with changed as (
             update upstream set name_en = $5, name_cy = $6, client_id = $7, sealed = $8, scopes = $9, levels = $10::jsonb,
                    admits_newcomers = $11, trusts_email = $12, state = $13, sequence = sequence + 1
              where id = $1 and sequence = $2
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
               select uuidv7(), 'upstream/' || id, sequence, fenced('*', :fence), 'identity', '${upstreamChanged}', $3::timestamptz,
                      jsonb_build_object('upstream_id', id, 'state', state), $4::text, :origin
                 from changed
               returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [upstream.id, upstream.sequence, at, traceparent ?? null, ...changeable(upstream)],
  });
  return rowCount === 1;
}

const names = `jsonb_build_object('en', name_en, 'cy', name_cy) as names`;

const columns = `id, ${names}, issuer, client_id as "clientId", auth_method as "authMethod", sealed, public_key as "publicKey", scopes, levels,
  admits_newcomers as "admitsNewcomers", trusts_email as "trustsEmail", state, created_at as "createdAt", sequence::integer`;

function changeable(upstream: Omit<StoredUpstream, 'sequence'>): unknown[] {
  return [
    upstream.names.en,
    upstream.names.cy,
    upstream.clientId,
    upstream.sealed,
    upstream.scopes,
    JSON.stringify(upstream.levels),
    upstream.admitsNewcomers,
    upstream.trustsEmail,
    upstream.state,
  ];
}
