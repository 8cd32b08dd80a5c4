import { onceClause, onceParameters } from '@ashlar/component';
import type { ContractBundle } from '@ashlar/contracts';
import type { Queryable } from '@ashlar/postgres';
import type { Contract } from '../domain/entities.ts';
import { type Creation, type Moved, recorded, utc } from './recorded.ts';

const view = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('component', ${row}.component, 'hash', ${row}.hash,
  'version', ${row}.openapi -> 'info' ->> 'version', 'created_at', ${utc(`${row}.created_at`)}))`;

/** Stores a version of a contract. Undefined when it is stored already, or the idempotency key was used before. */
export async function insertContract(
  db: Queryable,
  { component, hash, openapi, events, handover }: ContractBundle & { hash: string },
  { once, at, by }: Creation,
): Promise<Contract | undefined> {
  const { rows } = await db.query<Moved<Contract>>({
    name: 'insert-contract',
    text: `with ${onceClause}, made as (
             insert into contract (component, hash, openapi, events, handover, created_at)
             select $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $5::timestamptz from go on conflict do nothing
             returning *
           ), moved as (
             select component || '/' || hash as aggregate, 1 as sequence, '*' as department, '*' as service,
                    'contracts/' || component || '/' || hash as resource, null::jsonb as before, ${view('made')} as after from made
           ),
           ${recorded({ kind: 'contract', past: 'stored', at: '$5', by: '$6' })}`,
    values: [
      ...onceParameters(once, `${component}/${hash}`, at),
      by,
      component,
      hash,
      JSON.stringify(openapi),
      events && JSON.stringify(events),
      handover && JSON.stringify(handover),
    ],
  });
  return rows[0]?.after;
}

/** Reads a version of a contract with all that it says. */
export async function readContract(
  db: Queryable,
  component: string,
  hash: string,
): Promise<(Contract & ContractBundle) | undefined> {
  const { rows } = await db.query<{ resource: Contract & ContractBundle }>({
    name: 'read-contract',
    text: `select ${view('contract')} || jsonb_build_object('openapi', openapi, 'events', events, 'handover', handover) as resource
             from contract where component = $1 and hash = $2`,
    values: [component, hash],
  });
  return rows[0]?.resource;
}

/** The versions of contracts, newest first; of one component if it is given. */
export async function listContracts(db: Queryable, component: string | undefined): Promise<Contract[]> {
  const { rows } = await db.query<{ resource: Contract }>({
    name: 'list-contracts',
    text: `select ${view('contract')} as resource from contract where $1::text is null or component = $1
            order by created_at desc, component, hash limit 500`,
    values: [component ?? null],
  });
  return rows.map(({ resource }) => resource);
}
