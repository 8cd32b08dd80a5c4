/** The key that makes a creation repeatable. */
export interface CreationKey {
  readonly scope: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

/** Where and when an administrator changes something. */
export interface AdminChange {
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

/** Goes on only without a key, or with one that is new; the key is stored in the same statement. $1 to $5: scope, key, hash, resource, time. */
export const onceClause = `once as (
    insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
    select $1::text, $2::text, $3::bytea, $4::text, 201, $5::timestamptz where $2::text is not null
    on conflict do nothing
    returning 1
  ), go as (
    select 1 where $2::text is null union all select 1 from once
  )`;

/** The parameters of {@link onceClause}. */
export function onceParameters(key: CreationKey | undefined, resource: string, at: Date): unknown[] {
  return [key?.scope ?? null, key?.key ?? null, key?.requestHash ?? null, resource, at];
}

/** The change-log row of an administrator's change: private, since it concerns nobody outside. `from` is the row of the application. */
export function adminLog(from: string, at: string, change: string, trace: string): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${from}.sequence, ${from}.department, ${from}.service, null, ${at}::timestamptz,
           jsonb_build_object('publishing_application_id', ${from}.id) || ${change}, ${trace}::text`;
}
