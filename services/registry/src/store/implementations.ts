import { onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type {
  Implementation,
  ImplementationChange,
  NewImplementation,
  Referrer,
} from '../domain/entities.ts';
import { type Page, type PageAsk, pageOf } from '../domain/pages.ts';
import type { Refusal } from '../domain/refusals.ts';
import { type Change, type Creation, type Moved, recorded, utc } from './recorded.ts';
import { refusable } from './refusals.ts';

const view = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('id', ${row}.id, 'component', ${row}.component, 'name', ${row}.name,
  'version', ${row}.version, 'base_url', ${row}.base_url, 'contract_hash', ${row}.contract_hash, 'profile', ${row}.profile,
  'key', ${row}.key, 'key_thumbprint', ${row}.key_thumbprint, 'events', ${row}.events, 'managed_by', ${row}.managed_by, 'created_at', ${utc(`${row}.created_at`)}))`;

const moved = (from: string, before: string, after: string) => `moved as (
    select id as aggregate, sequence, '*' as department, '*' as service, 'implementations/' || id as resource,
           ${before} as before, ${after} as after from ${from}
  )`;

// Those under way, and those after which it stands by.
const swapsOf = (id: string) => `select 'swap' as kind, 'swaps/' || swap.id as resource from swap
  where ${id} in (from_id, to_id) and (state not in ('completed', 'aborted') or (standby in ('wanted', 'following', 'ending') and ${id} = from_id))`;

/** Stores an implementation. Undefined when the idempotency key was used before; refused when the component has one with this name. */
export async function insertImplementation(
  db: Queryable,
  implementation: NewImplementation,
  { once, at, by }: Creation,
): Promise<Implementation | Refusal | undefined> {
  const run = db.query<Moved<Implementation>>({
    name: 'insert-implementation',
    text: `with ${onceClause}, made as (
             insert into implementation (id, component, name, version, base_url, managed_by, contract_hash, profile, key, key_thumbprint, events,
                                         created_at, sequence)
             select $4::uuid, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15, $16, $5::timestamptz, 1 from go
             returning *
           ), ${moved('made', 'null::jsonb', view('made'))},
           ${recorded({ kind: 'implementation', past: 'registered', at: '$5', by: '$6' })}`,
    values: [
      ...onceParameters(once, implementation.id, at),
      by,
      implementation.component,
      implementation.name,
      implementation.version,
      implementation.base_url,
      implementation.managed_by ?? null,
      ...handOverValues(implementation),
    ],
  });
  return refusable(run.then(({ rows }) => rows[0]?.after));
}

/** Changes what is given. Undefined when there is no such implementation, or nothing differs. */
export async function updateImplementation(
  db: Queryable,
  { id, change }: { id: string; change: ImplementationChange },
  { at, by }: Change,
): Promise<Implementation | undefined> {
  const { rows } = await db.query<Moved<Implementation>>({
    name: 'update-implementation',
    text: `with wanted as (
             select id, coalesce($4, version) as version, coalesce($5, base_url) as base_url, coalesce($6, contract_hash) as contract_hash,
                    coalesce($7, profile) as profile, coalesce($8::jsonb, key) as key, coalesce($9, key_thumbprint) as key_thumbprint,
                    coalesce($10, events) as events
               from implementation where id = $3::uuid for update
           ), changed as (
             update implementation set version = wanted.version, base_url = wanted.base_url, contract_hash = wanted.contract_hash,
                                       profile = wanted.profile, key = wanted.key, key_thumbprint = wanted.key_thumbprint, events = wanted.events,
                                       sequence = sequence + 1
               from wanted
              where implementation.id = wanted.id
                and (implementation.version, implementation.base_url, implementation.contract_hash, implementation.profile, implementation.key,
                     implementation.events)
                    is distinct from (wanted.version, wanted.base_url, wanted.contract_hash, wanted.profile, wanted.key, wanted.events)
             returning new.id, new.sequence, ${view('old')} as old_view, ${view('new')} as new_view
           ), ${moved('changed', 'old_view', 'new_view')},
           ${recorded({ kind: 'implementation', past: 'changed', at: '$1', by: '$2', routing: true })}`,
    values: [at, by, id, change.version ?? null, change.base_url ?? null, ...handOverValues(change)],
  });
  return rows[0]?.after;
}

/** Removes an implementation. False when there is none; refused while it is bound. */
export async function deleteImplementation(
  db: Queryable,
  id: string,
  { at, by }: Change,
): Promise<boolean | Refusal> {
  const run = db.query({
    name: 'delete-implementation',
    text: `with gone as (
             delete from implementation where id = $3::uuid and not exists (${swapsOf('$3::uuid')}) returning id, sequence + 1 as sequence, ${view('implementation')} as old_view
           ), ${moved('gone', 'old_view', 'null::jsonb')},
           ${recorded({ kind: 'implementation', past: 'removed', at: '$1', by: '$2' })}`,
    values: [at, by, id],
  });
  return refusable(run.then(({ rowCount }) => rowCount === 1));
}

/** The bindings to an implementation, and the swaps that need it. */
export async function readImplementationReferrers(db: Queryable, id: string): Promise<Referrer[]> {
  const { rows } = await db.query<Referrer>({
    name: 'read-implementation-referrers',
    text: `select 'binding' as kind, 'bindings/' || component || '/' || department as resource
             from binding where implementation_id = $1::uuid union all ${swapsOf('$1::uuid')} order by 2 limit 100`,
    values: [id],
  });
  return rows;
}

/** Reads an implementation. */
export async function readImplementation(db: Queryable, id: string): Promise<Implementation | undefined> {
  const { rows } = await db.query<{ resource: Implementation }>({
    name: 'read-implementation',
    text: `select ${view('implementation')} as resource from implementation where id = $1::uuid`,
    values: [id],
  });
  return rows[0]?.resource;
}

/** Implementations, oldest first; of one component if it is given. */
export async function listImplementations(
  db: Queryable,
  { cursor, limit, component }: Omit<PageAsk, 'department'>,
): Promise<Page<Implementation>> {
  const { rows } = await db.query<{ resource: Implementation }>({
    name: 'list-implementations',
    text: `select ${view('implementation')} as resource from implementation
            where ($1::text is null or component = $1) and ($2::text is null or id::text > $2) order by id limit $3`,
    values: [component ?? null, cursor ?? null, limit + 1],
  });
  return pageOf(
    rows.map(({ resource }) => resource),
    limit,
    ({ id }) => id,
  );
}

function handOverValues(of: ImplementationChange): unknown[] {
  const { contract_hash = null, profile = null, key = null, key_thumbprint = null, events = null } = of;
  return [contract_hash, profile, key, key_thumbprint, events];
}
