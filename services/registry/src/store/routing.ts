import type { Queryable } from '@ashlar/postgres';
import type { RoutedEntryPoint, Routing } from '../domain/entities.ts';

/** The version of the table, without the table. */
export async function readRoutingVersion(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ version: number }>({
    name: 'read-routing-version',
    text: 'select version from routing_state',
  });
  return rows[0]?.version ?? 0;
}

/** The routing table and its version, of one moment: each entry point with what is bound for its department, else with the default. */
export async function readRouting(db: Queryable): Promise<Routing> {
  const { rows } = await db.query<{ version: number; routed: RoutedEntryPoint | null }>({
    name: 'read-routing',
    text: `select routing_state.version,
                  case when entry_point.id is not null then jsonb_strip_nulls(jsonb_build_object(
                    'id', entry_point.id, 'name', entry_point.name, 'component', entry_point.component, 'department', entry_point.department,
                    'port', port, 'host', host, 'prefix', prefix, 'timeouts', timeouts,
                    'upstream', base_url, 'implementation_id', implementation.id,
                    'implementation', implementation.name, 'version', implementation.version, 'epoch', bound.epoch)) end as routed
             from routing_state
             left join entry_point on true
             left join lateral (
               select implementation_id, epoch from binding
                where binding.component = entry_point.component and binding.department in ('*', entry_point.department)
                  and implementation_id is not null
                order by binding.department = '*' limit 1
             ) as bound on true
             left join implementation on implementation.id = bound.implementation_id
            order by entry_point.id`,
  });
  return {
    version: rows[0]?.version ?? 0,
    entry_points: rows.flatMap(({ routed }) => routed ?? []),
  };
}
