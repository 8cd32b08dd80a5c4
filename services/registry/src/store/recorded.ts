import type { CreationKey } from '@ashlar/component';
import type { Actor } from '../domain/entities.ts';
import { facts, type Kind } from '../events/facts.ts';

/** Who changes something, and when. */
export interface Change {
  readonly at: Date;
  readonly by: Actor;
}

/** The same for something new: under which key, if any. */
export interface Creation extends Change {
  readonly once: CreationKey | undefined;
}

/** Heard by those who wait for a newer routing table. */
export const routingChannel = 'registry_routing';

/** A time as the contract shows it, as SQL. */
export function utc(column: string): string {
  return `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/**
 * The rest of a statement whose part `moved` has changed one resource: its rows of the change log and of the audit and, where `routing` says so, the next
 * version of the routing table; it answers `after`. `moved` must give `aggregate, sequence, department, service, resource, before, after`. `at` and `by` are the
 * parameters that hold the time and the {@link Actor}.
 */
export function recorded(what: {
  kind: Kind;
  past: string;
  at: string;
  by: string;
  routing?: boolean;
}): string {
  const { kind, past, at, by, routing = false } = what;
  return `logged as (
      insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
      select uuidv7(), aggregate::text, sequence, department, service, 'registry.${kind}.${past}.v1', ${at}::timestamptz, ${facts[kind]},
             ${by}::jsonb ->> 'traceparent' from moved
    ), audited as (
      insert into audit_entry (at, subject, subject_department, request_id, action, aggregate, resource, department, before, after)
      select ${at}::timestamptz, ${by}::jsonb ->> 'subject', ${by}::jsonb ->> 'department', ${by}::jsonb ->> 'request_id', '${kind}.${past}',
             aggregate::text, resource, department, before, after from moved
    )${routing ? `, routed as (${raiseVersion})` : ''}
    select after${routing ? `, (select count(pg_notify('${routingChannel}', version::text)) from routed) as told` : ''} from moved`;
}

/** What a statement of {@link recorded} answers. */
export interface Moved<Resource> {
  readonly after: Resource;
}

const raiseVersion = 'update routing_state set version = version + 1 from moved returning version';
