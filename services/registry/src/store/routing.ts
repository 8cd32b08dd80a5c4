import type { Queryable } from '@ashlar/postgres';
import type { Routing } from '../domain/entities.ts';
import { utc } from './recorded.ts';

/** The version of the table, without the table. */
export async function readRoutingVersion(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ version: number }>({
    name: 'read-routing-version',
    text: 'select version from routing_state',
  });
  return rows[0]?.version ?? 0;
}

/**
 * The routing table and its version, of one moment: each entry point with what is bound for its department, else with the default; and the bindings of departments
 * that have no entry point of their own, since they come in at those of all departments.
 */
export async function readRouting(db: Queryable): Promise<Routing> {
  const { rows } = await db.query<Routing>({
    name: 'read-routing',
    text: `select version,
                  coalesce((select jsonb_agg(routed order by id) from (${routedEntryPoints}) as every_entry_point), '[]') as entry_points,
                  coalesce((select jsonb_agg(routed order by component, department) from (${routedBindings}) as every_binding), '[]') as bindings
             from routing_state`,
  });
  return rows[0] ?? { version: 0, entry_points: [], bindings: [] };
}

// Gateways look at its age and its signature themselves.
const attestation = `(select attestation.token from attestation
     where attestation.implementation_id = implementation.id and (attestation.contract_hash, attestation.version, attestation.base_url)
           = (implementation.contract_hash, implementation.version, implementation.base_url)
     order by attestation.issued_at desc limit 1)`;

const answering = `'upstream', implementation.base_url, 'implementation_id', implementation.id, 'implementation', implementation.name,
    'version', implementation.version, 'contract_hash', implementation.contract_hash, 'attestation', ${attestation}, 'epoch', bound.epoch, 'grant', bound.signed,
    'held', case when bound.held_until is not null then jsonb_build_object('until', ${utc('bound.held_until')}) end`;

const routedEntryPoints = `
    select entry_point.id, jsonb_strip_nulls(jsonb_build_object(
             'id', entry_point.id, 'name', entry_point.name, 'component', entry_point.component, 'department', entry_point.department,
             'port', port, 'host', host, 'prefix', prefix, 'timeouts', timeouts, ${answering})) as routed
      from entry_point
      left join lateral (
        select binding.* from binding
         where binding.component = entry_point.component and binding.department in ('*', entry_point.department)
           and implementation_id is not null
         order by binding.department = '*' limit 1
      ) as bound on true
      left join implementation on implementation.id = bound.implementation_id`;

const routedBindings = `
    select bound.component, bound.department, jsonb_strip_nulls(jsonb_build_object(
             'component', bound.component, 'department', bound.department, ${answering})) as routed
      from binding as bound join implementation on implementation.id = bound.implementation_id
     where bound.department <> '*' and not exists (select from entry_point where entry_point.component = bound.component
                                                     and entry_point.department = bound.department)`;
