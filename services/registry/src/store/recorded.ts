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
 * parameters that hold the time and the {@link Actor}; `also` is one more column to answer.
 */
export function recorded(what: Recording & { routing?: boolean; also?: string }): string {
  const { routing = false, also } = what;
  return `${recordedParts(what)}${routing ? `, routed as (${raiseVersion()})` : ''}
    select after${routing ? `, ${toldRouting}` : ''}${also ? `, ${also}` : ''} from moved`;
}

/** What is recorded of a changed resource. `from` is the part of the statement that changed it; `moved` unless told. */
export interface Recording {
  readonly kind: Kind;
  readonly past: string;
  readonly at: string;
  readonly by: string;
  readonly from?: string;
}

/** The parts of {@link recorded} that store the rows of the change log and of the audit, without its end: for a statement that changes more than one resource. */
export function recordedParts({ kind, past, at, by, from = 'moved' }: Recording): string {
  return `logged_${from} as (
      insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
      select uuidv7(), aggregate::text, sequence, department, service, 'registry.${kind}.${past}.v1', ${at}::timestamptz, ${facts[kind]},
             ${by}::jsonb ->> 'traceparent' from ${from} as moved
    ), audited_${from} as (
      insert into audit_entry (at, subject, subject_department, request_id, action, aggregate, resource, department, before, after)
      select ${at}::timestamptz, ${by}::jsonb ->> 'subject', ${by}::jsonb ->> 'department', ${by}::jsonb ->> 'request_id', '${kind}.${past}',
             aggregate::text, resource, department, before, after from ${from} as moved
    )`;
}

/** What a statement of {@link recorded} answers. */
export interface Moved<Resource> {
  readonly after: Resource;
}

/** Gives the routing table its next version, as the part `routed` of a statement, if `from` changed something. */
export function raiseVersion(from = 'moved'): string {
  return `update routing_state set version = version + 1 where exists (select from ${from}) returning version`;
}

/** Tells those who wait for the table about the part `routed`: a column that a statement has to answer. */
export const toldRouting = `(select count(pg_notify('${routingChannel}', version::text)) from routed) as told`;
